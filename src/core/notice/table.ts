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

const nameSuffix = (name: unknown): string => (plain(name) === '' ? '' : ` named “${plain(name)}”`);
const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const describeAuthenticator = ({ kind, name }: Details): string =>
  `${KINDS[kind as AuthenticatorKind] ?? 'an authenticator'}${kind === 'RECOVERY_CODES' ? '' : nameSuffix(name)}`;

const fixedNotice =
  (what: string, more?: string): Notice =>
  (_details, account) => ({ what: what.replace('ACCOUNT', account), ...(more ? { more } : {}) });

const ofApiTokens =
  (notice: (details: Details, account: string) => string): Notice =>
  (details, account) =>
    details['kind'] === 'API' ? { what: notice(details, account) } : null;

/** No credential is affected, or its owner is told in another mail. */
const NO_NOTICE = null;

export const NOTICES: Record<EventType, Notice | null> = {
  // The first password is set by the creator of the account, or by its owner on registration or invitation.
  USER_CREATED: NO_NOTICE,
  USER_REGISTERED: NO_NOTICE,
  USER_CONFIRMED: NO_NOTICE,
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
  USER_DISABLED: NO_NOTICE,
  USER_ENABLED: NO_NOTICE,
  USER_DELETED: NO_NOTICE,
  USER_LOCKED_DOWN: ({ disabled }, account) => ({
    what: `${capitalize(account)} was locked down`,
    more: `Every session and every API token has ended, and the password no longer works. ${
      disabled === false
        ? 'The account stays enabled because it is the only administrator. It needs a new password.'
        : 'Contact your administrator to reactivate the account.'
    }`,
    closed: true,
  }),
  IMPORT_STARTED: NO_NOTICE,
  IMPORT_FINISHED: NO_NOTICE,
  USERS_EXPORTED: NO_NOTICE,
  USER_DATA_EXPORTED: NO_NOTICE,
  CONFIRMATION_SENT: NO_NOTICE,
  OFFBOARDING_SCHEDULED: NO_NOTICE,
  OFFBOARDING_CANCELLED: NO_NOTICE,
  OFFBOARDING_CARRIED_OUT: NO_NOTICE,
  OFFBOARDING_FAILED: NO_NOTICE,
  IMPERSONATION_STARTED: fixedNotice(
    'An administrator is impersonating you',
    'They can use applications as you for a short time. Everything they do is recorded.',
  ),
  IMPERSONATION_ENDED: fixedNotice('The impersonation of your account has ended'),
  // Invitations have their own mail and belong to no one until they are accepted.
  INVITATION_CREATED: NO_NOTICE,
  INVITATION_RESENT: NO_NOTICE,
  INVITATION_REVOKED: NO_NOTICE,
  INVITATION_ACCEPTED: fixedNotice('Your invitation was accepted', 'A password was set and the account can be used.'),
  PASSWORD_CHANGED: ({ by }) => ({
    what: 'Your password was changed',
    more:
      by === 'RECOVERY_LINK'
        ? 'The password was reset with a recovery link. All sessions were signed out.'
        : 'All other sessions were signed out.',
  }),
  PASSWORD_REMOVED: fixedNotice(
    'Your password was removed',
    'The credential or session that set it was revoked, so it can no longer be used to sign in. Contact your administrator for a link to set a new one.',
  ),
  PASSWORD_CHANGE_REQUIRED: NO_NOTICE,
  PASSWORD_LOCKED: fixedNotice('Your password was locked', 'It cannot be used to sign in until it is unlocked.'),
  PASSWORD_UNLOCKED: fixedNotice('Your password was unlocked', 'You can sign in with it again.'),
  RECOVERY_LINK_CREATED: fixedNotice(
    'A password recovery link was created',
    'It was shown to the administrator who created it. Anyone who has the link can set a new password.',
  ),
  // The link itself is sent in its own mail.
  RECOVERY_LINK_MAILED: NO_NOTICE,
  RECOVERY_LINK_REVOKED: fixedNotice('A password recovery link was revoked', 'It can no longer be used.'),
  RECOVERY_REQUESTED: NO_NOTICE,
  SIGN_IN: NO_NOTICE,
  SIGN_IN_FAILED: NO_NOTICE,
  SIGN_OUT: NO_NOTICE,
  SESSION_REVOKED: NO_NOTICE,
  SESSIONS_REVOKED: NO_NOTICE,
  TOKEN_ISSUED: ofApiTokens(({ name }, account) => `An API token${nameSuffix(name)} was created for ${account}`),
  TOKEN_REVOKED: ofApiTokens((_details, account) => `An API token of ${account} was revoked`),
  TOKEN_REUSED: NO_NOTICE,
  GRANT_REVOKED: NO_NOTICE,
  CONSENT_GIVEN: NO_NOTICE,
  CONSENT_REVOKED: NO_NOTICE,
  APPLICATION_ACCESS_REVOKED: NO_NOTICE,
  DEVICE_REGISTERED: NO_NOTICE,
  DEVICE_CONNECTED: NO_NOTICE,
  DEVICE_UPDATED: NO_NOTICE,
  // The keys that end with it are reported separately.
  DEVICE_DISCONNECTED: NO_NOTICE,
  DEVICE_DELETED: NO_NOTICE,
  PUSH_ENROLLED: NO_NOTICE,
  PUSH_REVOKED: NO_NOTICE,
  MOBILE_AUTHENTICATION_ENROLLED: fixedNotice('A device can now confirm sign-ins to ACCOUNT'),
  MOBILE_AUTHENTICATION_REVOKED: fixedNotice('A device can no longer confirm sign-ins to ACCOUNT'),
  AUTHENTICATION_REQUESTED: NO_NOTICE,
  AUTHENTICATION_APPROVED: NO_NOTICE,
  AUTHENTICATION_DENIED: NO_NOTICE,
  AUTHENTICATOR_ENROLLED: (details, account) => ({
    what: capitalize(`${describeAuthenticator(details)} was added to ${account}`),
  }),
  AUTHENTICATOR_RENAMED: ({ kind, from, to }, account) => ({
    what: capitalize(`${describeAuthenticator({ kind, name: from })} was renamed in ${account}`),
    ...(plain(to) === '' ? {} : { more: `It is now called “${plain(to)}”.` }),
  }),
  AUTHENTICATOR_REMOVED: (details, account) => ({
    what: capitalize(`${describeAuthenticator(details)} was removed from ${account}`),
  }),
  RECOVERY_CODE_USED: fixedNotice('A recovery code of ACCOUNT was used', 'It cannot be used again.'),
  // Applications have no owner who could be mailed; administrators see the event.
  APPLICATION_CREATED: NO_NOTICE,
  APPLICATION_UPDATED: NO_NOTICE,
  APPLICATION_DISABLED: NO_NOTICE,
  APPLICATION_ENABLED: NO_NOTICE,
  APPLICATION_DELETED: NO_NOTICE,
  APPLICATION_VERSION_CHANGED: NO_NOTICE,
  CLIENT_SECRET_ROTATED: NO_NOTICE,
  CLIENT_SECRET_REVOKED: NO_NOTICE,
  REGISTRATION_TOKEN_ROTATED: NO_NOTICE,
  REGISTRATION_TOKEN_REVOKED: NO_NOTICE,
  ROLE_ASSIGNED: NO_NOTICE,
  ROLE_UNASSIGNED: NO_NOTICE,
  ROLE_CREATED: NO_NOTICE,
  ROLE_UPDATED: NO_NOTICE,
  ROLE_DELETED: NO_NOTICE,
  GROUP_CREATED: NO_NOTICE,
  GROUP_UPDATED: NO_NOTICE,
  GROUP_DELETED: NO_NOTICE,
  GROUP_MEMBER_ADDED: NO_NOTICE,
  GROUP_MEMBER_REMOVED: NO_NOTICE,
  SETTINGS_UPDATED: NO_NOTICE,
  MAIL_FAILED: NO_NOTICE,
  ACCESS_DENIED: NO_NOTICE,
};
