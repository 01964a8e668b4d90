/** The id prefixes, permissions, events and settings of sessions. */
import { event, NO_NOTICE } from '../../core/notice/notice';
import {
  booleanSetting,
  integerSetting,
  lifetime,
  retention,
  DAY,
  type LimitBehaviourSetting,
} from '../../core/setting/definition';

export const ids = {
  Session: 'ses',
} as const;

export const permissions = {
  'sessions:read': 'ON_OBJECTS',
  'sessions:revoke': 'ON_OBJECTS',
} as const;

export const events = {
  SESSION_REVOKED: event('A session was revoked.', NO_NOTICE),
  SESSIONS_REVOKED: event('All sessions of a user were revoked.', NO_NOTICE),
};

export const settings = {
  'sessions.revokeTokens': booleanSetting(
    true,
    'Whether revoking a session also revokes the tokens it issued, unless the mutation specifies otherwise.',
  ),
  'sessions.idleLifetime': lifetime(14 * DAY, 365 * DAY, 'How long a session stays valid without being used.'),
  'sessions.absoluteLifetime': lifetime(
    90 * DAY,
    3_650 * DAY,
    'Maximum time a session stays valid after the user authenticated.',
  ),
  'sessions.limitPerUser': integerSetting(
    0,
    0,
    1_000,
    'Maximum number of live sessions per user, checked at sign-in; 0 for no limit.',
  ),
  'sessions.limitBehaviour': {
    type: 'limitBehaviour',
    default: 'REFUSE',
    description: 'What happens when a sign-in exceeds `sessionsLimitPerUser`.',
  } as LimitBehaviourSetting,
  'retention.sessions': retention(90, 'sessions are kept after they expired or ended'),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
  interface SettingDefinitions extends Declared<typeof settings> {}
}
