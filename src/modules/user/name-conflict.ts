/** The errors for a username or email address that is already in use. */
import { conflict, type Refusal } from '../../schema/errors';

export const NAME_TAKEN_MESSAGES = {
  username: 'Another user has this username.',
  email: 'Another user has this email address.',
  usernameIsAddress: 'This username is the email address of another user.',
  addressIsUsername: 'This email address is the username of another user.',
};

const BY_INDEX: Record<string, { field: string; message: string }> = {
  users_username_key: { field: 'username', message: NAME_TAKEN_MESSAGES.username },
  users_email_key: { field: 'email', message: NAME_TAKEN_MESSAGES.email },
  login_names_username: { field: 'username', message: NAME_TAKEN_MESSAGES.usernameIsAddress },
  login_names_email: { field: 'email', message: NAME_TAKEN_MESSAGES.addressIsUsername },
};

/** The refusal for a violation of one of these unique indexes. */
export const userTaken = (index: string | undefined): Refusal | undefined => {
  const taken = BY_INDEX[index ?? ''];
  return taken && conflict(taken.field, taken.message);
};
