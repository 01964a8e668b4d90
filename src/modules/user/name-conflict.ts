/** What is said where a username or an address is taken: the field that has the name of another user. */
import { conflict, type Refusal } from '../../schema/errors';

export const TAKEN = {
  username: 'Another user has this username.',
  email: 'Another user has this email.',
  usernameIsAddress: 'This username is the e-mail address of another user.',
  addressIsUsername: 'This e-mail address is the username of another user.',
};

const BY_INDEX: Record<string, { field: string; message: string }> = {
  users_username_key: { field: 'username', message: TAKEN.username },
  users_email_key: { field: 'email', message: TAKEN.email },
  login_names_username: { field: 'username', message: TAKEN.usernameIsAddress },
  login_names_email: { field: 'email', message: TAKEN.addressIsUsername },
};

/** The field that another user has. */
export const userTaken = (index: string | undefined): Refusal | undefined => {
  const taken = BY_INDEX[index ?? ''];
  return taken && conflict(taken.field, taken.message);
};
