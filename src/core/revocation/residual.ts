/** Tokens that cannot be recalled: JWTs, which a resource server accepts until they expire, whatever has ended. Each receipt names its own. */
import type { Database } from '../../database/database';
import type { SelectedItem } from './selection';

/** No JWT lives longer, in milliseconds. */
const LONGEST = 300_000;

/** As it is stored in the receipt: ids are UUIDs, times ISO 8601. */
export interface Residual {
  tokens: { id: string; applicationId: string; resource: string; expiresAt: string }[];
  /** When the last of them expires. */
  until: string;
  /** Whether there may be others, because too much ended to name everything. */
  more: boolean;
}

/** `more` if the items are not all that ends. */
export const residualOf = async (
  database: Database,
  items: SelectedItem[],
  more: boolean,
): Promise<Residual | null> => {
  const ids = items.filter(({ livesUntil }) => livesUntil).map(({ itemId }) => itemId);
  if (ids.length === 0) return null;
  const tokens = await database.query<Residual['tokens'][number] & { latest: Date }>(
    `select id, application_id as "applicationId", resource, to_json(expires_at at time zone 'UTC') #>> '{}' || 'Z' as "expiresAt",
       now() + $2 * interval '1 millisecond' as latest
     from tokens where id = any($1::uuid[]) order by expires_at, id`,
    [ids, LONGEST],
  );
  const until = more ? tokens[0]!.latest.toISOString() : tokens.at(-1)!.expiresAt;
  return { tokens: tokens.map(({ latest: _, ...token }) => token), until, more };
};
