/** The errors for a username, an email address or a previous id that is already in use. */
import { conflict, type Refusal } from '../../schema/errors';
import { PREVIOUS_ID_TAKEN } from './previous-id-repository';

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
  previous_ids_pkey: { field: 'previousId', message: PREVIOUS_ID_TAKEN },
  login_names_email: { field: 'email', message: NAME_TAKEN_MESSAGES.addressIsUsername },
};

/** The refusal for a violation of one of these unique indexes. */
export const userTaken = (index: string | undefined): Refusal | undefined => {
  const taken = BY_INDEX[index ?? ''];
  return taken && conflict(taken.field, taken.message);
};
