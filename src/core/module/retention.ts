/**
 * Retention of a table. A row is due for removal when it ended as long ago as its setting says and nothing that is live or can still be viewed needs it.
 */
import type { RetentionKey } from '../setting/settings';

export interface RetentionRule {
  /** The name used in the log. */
  name: string;
  /** The table; its alias in the expressions is `x`. */
  table: string;
  /** When the row ended; null while it has not. Large tables have an index that starts with it. */
  endedAt: string;
  /** The setting with the number of days to keep it after that, or 0 to remove it at once. */
  keepFor: RetentionKey | 0;
  /** An additional condition; `$1` is the cut-off time. */
  where?: string;
  /** Keeps the row while one of these queries returns a row. */
  neededBy?: string[];
  /** Dependent rows of this table that are removed first, in their own batches. */
  parts?: { table: string; column: string };
  /** The owner of the removed rows; it is removed with the last of them. */
  owner?: { table: string; column: string; neededBy: string[] };
  /** An INSERT of what must be kept of the removed rows, which it reads from `gone`. */
  archive?: string;
  /** Runs every minute instead of every hour. */
  everyMinute?: boolean;
}

/** True once all receipts from before the cut-off time are written out. Until then, a large receipt finds what it ended by these rows. */
export const NO_PENDING_RECEIPTS =
  'not exists (select from revocations r where r.counts is null and r.requested_at < $1)';
