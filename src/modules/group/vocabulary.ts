/** The id prefixes, permissions and events of groups. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const ids = {
  Group: 'grp',
  GroupMembership: 'gmb',
} as const;

export const permissions = {
  'groups:read': 'ON_OBJECTS',
  'groups:manage': 'ON_OBJECTS',
} as const;

export const events = {
  GROUP_CREATED: event('A group was created.', NO_NOTICE),
  GROUP_UPDATED: event('A group was updated or moved.', NO_NOTICE),
  GROUP_DELETED: event('A group was deleted.', NO_NOTICE),
  GROUP_MEMBER_ADDED: event('A user was added to a group.', NO_NOTICE),
  GROUP_MEMBER_REMOVED: event('A user was removed from a group.', NO_NOTICE),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
}
