/**
 * The notices that are mailed to the owner of an account when a credential is created, changed or removed. Every event type is listed, so that a
 * new one does not compile without a decision.
 */
import type { AuthenticatorKind, EventType } from '../../schema/enums';

export interface Telling {
  /** The subject and first sentence, for example `A passkey was added to your account`. */
  what: string;
  /** Further consequences, in one sentence. */
  more?: string;
  /** Whether the account is already closed, so that there is nothing left to lock. */
  closed?: boolean;
}

type Details = Record<string, unknown>;
/** `account` is how the letter refers to it: `your account`, or a service account by name. Null if the event is not about a credential. */
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

/** User-chosen names could look like an address or a line of the letter; only plain words are kept. */
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

/** No credential is affected, or its owner is told in another mail. */
const NOTHING = null;

export const NOTICES: Record<EventType, Notice | null> = {
  // The first password is set by the creator of the account, or by its owner on registration or invitation.
  USER_CREATED: NOTHING,
  USER_REGISTERED: NOTHING,
  USER_CONFIRMED: NOTHING,
  // The address is used to recover the account.
  USER_UPDATED: ({ from, to }, account) =>
    from === undefined && to === undefined
      ? null
      : {
          what: `The e-mail address of ${account} was changed`,
          more: to
            ? 'Account mail and password recovery links now go to the new address.'
            : 'The account now has no address, so a lost password cannot be recovered by mail.',
        },
  USER_DISABLED: NOTHING,
  USER_ENABLED: NOTHING,
  USER_DELETED: NOTHING,
  USER_LOCKED_DOWN: ({ disabled }, account) => ({
    what: `${sentence(account)} was locked down`,
    more: `Every session and every API token has ended, and the password no longer works. ${
      disabled === false
        ? 'The account stays enabled because it is the only administrator. It needs a new password.'
        : 'Contact your administrator to reactivate the account.'
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
    'An administrator is impersonating you',
    'They can use applications as you for a short time. Everything they do is recorded.',
  ),
  IMPERSONATION_ENDED: says('The impersonation of your account has ended'),
  // Invitations have their own mail and belong to no one until they are accepted.
  INVITATION_CREATED: NOTHING,
  INVITATION_RESENT: NOTHING,
  INVITATION_REVOKED: NOTHING,
  INVITATION_ACCEPTED: says('Your invitation was accepted', 'A password was set and the account can be used.'),
  PASSWORD_CHANGED: ({ by }) => ({
    what: 'Your password was changed',
    more:
      by === 'RECOVERY_LINK'
        ? 'The password was reset with a recovery link. All sessions were signed out.'
        : 'All other sessions were signed out.',
  }),
  PASSWORD_REMOVED: says(
    'Your password was removed',
    'The credential or session that set it was revoked, so it can no longer be used to sign in. Contact your administrator for a link to set a new one.',
  ),
  PASSWORD_CHANGE_REQUIRED: NOTHING,
  PASSWORD_LOCKED: says('Your password was locked', 'It cannot be used to sign in until it is unlocked.'),
  PASSWORD_UNLOCKED: says('Your password was unlocked', 'You can sign in with it again.'),
  RECOVERY_LINK_CREATED: says(
    'A password recovery link was created',
    'It was shown to the administrator who created it. Anyone who has the link can set a new password.',
  ),
  // The link itself is sent in its own mail.
  RECOVERY_LINK_MAILED: NOTHING,
  RECOVERY_LINK_REVOKED: says('A password recovery link was revoked', 'It can no longer be used.'),
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
  // The keys that end with it are reported separately.
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
  // Applications have no owner who could be mailed; administrators see the event.
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
