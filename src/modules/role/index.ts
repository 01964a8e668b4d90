/** Roles and their assignments to users and groups, everywhere or on an object. */
import { defineModule } from '../../core/module/module';
import { Role, UserRole } from './entity';
import { RoleCapabilities, UserRoleCapabilities } from './capabilities';
import { GroupRoles } from './edges';
import {
  RoleResolver,
  UserRolesResolver,
  EffectiveRoleResolver,
  RoleAssignmentResolver,
  RoleObjectResolver,
} from './resolver';
import { roleRules } from './rules';
import { visibleRole } from './visible';
import { personalData, withoutPersonalData } from './personal-data';
import { StoredRoleAssignment } from './tables';

export { installBuiltInRoles } from './service';
export { userRoles } from './user-role-repository';

export const roleModule = defineModule({
  name: 'role',
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
  personalData,
  withoutPersonalData,
});
