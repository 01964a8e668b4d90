/** The id prefixes, permissions, events and settings of tokens. */
import { event, NO_NOTICE, nameSuffix, type Details, type Notice } from '../../core/notice/notice';
import { lifetime, retention, MINUTE, HOUR, DAY } from '../../core/setting/definition';

const ofApiTokens =
  (notice: (details: Details, account: string) => string): Notice =>
  (details, account) =>
    details['kind'] === 'API' ? { what: notice(details, account) } : null;

export const ids = {
  Token: 'tok',
  TokenFamily: 'fam',
} as const;

export const permissions = {
  'tokens:read': 'ON_OBJECTS',
  'tokens:create': 'ON_OBJECTS',
  'tokens:revoke': 'ON_OBJECTS',
  'tokens:introspect': 'GLOBAL',
} as const;

export const events = {
  TOKEN_ISSUED: event(
    'Tokens were issued.',
    ofApiTokens(({ name }, account) => `An API token${nameSuffix(name)} was created for ${account}`),
  ),
  TOKEN_REVOKED: event(
    'A token was revoked.',
    ofApiTokens((_details, account) => `An API token of ${account} was revoked`),
  ),
  TOKEN_REUSED: event(
    'An authorization code or refresh token was used a second time; its token family was revoked.',
    NO_NOTICE,
  ),
};

export const settings = {
  'tokens.accessLifetime': lifetime(15 * MINUTE, DAY, "Lifetime of a user's access token."),
  'tokens.machineAccessLifetime': lifetime(
    HOUR,
    DAY,
    'Lifetime of an access token that a client obtains for itself (client credentials).',
  ),
  'tokens.refreshIdleLifetime': lifetime(
    30 * DAY,
    365 * DAY,
    'How long a refresh token stays valid without being used; each use returns a new one.',
  ),
  'tokens.refreshAbsoluteLifetime': lifetime(
    365 * DAY,
    3_650 * DAY,
    'Maximum time for which an authorization can be renewed.',
  ),
  'tokens.apiMaximumLifetime': lifetime(365 * DAY, 3_650 * DAY, 'Maximum lifetime of an API token.'),
  'retention.tokens': retention(30, 'tokens, access grants and invitations are kept after they expired or ended'),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
  interface SettingDefinitions extends Declared<typeof settings> {}
}
