/** Who may ask for what about roles. */
import { carried, needs, needsOrOwner, needsWithin, type FieldRules } from '../../schema/rules';

export const roleRules: FieldRules = {
  Query: { roles: needs('roles:read') },
  Mutation: {
    createRole: needs('roles:manage'),
    updateRole: needs('roles:manage'),
    deleteRole: needs('roles:manage'),
    assignRole: needsWithin('roles:assign'),
    unassignRole: needsWithin('roles:assign'),
  },
  User: {
    roles: needsOrOwner('users:read', 'id'),
    effectiveRoles: needsOrOwner('users:read', 'id'),
    viewerCanAssignRole: carried,
    viewerCanUnassignRole: carried,
  },
  Role: { viewerCanUpdate: carried },
  EffectiveRole: { role: carried, assignments: carried },
  RoleAssignment: { role: carried, user: carried, group: carried, on: carried },
  RoleObject: { group: carried, user: carried },
};
