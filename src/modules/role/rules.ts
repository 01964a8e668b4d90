/** Who may ask for what about roles. */
import { carried, needs, type FieldRules } from '../../schema/rules';

export const roleRules: FieldRules = {
  Query: { roles: needs('roles:read') },
  Mutation: { assignRole: needs('roles:assign'), unassignRole: needs('roles:assign') },
  User: { viewerCanAssignRole: carried, viewerCanUnassignRole: carried },
};
