/** A role by its name or id. */
import type { Database } from '../../database/database';
import { columnsOf } from '../../schema/columns';
import { invalidInput, notFound } from '../../schema/errors';
import { EVERYBODY } from '../../schema/permissions';
import { Role } from './entity';

export const roleColumns = columnsOf(Role, 'x');

export const findRole = (database: Database, id: string | null): Promise<Role | null> =>
  id === null ? Promise.resolve(null) : database.one<Role>(`select ${roleColumns} from roles x where x.id = $1`, [id]);

/** A role that may be given and taken. */
export const roleNamed = async (database: Database, name: string): Promise<Role> => {
  const role = name.includes('\0')
    ? null
    : await database.one<Role>(`select ${roleColumns} from roles x where lower(x.name) = lower($1)`, [name]);
  if (!role) throw notFound('role', 'role');
  if (role.name === EVERYBODY)
    throw invalidInput('role', 'Everybody has this role; it can be neither given nor taken.');
  return role;
};
