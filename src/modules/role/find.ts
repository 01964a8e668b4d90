/** Roles by their names, as the rules of giving and taking them need them. */
import type { Database } from '../../database/database';
import { columnsOf } from '../../schema/columns';
import { Role } from './entity';

/** Names ignore case; null where there is no such role. */
export const findRoles = async (database: Database, names: readonly string[]): Promise<(Role | null)[]> => {
  const rows = await database.query<Role & { at: number }>(
    `select ${columnsOf(Role, 'x')}, n.at::int as "at" from unnest($1::text[]) with ordinality as n (name, at) join roles x on lower(x.name) = lower(n.name)`,
    // PostgreSQL has no text with this character, so no role is called so.
    [names.map((name) => (name.includes('\0') ? '' : name))],
  );
  const found = new Map(rows.map((row) => [row.at, row]));
  return names.map((_, i) => found.get(i + 1) ?? null);
};
