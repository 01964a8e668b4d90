/**
 * One namespace for usernames and addresses, kept by the database (see the migration 0029): whatever somebody types to sign in names one
 * person, and a name that is taken is refused with the field that has it.
 */
import { conflict, type Refusal } from '../../schema/errors';

/** The id of the user who has the name, as an expression: whether it is their username or their address. */
export const userIdByName = (key: string): string => `(select n.user_id from login_names n where n.name_key = ${key})`;

const MESSAGES = {
  username: 'Another user has this username.',
  email: 'Another user has this email.',
  usernameIsAddress: 'This username is the e-mail address of another user.',
  addressIsUsername: 'This e-mail address is the username of another user.',
};

const BY_INDEX: Record<string, { field: string; message: string }> = {
  users_username_key: { field: 'username', message: MESSAGES.username },
  users_email_key: { field: 'email', message: MESSAGES.email },
  login_names_username: { field: 'username', message: MESSAGES.usernameIsAddress },
  login_names_email: { field: 'email', message: MESSAGES.addressIsUsername },
};

/** The field that another user has. */
export const userTaken = (index: string | undefined): Refusal | undefined => {
  const taken = BY_INDEX[index ?? ''];
  return taken && conflict(taken.field, taken.message);
};

/** What another user has of the names of a row, as a table of at most one row: `field` and `message`. */
export const takenNames = (row: string): string => {
  const holder = (column: string) =>
    `from login_names n join users u on u.id = n.user_id where n.name_key = ${row}.${column}`;
  return `(
      select 'username' as field,
        case when u.username_key = ${row}.username_key then '${MESSAGES.username}' else '${MESSAGES.usernameIsAddress}' end as message
      ${holder('username_key')}
      union all
      select 'email', case when u.email_key = ${row}.email_key then '${MESSAGES.email}' else '${MESSAGES.addressIsUsername}' end
      ${holder('email_key')}
      limit 1)`;
};

/** Whether nobody has a name of a row; looked up row by row, whatever the planner believes about the size of the table. */
export const namesAreFree = (row: string): string =>
  `${userIdByName(`${row}.username_key`)} is null and ${userIdByName(`${row}.email_key`)} is null`;
