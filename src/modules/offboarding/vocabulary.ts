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

type Ids = typeof ids;
type Permissions = typeof permissions;
type Events = typeof events;
declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Ids {}
  interface PermissionKinds extends Permissions {}
  interface EventTypes extends Events {}
}
