/** Roles by their names or ids. */
import type { Database } from '../../database/database';
import { columnsOf } from '../../schema/columns';
import { enforce } from '../../schema/errors';
import { Role } from './entity';
import { mayBeGiven } from './policy';

export const roleColumns = columnsOf(Role, 'x');

export const findRole = (database: Database, id: string | null): Promise<Role | null> =>
  id === null ? Promise.resolve(null) : database.one<Role>(`select ${roleColumns} from roles x where x.id = $1`, [id]);

/** Names ignore case; null where there is no such role. */
export const findRoles = async (database: Database, names: readonly string[]): Promise<(Role | null)[]> => {
  const rows = await database.query<Role & { at: number }>(
    `select ${roleColumns}, n.at::int as "at" from unnest($1::text[]) with ordinality as n (name, at) join roles x on lower(x.name) = lower(n.name)`,
    // PostgreSQL has no text with this character, so no role is called so.
    [names.map((name) => (name.includes('\0') ? '' : name))],
  );
  const found = new Map(rows.map((row) => [row.at, row]));
  return names.map((_, i) => found.get(i + 1) ?? null);
};

/** A role that may be given and taken. */
export const roleNamed = async (database: Database, name: string): Promise<Role> => {
  const [role] = await findRoles(database, [name]);
  enforce(mayBeGiven(role!));
  return role!;
};
