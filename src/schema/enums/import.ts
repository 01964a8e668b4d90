/** Enums of user imports. */
import { describedEnum, type EnumValue } from './described-enum';

export const ImportFormat = describedEnum('ImportFormat', 'Format of a file of users.', {
  CSV: 'A header line with column names, then one user per line.',
  JSON_LINES: 'One JSON object per line.',
  KEYCLOAK: 'Exported realms of Keycloak, or files of the users of a realm.',
  SCIM: 'A SCIM 2.0 ListResponse.',
  AUTH0: 'A bulk export from Auth0, also with the password hashes that its support provides.',
  FIREBASE: 'The accounts of a Firebase project, as `firebase auth:export` writes them in JSON or CSV.',
  OKTA: 'The users of an Okta organization, as its API lists them.',
  COGNITO: 'The users of an Amazon Cognito user pool, as `list-users` lists them.',
});
export type ImportFormat = EnumValue<typeof ImportFormat>;

export const ImportMode = describedEnum('ImportMode', 'What an import does with the users of a file.', {
  CREATE: 'Creates users. A line whose user exists already is rejected.',
  UPDATE: 'Changes users who exist: the one with the previous id of the line, or else with its username.',
  UPSERT: 'Changes users who exist, and creates the others.',
});
export type ImportMode = EnumValue<typeof ImportMode>;

export const ImportStatus = describedEnum('ImportStatus', 'Status of an import.', {
  UPLOADING: 'The file is being uploaded.',
  READY: 'The file was uploaded and checked; no users have been created or changed yet.',
  RUNNING: 'Its users are being created or changed.',
  DONE: 'Every line was imported or rejected.',
  STOPPED:
    'The user who started it can no longer create these users; see `heldUpReason`. Another administrator can continue it with `importUsers` until `expiresAt`.',
  EXPIRED: 'It was not started in time. Upload the file again.',
});
export type ImportStatus = EnumValue<typeof ImportStatus>;
