/** The errors for a username or email address that is already in use. */
import { conflict, type Refusal } from '../../schema/errors';

export const TAKEN = {
  username: 'Another user has this username.',
  email: 'Another user has this email address.',
  usernameIsAddress: 'This username is the email address of another user.',
  addressIsUsername: 'This email address is the username of another user.',
};

const BY_INDEX: Record<string, { field: string; message: string }> = {
  users_username_key: { field: 'username', message: TAKEN.username },
  users_email_key: { field: 'email', message: TAKEN.email },
  login_names_username: { field: 'username', message: TAKEN.usernameIsAddress },
  login_names_email: { field: 'email', message: TAKEN.addressIsUsername },
};

/** The refusal for a violation of one of these unique indexes. */
export const userTaken = (index: string | undefined): Refusal | undefined => {
  const taken = BY_INDEX[index ?? ''];
  return taken && conflict(taken.field, taken.message);
};
