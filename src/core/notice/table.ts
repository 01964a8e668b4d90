/**
 * What the owner of an account is told by mail: of each event that says that a credential was created, changed or removed. Every kind of event
 * is here, so that a new one does not compile until somebody has decided.
 */
import type { AuthenticatorKind, EventType } from '../../schema/enums';

export interface Telling {
  /** `A passkey was added to your account`: the subject, and what the letter begins with. */
  what: string;
  /** What follows from it, in a sentence. */
  more?: string;
  /** Where the account is closed already there is nothing left to lock. */
  closed?: boolean;
}

type Details = Record<string, unknown>;
/** `account` is how the letter calls it: `your account`, or a service account by its name. Null where this one is about no credential. */
export type Notice = (details: Details, account: string) => Telling | null;

const A_KEY = 'a key on a device';
const KINDS: Record<AuthenticatorKind, string> = {
  DEVICE_KEY: A_KEY,
  PIN: A_KEY,
  BIOMETRIC: A_KEY,
  TOTP: 'an authenticator app',
  RECOVERY_CODES: 'a set of recovery codes',
  PASSKEY: 'a passkey',
};

/** What people name may be made to be read as an address or as a line of the letter; of a name only words are left. */
export const plain = (name: unknown): string =>
  [
    ...String(name ?? '')
      .normalize('NFKC')
      .replace(/[^\p{L}\p{M}\p{N} _'()+#-]+/gu, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  ]
    .slice(0, 60)
    .join('');

const called = (name: unknown): string => (plain(name) === '' ? '' : ` named “${plain(name)}”`);
const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const authenticator = ({ kind, name }: Details): string =>
  `${KINDS[kind as AuthenticatorKind] ?? 'an authenticator'}${kind === 'RECOVERY_CODES' ? '' : called(name)}`;

const says =
  (what: string, more?: string): Notice =>
  (_details, account) => ({ what: what.replace('ACCOUNT', account), ...(more ? { more } : {}) });

const ofApiTokens =
  (notice: (details: Details, account: string) => string): Notice =>
  (details, account) =>
    details['kind'] === 'API' ? { what: notice(details, account) } : null;

/** It is no credential that is created, changed or removed, or its owner hears of it in another mail. */
const NOTHING = null;

export const NOTICES: Record<EventType, Notice | null> = {
  // The first password of an account is set by whoever creates it, or by its owner: by registering or by an invitation.
  USER_CREATED: NOTHING,
  USER_REGISTERED: NOTHING,
  USER_CONFIRMED: NOTHING,
  // The address is where a lost password is replaced.
  USER_UPDATED: ({ from, to }, account) =>
    from === undefined && to === undefined
      ? null
      : {
          what: `The e-mail address of ${account} was changed`,
          more: to
            ? 'Mail about the account, and links that replace a lost password, go to the new address from now on.'
            : 'The account has no address now, so a lost password cannot be replaced by mail.',
        },
  USER_DISABLED: NOTHING,
  USER_ENABLED: NOTHING,
  USER_DELETED: NOTHING,
  USER_LOCKED_DOWN: ({ disabled }, account) => ({
    what: `${sentence(account)} was locked down`,
    more: `Every session and every API token has ended, and the password no longer works. ${
      disabled === false
        ? 'The account stays enabled, since it is the only administrator; it needs a new password.'
        : 'Ask whoever runs the service to open the account again.'
    }`,
    closed: true,
  }),
  IMPORT_STARTED: NOTHING,
  IMPORT_FINISHED: NOTHING,
  USERS_EXPORTED: NOTHING,
  USER_DATA_EXPORTED: NOTHING,
  CONFIRMATION_SENT: NOTHING,
  OFFBOARDING_SCHEDULED: NOTHING,
  OFFBOARDING_CANCELLED: NOTHING,
  OFFBOARDING_CARRIED_OUT: NOTHING,
  OFFBOARDING_FAILED: NOTHING,
  IMPERSONATION_STARTED: says(
    'Somebody has started to impersonate you',
    'An administrator can now use applications as if they were you, for a short time. Everything they do is recorded.',
  ),
  IMPERSONATION_ENDED: says('Nobody impersonates you any longer'),
  // Invitations have a mail of their own; they belong to nobody until they are accepted.
  INVITATION_CREATED: NOTHING,
  INVITATION_RESENT: NOTHING,
  INVITATION_REVOKED: NOTHING,
  INVITATION_ACCEPTED: says('Your invitation was accepted', 'A password was chosen, and the account can be used.'),
  PASSWORD_CHANGED: ({ by }) => ({
    what: 'Your password was changed',
    more:
      by === 'RECOVERY_LINK'
        ? 'This was done by a link that replaces a lost password. All sessions were signed out.'
        : 'Other sessions were signed out.',
  }),
  PASSWORD_REMOVED: says(
    'Your password was removed',
    'What it was set with was revoked, so nobody can sign in with it. Ask whoever runs the service for a link that sets a new one.',
  ),
  PASSWORD_CHANGE_REQUIRED: NOTHING,
  PASSWORD_LOCKED: says('Your password was locked', 'Nobody can sign in with it until it is unlocked.'),
  PASSWORD_UNLOCKED: says('Your password was unlocked', 'You can sign in with it again.'),
  RECOVERY_LINK_CREATED: says(
    'A link that replaces your password was created',
    'It was shown to the administrator who created it. Whoever has it can set a new password.',
  ),
  // The link itself is in a mail.
  RECOVERY_LINK_MAILED: NOTHING,
  RECOVERY_LINK_REVOKED: says('A link that replaces your password was revoked', 'It can no longer be used.'),
  RECOVERY_REQUESTED: NOTHING,
  SIGN_IN: NOTHING,
  SIGN_IN_FAILED: NOTHING,
  SIGN_OUT: NOTHING,
  SESSION_REVOKED: NOTHING,
  SESSIONS_REVOKED: NOTHING,
  TOKEN_ISSUED: ofApiTokens(({ name }, account) => `An API token${called(name)} was created for ${account}`),
  TOKEN_REVOKED: ofApiTokens((_details, account) => `An API token of ${account} was revoked`),
  TOKEN_REUSED: NOTHING,
  GRANT_REVOKED: NOTHING,
  CONSENT_GIVEN: NOTHING,
  CONSENT_REVOKED: NOTHING,
  APPLICATION_ACCESS_REVOKED: NOTHING,
  DEVICE_REGISTERED: NOTHING,
  DEVICE_CONNECTED: NOTHING,
  DEVICE_UPDATED: NOTHING,
  // The keys that end with it are reported by themselves.
  DEVICE_DISCONNECTED: NOTHING,
  DEVICE_DELETED: NOTHING,
  PUSH_ENROLLED: NOTHING,
  PUSH_REVOKED: NOTHING,
  MOBILE_AUTHENTICATION_ENROLLED: says('A device can now confirm sign-ins to ACCOUNT'),
  MOBILE_AUTHENTICATION_REVOKED: says('A device can no longer confirm sign-ins to ACCOUNT'),
  AUTHENTICATION_REQUESTED: NOTHING,
  AUTHENTICATION_APPROVED: NOTHING,
  AUTHENTICATION_DENIED: NOTHING,
  AUTHENTICATOR_ENROLLED: (details, account) => ({
    what: sentence(`${authenticator(details)} was added to ${account}`),
  }),
  AUTHENTICATOR_RENAMED: ({ kind, from, to }, account) => ({
    what: sentence(`${authenticator({ kind, name: from })} was renamed in ${account}`),
    ...(plain(to) === '' ? {} : { more: `It is now called “${plain(to)}”.` }),
  }),
  AUTHENTICATOR_REMOVED: (details, account) => ({
    what: sentence(`${authenticator(details)} was removed from ${account}`),
  }),
  RECOVERY_CODE_USED: says('A recovery code of ACCOUNT was used', 'It cannot be used again.'),
  // What belongs to an application has no owner who could be mailed: the event tells whoever administers it.
  APPLICATION_CREATED: NOTHING,
  APPLICATION_UPDATED: NOTHING,
  APPLICATION_DISABLED: NOTHING,
  APPLICATION_ENABLED: NOTHING,
  APPLICATION_DELETED: NOTHING,
  APPLICATION_VERSION_CHANGED: NOTHING,
  CLIENT_SECRET_ROTATED: NOTHING,
  CLIENT_SECRET_REVOKED: NOTHING,
  REGISTRATION_TOKEN_ROTATED: NOTHING,
  REGISTRATION_TOKEN_REVOKED: NOTHING,
  ROLE_ASSIGNED: NOTHING,
  ROLE_UNASSIGNED: NOTHING,
  ROLE_CREATED: NOTHING,
  ROLE_UPDATED: NOTHING,
  ROLE_DELETED: NOTHING,
  GROUP_CREATED: NOTHING,
  GROUP_UPDATED: NOTHING,
  GROUP_DELETED: NOTHING,
  GROUP_MEMBER_ADDED: NOTHING,
  GROUP_MEMBER_REMOVED: NOTHING,
  SETTINGS_UPDATED: NOTHING,
  MAIL_FAILED: NOTHING,
  ACCESS_DENIED: NOTHING,
};
