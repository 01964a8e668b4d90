/** The id prefixes, permissions and events of mails. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const ids = {
  Mail: 'mai',
} as const;

export const permissions = {
  'mails:read': 'GLOBAL',
} as const;

export const events = {
  MAIL_FAILED: event('A mail could not be delivered and will not be retried.', NO_NOTICE),
};

type Ids = typeof ids;
type Permissions = typeof permissions;
type Events = typeof events;
declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Ids {}
  interface PermissionKinds extends Permissions {}
  interface EventTypes extends Events {}
}
