/** The permissions, events and settings of second factors. */
import type { AuthenticatorKind } from '../../schema/enums';
import { capitalize, event, fixedNotice, nameSuffix, sanitizeName, type Details } from '../../core/notice/notice';
import { booleanSetting } from '../../core/setting/definition';

const A_KEY = 'a key on a device';
const KINDS: Record<AuthenticatorKind, string> = {
  DEVICE_KEY: A_KEY,
  PIN: A_KEY,
  BIOMETRIC: A_KEY,
  TOTP: 'an authenticator app',
  RECOVERY_CODES: 'a set of recovery codes',
  PASSKEY: 'a passkey',
};

const describeAuthenticator = ({ kind, name }: Details): string =>
  `${KINDS[kind as AuthenticatorKind] ?? 'an authenticator'}${kind === 'RECOVERY_CODES' ? '' : nameSuffix(name)}`;

export const permissions = {
  'authenticators:remove': 'ON_OBJECTS',
} as const;

export const events = {
  AUTHENTICATOR_ENROLLED: event('A second factor or an additional device key was added.', (details, account) => ({
    what: capitalize(`${describeAuthenticator(details)} was added to ${account}`),
  })),
  AUTHENTICATOR_RENAMED: event('A second factor or device key was renamed.', ({ kind, from, to }, account) => ({
    what: capitalize(`${describeAuthenticator({ kind, name: from })} was renamed in ${account}`),
    ...(sanitizeName(to) === '' ? {} : { more: `It is now called “${sanitizeName(to)}”.` }),
  })),
  AUTHENTICATOR_REMOVED: event('A second factor or one of several device keys was removed.', (details, account) => ({
    what: capitalize(`${describeAuthenticator(details)} was removed from ${account}`),
  })),
  RECOVERY_CODE_USED: event(
    'A user signed in with a recovery code instead of another second factor.',
    fixedNotice('A recovery code of ACCOUNT was used', 'It cannot be used again.'),
  ),
};

export const settings = {
  'factors.endOneFactorSessions': booleanSetting(
    true,
    "Whether a user's other sessions end when they add their first second factor, if those sessions started with one factor.",
  ),
};

declare module '../../platform/vocabulary' {
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
  interface SettingDefinitions extends Declared<typeof settings> {}
}
