/** The id prefixes, permissions, events and settings of users. */
import { event, NO_NOTICE } from '../../core/notice/notice';
import { booleanSetting, integerSetting } from '../../core/setting/definition';

export const ids = {
  User: 'usr',
} as const;

export const permissions = {
  'users:read': 'ON_OBJECTS',
  'users:create': 'ON_OBJECTS',
  'users:update': 'ON_OBJECTS',
  'users:disable': 'ON_OBJECTS',
  'users:delete': 'ON_OBJECTS',
  'users:setSubject': 'GLOBAL',
} as const;

export const events = {
  // The first password is set by the creator of the account, or by its owner on registration or invitation.
  USER_CREATED: event('A user was created.', NO_NOTICE),
  // The address is used to recover the account.
  USER_UPDATED: event('A user was updated.', ({ from, to }, account) =>
    from === undefined && to === undefined
      ? null
      : {
          what: `The e-mail address of ${account} was changed`,
          more: to
            ? 'Account mail and password recovery links now go to the new address.'
            : 'The account now has no address, so a lost password cannot be recovered by mail.',
        },
  ),
  USER_DISABLED: event('A user was disabled.', NO_NOTICE),
  USER_ENABLED: event('A user was enabled.', NO_NOTICE),
  USER_DELETED: event('A user was deleted.', NO_NOTICE),
  USERS_EXPORTED: event('Users were exported to a file.', NO_NOTICE),
};

export const settings = {
  'users.delete.requireDisabled': booleanSetting(true, 'Whether a user must be disabled before being deleted.'),
  'users.delete.anonymizeEvents': booleanSetting(
    true,
    'Whether deleting a user removes addresses and names from the events about them.',
  ),
  'users.dormantDays': integerSetting(
    0,
    0,
    3_650,
    'Days of inactivity after which users are disabled automatically, checked every hour; 0 to never disable them. See `dormancyPreview`.',
  ),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
  interface SettingDefinitions extends Declared<typeof settings> {}
}
