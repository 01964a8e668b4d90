/** The list of permissions and the permissions of built-in roles. Rules check permissions, never roles. */
import { registerEnumType } from 'type-graphql';

/** GraphQL name to OAuth scope. */
const NAMES = {
  USERS_READ: 'users:read',
  USERS_CREATE: 'users:create',
  USERS_UPDATE: 'users:update',
  USERS_DISABLE: 'users:disable',
  USERS_DELETE: 'users:delete',
  USERS_SET_PASSWORD: 'users:setPassword',
  USERS_LOCK_DOWN: 'users:lockDown',
  USERS_OFFBOARD: 'users:offboard',
  USERS_IMPERSONATE: 'users:impersonate',
  AUTHENTICATORS_REMOVE: 'authenticators:remove',
  ROLES_READ: 'roles:read',
  ROLES_ASSIGN: 'roles:assign',
  ROLES_MANAGE: 'roles:manage',
  GROUPS_READ: 'groups:read',
  GROUPS_MANAGE: 'groups:manage',
  DEVICES_READ: 'devices:read',
  DEVICES_DISCONNECT: 'devices:disconnect',
  DEVICES_DELETE: 'devices:delete',
  SESSIONS_READ: 'sessions:read',
  SESSIONS_REVOKE: 'sessions:revoke',
  TOKENS_READ: 'tokens:read',
  TOKENS_CREATE: 'tokens:create',
  TOKENS_REVOKE: 'tokens:revoke',
  TOKENS_INTROSPECT: 'tokens:introspect',
  TOKENS_EXPLAIN: 'tokens:explain',
  GRANTS_READ: 'grants:read',
  GRANTS_REVOKE: 'grants:revoke',
  CONSENTS_READ: 'consents:read',
  CONSENTS_REVOKE: 'consents:revoke',
  APPLICATIONS_READ: 'applications:read',
  APPLICATIONS_MANAGE: 'applications:manage',
  APPLICATION_ACCESS_REVOKE: 'applicationAccess:revoke',
  SETTINGS_READ: 'settings:read',
  SETTINGS_MANAGE: 'settings:manage',
  EVENTS_READ: 'events:read',
  EVENTS_SEARCH: 'events:search',
  REVOCATIONS_READ: 'revocations:read',
  MAILS_READ: 'mails:read',
} as const;

export const Permission = Object.fromEntries(Object.values(NAMES).map((value) => [value, value])) as {
  [K in (typeof NAMES)[keyof typeof NAMES]]: K;
};
export type Permission = (typeof NAMES)[keyof typeof NAMES];
export const PERMISSIONS = Object.values(NAMES) as Permission[];

registerEnumType(NAMES, {
  name: 'Permission',
  description: 'A permission. The description of each value names the corresponding OAuth scope.',
  valuesConfig: Object.fromEntries(
    Object.entries(NAMES).map(([name, scope]) => [name, { description: `Scope \`${scope}\`.` }]),
  ) as never,
});
// Fields refer to the value object; the registered enum carries the GraphQL spelling.
export const PermissionType = NAMES;

export const isPermission = (scope: string): scope is Permission => (PERMISSIONS as string[]).includes(scope);

/** Permissions that can be granted on an object (a subset of the users). All others only count when granted globally. */
export const ON_OBJECTS: ReadonlySet<Permission> = new Set([
  'users:read',
  'users:create',
  'users:update',
  'users:disable',
  'users:delete',
  'users:setPassword',
  'users:lockDown',
  'users:offboard',
  'users:impersonate',
  'roles:assign',
  'groups:read',
  'groups:manage',
  'authenticators:remove',
  'devices:read',
  'devices:disconnect',
  'sessions:read',
  'sessions:revoke',
  'tokens:read',
  'tokens:create',
  'tokens:revoke',
  'grants:read',
  'grants:revoke',
  'consents:read',
  'consents:revoke',
  'applications:read',
  'applicationAccess:revoke',
  'events:read',
  'events:search',
  'revocations:read',
]);

const READ = PERMISSIONS.filter((permission) => permission.endsWith(':read'));

export const BUILT_IN_ROLES: { name: string; description: string; permissions: Permission[] }[] = [
  { name: 'ADMIN', description: 'Can read, change and revoke everything.', permissions: PERMISSIONS },
  {
    name: 'OPERATOR',
    description: 'Can read everything, including events. Cannot change anything.',
    permissions: [...READ, 'tokens:explain', 'events:search'],
  },
  {
    name: 'HELPDESK',
    description: 'Can read users, devices and the latest events of a user.',
    permissions: ['users:read', 'devices:read', 'events:read'],
  },
  { name: 'USER', description: 'Every user: access to their own data.', permissions: [] },
];
export const ADMINISTRATOR = 'ADMIN';
/** The role that every user has implicitly; it is never assigned. */
export const EVERYBODY = 'USER';
