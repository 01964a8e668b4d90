/**
 * The table of the namespace of usernames and addresses: the only place with its statements. The database keeps it (see the migration 0029), so
 * that a name that somebody signs in with is one user's.
 */
import { repositoryOf, TableRepository } from '../../database/repository';
import { TAKEN } from './name-conflict';
import { LoginName } from './tables';

/** The id of the user who has the name, as an expression: whether it is their username or their address. */
export const userIdByName = (key: string): string => `(select n.user_id from login_names n where n.name_key = ${key})`;

/** What another user has of the names of a row, as a table of at most one row: `field` and `message`. */
export const takenNames = (row: string): string => {
  const holder = (column: string) =>
    `from login_names n join users u on u.id = n.user_id where n.name_key = ${row}.${column}`;
  return `(
      select 'username' as field,
        case when u.username_key = ${row}.username_key then '${TAKEN.username}' else '${TAKEN.usernameIsAddress}' end as message
      ${holder('username_key')}
      union all
      select 'email', case when u.email_key = ${row}.email_key then '${TAKEN.email}' else '${TAKEN.addressIsUsername}' end
      ${holder('email_key')}
      limit 1)`;
};

/** Whether nobody has a name of a row; looked up row by row, whatever the planner believes about the size of the table. */
export const namesAreFree = (row: string): string =>
  `${userIdByName(`${row}.username_key`)} is null and ${userIdByName(`${row}.email_key`)} is null`;

class LoginNameRepository extends TableRepository<LoginName> {
  async findUserId(key: string): Promise<string | null> {
    const row = await this.database.one<{ id: string | null }>(`select ${userIdByName('$1')} as id`, [key]);
    return row?.id ?? null;
  }
}

export const loginNames = repositoryOf(LoginName, LoginNameRepository);
