/**
 * The table with the usernames and email addresses of all users in one namespace: the only place with its statements. Triggers maintain it (see
 * the migration of login names), so that a name that is typed at sign-in identifies one user.
 */
import { repositoryOf, TableRepository } from '../../database/repository';
import { NAME_TAKEN_MESSAGES } from './name-conflict';
import { LoginName } from './tables';

/** SQL expression for the id of the user with this username or email address. */
export const userIdByName = (key: string): string => `(select n.user_id from login_names n where n.name_key = ${key})`;

/** SQL subquery with at most one row, `field` and `message`: the name in a row that another user than that of the row already has. */
export const takenNames = (row: string): string => {
  const holder = (column: string) =>
    `from login_names n join users u on u.id = n.user_id where n.name_key = ${row}.${column} and n.user_id is distinct from ${row}.user_id`;
  return `(
      select 'username' as field,
        case when u.username_key = ${row}.username_key then '${NAME_TAKEN_MESSAGES.username}' else '${NAME_TAKEN_MESSAGES.usernameIsAddress}' end as message
      ${holder('username_key')}
      union all
      select 'email', case when u.email_key = ${row}.email_key then '${NAME_TAKEN_MESSAGES.email}' else '${NAME_TAKEN_MESSAGES.addressIsUsername}' end
      ${holder('email_key')}
      limit 1)`;
};

/** SQL condition: nobody has a name in the row. Written so that the planner looks up each row by index. */
export const namesAreFree = (row: string): string =>
  `${userIdByName(`${row}.username_key`)} is null and ${userIdByName(`${row}.email_key`)} is null`;

class LoginNameRepository extends TableRepository<LoginName> {
  async findUserId(key: string): Promise<string | null> {
    const row = await this.database.one<{ id: string | null }>(`select ${userIdByName('$1')} as id`, [key]);
    return row?.id ?? null;
  }
}

export const loginNames = repositoryOf(LoginName, LoginNameRepository);
