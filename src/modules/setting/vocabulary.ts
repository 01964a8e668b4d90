/** The permissions and events of settings. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const permissions = {
  'settings:read': 'GLOBAL',
  'settings:manage': 'GLOBAL',
} as const;

export const events = {
  SETTINGS_UPDATED: event('Service settings were changed.', NO_NOTICE),
};

type Permissions = typeof permissions;
type Events = typeof events;
declare module '../../platform/vocabulary' {
  interface PermissionKinds extends Permissions {}
  interface EventTypes extends Events {}
}
