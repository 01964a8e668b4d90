/** Enums of mails. */
import { describedEnum, type EnumValue } from './described-enum';

export const MailKind = describedEnum('MailKind', 'Type of mail.', {
  CONFIRMATION: 'Sent after registration, with a link to confirm the address.',
  INVITATION: 'Invites someone, with a link to create an account.',
  ALREADY_REGISTERED: 'Tells a user that someone tried to register with their address.',
  RECOVERY: 'A link to set a new password after the old one was lost.',
  PASSWORD_CHANGED: 'Tells a user that their password was set or changed.',
  CREDENTIAL_CHANGED:
    'Tells a user that a credential was added, changed or removed, such as a passkey, an API token or the e-mail address.',
  MORE_CREDENTIALS_CHANGED:
    "Tells a user that more changes were made within an hour than are mailed individually. The user's events list all of them.",
});
export type MailKind = EnumValue<typeof MailKind>;

export const MailStatus = describedEnum('MailStatus', 'Delivery status of a mail.', {
  QUEUED: 'Waiting to be sent or retried.',
  SENT: 'Accepted by the mail server.',
  FAILED: 'Rejected by the mail server, or the server could not be reached for about a day; see `fault`.',
  DROPPED: 'Not sent because its subject was no longer relevant.',
});
export type MailStatus = EnumValue<typeof MailStatus>;
