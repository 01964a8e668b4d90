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

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
}
