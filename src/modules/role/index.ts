/** Roles, and who holds them, everywhere or on an object. */
import { Any } from 'typeorm';
import { defineModule } from '../../core/module/module';
import { Role, UserRole } from './entity';
import { RoleCapabilities, UserRoleCapabilities } from './capabilities';
import { GroupRoles } from './edges';
import {
  EffectiveRoleResolver,
  RoleAssignmentResolver,
  RoleObjectResolver,
  RoleResolver,
  UserRolesResolver,
} from './resolver';
import { roleRules } from './rules';
import { visibleRole } from './visible';
import { personalData, withoutPersonalData } from './personal-data';
import { StoredRoleAssignment } from './tables';
import { roleAssignments } from './assignment-repository';
import { userRoles } from './user-role-repository';
import { groups } from '../group';
import { users } from '../user';
import * as vocabulary from './vocabulary';
export { builtInRoles } from './built-in-roles';
export { installBuiltInRoles } from './service';
export { Role } from './entity';
export { mayChangeRole } from './policy';
export { roles } from './repository';
export { roleAssignments } from './assignment-repository';
export { userRoles } from './user-role-repository';

export const roleModule = defineModule({
  name: 'role',
  ...vocabulary,
  entities: [Role, UserRole, StoredRoleAssignment],
  resolvers: [
    RoleCapabilities,
    UserRoleCapabilities,
    GroupRoles,
    RoleResolver,
    UserRolesResolver,
    EffectiveRoleResolver,
    RoleAssignmentResolver,
    RoleObjectResolver,
  ],
  rules: roleRules,
  nodes: { Role: (context, _id, uuid) => visibleRole(context, uuid) },
  endsDerived: {
    ROLE_ASSIGNMENT: async (database, ids) => {
      await users(database).touchHolders(ids);
      await groups(database).touchHolders(ids);
      await userRoles(database).deleteByIds(ids);
      await roleAssignments(database).delete({ id: Any(ids) });
    },
  },
  personalData,
  withoutPersonalData,
  withoutRetention: {
    roles: 'until it is deleted',
    user_roles: 'until unassigned, or with the user',
    role_assignments: 'until unassigned, or with the user or group',
  },
});
