/** Removes the names of deleted people from the audit trail. What happened and when stays. */
import type { Database } from '../../database/database';

export interface NamedUser {
  id: string;
  username: string;
  email: string | null;
  name: string | null;
}

/** Shorter words would match too much other text. */
const SHORTEST = 3;
export const REDACTED = '…';

/** A PostgreSQL pattern that matches the names of a user as whole words. */
export const namePattern = ({ username, email, name }: NamedUser): string => {
  const words = [username, email, name, ...(name ?? '').split(/\s+/)].filter((word) => word && word.length >= SHORTEST);
  const escaped = words.map((word) => word!.replace(/[^\p{L}\p{N}\s]/gu, '\\$&'));
  // Longest first, because an address may begin with the username.
  const longest = [...new Set(escaped)].sort((a, b) => b.length - a.length);
  return longest.length > 0 ? `(?<![[:alnum:]])(?:${longest.join('|')})(?![[:alnum:]])` : '\\Zx';
};

/** The users and their patterns, for a statement that joins them as `d (id, pattern)`. */
export const NAME_PATTERNS = 'unnest($1::uuid[], $2::text[]) as d (id, pattern)';
export const namePatternValues = (users: NamedUser[]): unknown[] => [users.map(({ id }) => id), users.map(namePattern)];

/** A reason without the names of these users. */
export const redactText = async (
  database: Database,
  text: string | null | undefined,
  users: NamedUser[],
): Promise<string | null> => {
  if (text == null) return null;
  const row = await database.one<{ text: string }>(
    `with recursive step (n, text) as (
       select 0, $1::text union all
       select n + 1, regexp_replace(text, ($2::text[])[n + 1], '${REDACTED}', 'gi') from step where n < cardinality($2::text[]))
     select text from step order by n desc limit 1`,
    [text, users.map(namePattern)],
  );
  return row!.text;
};

/**
 * Removes the addresses and browsers of these users, and their names from what was written about them. The address in an event that someone else
 * caused and the name in an event about someone else belong to that other person and stay.
 */
export const redactEvents = async (database: Database, users: NamedUser[]): Promise<void> => {
  const values = namePatternValues(users);
  await database.post(
    `update events set ip = null, user_agent = null
     where (actor_user_id = any($1::uuid[]) or impersonator_user_id = any($1::uuid[]) or user_id = any($1::uuid[]) and actor_user_id is null) and (ip is not null or user_agent is not null)`,
    values.slice(0, 1),
  );
  await database.post(
    `update events e set details = e.details - '{username,email,name,from,to}'::text[], reason = regexp_replace(e.reason, d.pattern, '${REDACTED}', 'gi')
     from ${NAME_PATTERNS} where e.user_id = d.id`,
    values,
  );
};
