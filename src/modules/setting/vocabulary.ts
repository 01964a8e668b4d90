/** The permissions and events of settings. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const permissions = {
  'settings:read': 'GLOBAL',
  'settings:manage': 'GLOBAL',
} as const;

export const events = {
  SETTINGS_UPDATED: event('Service settings were changed.', NO_NOTICE),
};

declare module '../../platform/vocabulary' {
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
}
