/**
 * How long the rows of a table are kept. A row is due when it has been over for as long as its setting says, and nothing that is still there
 * needs it: nothing live, and nothing that may still be looked at.
 */
import type { RetentionKey } from '../setting/settings';

export interface RetentionRule {
  /** What the log calls it. */
  name: string;
  /** The table, whose rows the expressions call `x`. */
  table: string;
  /** Since when the row is over; null while it is not. An index leads with it where the table is large. */
  over: string;
  /** The setting with the days for which it is kept then, or 0: of no use to anybody from then on. */
  keep: RetentionKey | 0;
  /** What else must be so; `$1` is the time before which it must have been over. */
  where?: string;
  /** The row stays while one of these finds something. */
  neededBy?: string[];
  /** Rows of this table that belong to it and go first, in batches of their own. */
  parts?: { table: string; column: string };
  /** What the removed rows hung on: it goes with the last of them. */
  owner?: { table: string; column: string; neededBy: string[] };
  /** An INSERT of what has to be kept of the removed rows, which it finds in `gone`. */
  leaves?: string;
  /** Looked at every minute, not every hour. */
  often?: boolean;
}

/** A large receipt that is not written out yet finds what it ended by these rows. */
export const SETTLED = 'not exists (select from revocations r where r.counts is null and r.requested_at < $1)';
