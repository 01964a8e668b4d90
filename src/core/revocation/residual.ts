/** Tokens that cannot be recalled: JWTs, which a resource server accepts until they expire, whatever has ended. Each receipt names its own. */
import type { Database } from '../../database/database';
import { jwtsUnder, type Selection } from './selection';

/** As it is stored in the receipt: ids are UUIDs, times ISO 8601. */
export interface Residual {
  tokens: { id: string; applicationId: string; resource: string; expiresAt: string }[];
  /** When the last of them expires. */
  until: string;
  /** Whether there are others: too many to name each. */
  more: boolean;
}

const MAX_NAMED = 1_000;

/** Null if nothing lives on. It does not matter here whether the tokens were live: a resource server does not know. */
export const residualOf = async (database: Database, selections: Selection[]): Promise<Residual | null> => {
  const found = jwtsUnder(selections, MAX_NAMED + 1);
  if (!found) return null;
  const rows = await database.query<Residual['tokens'][number] & { until: string }>(found.sql, found.values);
  if (rows.length === 0) return null;
  const tokens = rows.slice(0, MAX_NAMED).map(({ until: _, ...token }) => token);
  return { tokens, until: rows[0]!.until, more: rows.length > MAX_NAMED };
};
