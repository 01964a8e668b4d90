/** The id prefixes, permissions and events of off-boardings. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const ids = {
  Offboarding: 'ofb',
} as const;

export const permissions = {
  'users:offboard': 'ON_OBJECTS',
} as const;

export const events = {
  OFFBOARDING_SCHEDULED: event('An off-boarding was scheduled.', NO_NOTICE),
  OFFBOARDING_CANCELLED: event('An off-boarding was cancelled.', NO_NOTICE),
  OFFBOARDING_CARRIED_OUT: event('A scheduled off-boarding was executed.', NO_NOTICE),
  OFFBOARDING_FAILED: event('A scheduled off-boarding failed and will not be retried.', NO_NOTICE),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
}
