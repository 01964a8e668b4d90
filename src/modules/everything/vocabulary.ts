/** The permission and the event of ending everything. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const permissions = {
  'everything:revoke': 'GLOBAL',
} as const;

export const events = {
  EVERYTHING_REVOKED: event('All sessions and tokens of all users were revoked.', NO_NOTICE),
};

declare module '../../platform/vocabulary' {
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
}
