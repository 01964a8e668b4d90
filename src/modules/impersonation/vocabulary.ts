/** The permissions, events and settings of impersonations. */
import { event, fixedNotice } from '../../core/notice/notice';
import { booleanSetting, integerSetting, MINUTE, HOUR } from '../../core/setting/definition';

export const permissions = {
  'users:impersonate': 'ON_OBJECTS',
} as const;

export const events = {
  IMPERSONATION_STARTED: event(
    'An impersonation started.',
    fixedNotice(
      'An administrator is impersonating you',
      'They can use applications as you for a short time. Everything they do is recorded.',
    ),
  ),
  IMPERSONATION_ENDED: event('An impersonation ended.', fixedNotice('The impersonation of your account has ended')),
};

export const settings = {
  'impersonation.enabled': booleanSetting(
    false,
    'Whether users with the permission can impersonate others (`impersonateUser`).',
  ),
  'impersonation.lifetime': integerSetting(
    30 * MINUTE,
    MINUTE,
    8 * HOUR,
    'Maximum duration of an impersonation, in seconds.',
  ),
};

declare module '../../platform/vocabulary' {
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
  interface SettingDefinitions extends Declared<typeof settings> {}
}
