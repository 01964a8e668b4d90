/** Access rules of the fields about roles. */
import { carried, creates, needs, needsOrOwner, needsOnSomeObject, type FieldRules } from '../../schema/rules';

export const roleRules: FieldRules = {
  Query: { roles: needs('roles:read') },
  Mutation: {
    createRole: creates('AUTHORITY', needs('roles:manage')),
    updateRole: creates('AUTHORITY', needs('roles:manage')),
    deleteRole: creates('AUTHORITY', needs('roles:manage')),
    assignRole: creates('AUTHORITY', needsOnSomeObject('roles:assign')),
    unassignRole: creates('AUTHORITY', needsOnSomeObject('roles:assign')),
  },
  User: {
    roles: needsOrOwner('users:read', 'id'),
    effectiveRoles: needsOrOwner('users:read', 'id'),
    viewerCanAssignRole: carried,
    viewerCanUnassignRole: carried,
  },
  Group: { assignments: carried },
  Role: { viewerCanUpdate: carried },
  EffectiveRole: { role: carried, assignments: carried },
  RoleAssignment: { role: carried, user: carried, group: carried, on: carried },
  RoleObject: { group: carried, user: carried },
};
