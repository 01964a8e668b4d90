/** The roles that every installation has, and their permissions. */
import { ADMINISTRATOR, DEFAULT_ROLE, PERMISSIONS, type Permission } from '../../schema/permissions';

export interface BuiltInRole {
  name: string;
  description: string;
  permissions: Permission[];
}

/** Asked for after all modules are composed, since they declare the permissions. */
export const builtInRoles = (): BuiltInRole[] => [
  { name: ADMINISTRATOR, description: 'Can read, change and revoke everything.', permissions: PERMISSIONS },
  {
    name: 'OPERATOR',
    description: 'Can read everything, including events. Cannot change anything.',
    permissions: [
      ...PERMISSIONS.filter((permission) => permission.endsWith(':read')),
      'tokens:explain',
      'events:search',
    ],
  },
  {
    name: 'HELPDESK',
    description: 'Can read users, devices and the latest events of a user.',
    permissions: ['users:read', 'devices:read', 'events:read'],
  },
  { name: DEFAULT_ROLE, description: 'Every user: access to their own data.', permissions: [] },
];
