/** The id prefixes, permissions and events of roles. */
import { event, NO_NOTICE } from '../../core/notice/notice';

export const ids = {
  Role: 'rol',
  RoleAssignment: 'ras',
} as const;

export const permissions = {
  'roles:read': 'GLOBAL',
  'roles:assign': 'ON_OBJECTS',
  'roles:manage': 'GLOBAL',
} as const;

export const events = {
  ROLE_ASSIGNED: event('A role was assigned to a user or group.', NO_NOTICE),
  ROLE_UNASSIGNED: event('A role assignment was removed from a user or group.', NO_NOTICE),
  ROLE_CREATED: event('A role was created.', NO_NOTICE),
  ROLE_UPDATED: event('A role was updated.', NO_NOTICE),
  ROLE_DELETED: event('A role and all its assignments were deleted.', NO_NOTICE),
};

declare module '../../platform/vocabulary' {
  interface IdPrefixes extends Declared<typeof ids> {}
  interface PermissionKinds extends Declared<typeof permissions> {}
  interface EventTypes extends Declared<typeof events> {}
}
