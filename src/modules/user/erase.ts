/** What is taken out of the audit trail when people are deleted: that something happened, when and by whom stays; who they were does not. */
import type { Database } from '../../database/database';
import type { User } from './entity';

type Named = Pick<User, 'id' | 'username' | 'email' | 'name'>;

/** A shorter word would be found in too much else. */
const SHORTEST = 3;
const ERASED = '…';

/** Matches the names of a user within a text, as words of their own, for PostgreSQL and, by `erased`, here. */
const patternOf = ({ username, email, name }: Named): string => {
  const words = [username, email, name, ...(name ?? '').split(/\s+/)].filter((word) => word && word.length >= SHORTEST);
  const escaped = words.map((word) => word!.replace(/[^\p{L}\p{N}\s]/gu, '\\$&'));
  // The longest first: an address is more than the username it begins with.
  const longest = [...new Set(escaped)].sort((a, b) => b.length - a.length);
  return longest.length > 0 ? `(?<![[:alnum:]])(?:${longest.join('|')})(?![[:alnum:]])` : '\\Zx';
};

/** A reason without the names of these users. */
export const withoutNames = async (
  database: Database,
  users: Named[],
  reason: string | null | undefined,
): Promise<string | null> => {
  if (reason == null) return null;
  const row = await database.one<{ text: string }>(
    `with recursive step (n, text) as (
       select 0, $1::text union all
       select n + 1, regexp_replace(text, ($2::text[])[n + 1], '${ERASED}', 'gi') from step where n < cardinality($2::text[]))
     select text from step order by n desc limit 1`,
    [reason, users.map(patternOf)],
  );
  return row!.text;
};

/**
 * Where they acted, from where; what others wrote of them. An address in an event that somebody else caused is that one's, and a name in an event
 * about somebody else is that one's too: both stay.
 */
export const eraseTraces = async (database: Database, users: Named[]): Promise<void> => {
  const values = [users.map(({ id }) => id), users.map(patternOf)];
  const named = 'unnest($1::uuid[], $2::text[]) as d (id, pattern)';
  await database.execute(
    `update events set ip = null, user_agent = null
     where (actor_user_id = any($1::uuid[]) or impersonator_user_id = any($1::uuid[]) or user_id = any($1::uuid[]) and actor_user_id is null) and (ip is not null or user_agent is not null)`,
    values.slice(0, 1),
  );
  await database.execute(
    `update events e set details = e.details - '{username,email,name,from,to}'::text[], reason = regexp_replace(e.reason, d.pattern, '${ERASED}', 'gi')
     from ${named} where e.user_id = d.id`,
    values,
  );
  await database.execute(
    `update revocations r set reason = regexp_replace(r.reason, d.pattern, '${ERASED}', 'gi')
     from ${named} where (r.user_id = d.id or r.target_id = d.id) and r.reason ~* d.pattern`,
    values,
  );
};
