/** The one list of permissions, and what the built-in roles hold. Rules ask for permissions, never for roles. */
import { registerEnumType } from 'type-graphql';

/** GraphQL name → the scope of the same permission. */
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
  description: 'One thing that a caller may do. As an OAuth scope it is written as in the description of each value.',
  valuesConfig: Object.fromEntries(
    Object.entries(NAMES).map(([name, scope]) => [name, { description: `Scope \`${scope}\`.` }]),
  ) as never,
});
// Fields name the value object; the registered one carries the GraphQL spelling.
export const PermissionType = NAMES;

export const isPermission = (scope: string): scope is Permission => (PERMISSIONS as string[]).includes(scope);

/** What can be held on an object, a part of the users. All others, and those to come until they are named here, count only where held everywhere. */
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
  { name: 'ADMIN', description: 'Reads, changes and ends everything.', permissions: PERMISSIONS },
  {
    name: 'OPERATOR',
    description: 'Reads everything, events included; changes nothing.',
    permissions: [...READ, 'tokens:explain', 'events:search'],
  },
  {
    name: 'HELPDESK',
    description: 'Reads users, devices and the latest events of a user.',
    permissions: ['users:read', 'devices:read', 'events:read'],
  },
  { name: 'USER', description: 'Everybody: their own data.', permissions: [] },
];
export const ADMINISTRATOR = 'ADMIN';
/** The role that nobody is given because everybody has it. */
export const EVERYBODY = 'USER';
