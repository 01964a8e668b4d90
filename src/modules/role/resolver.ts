/** The queries, mutations and fields of roles. */
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { encodeId } from '../../platform/type-id';
import { DEFAULT_ROLE } from '../../schema/permissions';
import { Group, visibleGroupByUuid } from '../group';
import { User, visibleUserByUuid } from '../user';
import type { PermissionObject } from '../../core/authority/principal';
import { assignRole, unassignRole } from './assignment';
import { EffectiveRole, Role, RoleAssignment, RoleObject } from './entity';
import { roles } from './repository';
import * as inputs from './inputs';
import * as service from './service';
import { heldRolesOfUser, roleById, roleByName } from './loaders';

@Resolver(() => Role)
export class RoleResolver {
  @Query(() => [Role], { description: 'All roles, by name.' })
  roles(@Ctx() context: Context): Promise<Role[]> {
    return roles(context.database).listAll();
  }

  @Mutation(() => inputs.CreateRolePayload, {
    description: 'Creates a role. You must hold all of its permissions everywhere. Errors: INVALID_INPUT, CONFLICT.',
  })
  async createRole(@Arg('input') input: inputs.CreateRoleInput, @Ctx() context: Context) {
    const { value, errors } = await service.createRole(context, input);
    return { role: value, errors };
  }

  @Mutation(() => inputs.UpdateRolePayload, {
    description:
      'Changes a role for everyone who holds it. Errors: NOT_FOUND, INVALID_INPUT, INVALID_STATE, CONFLICT, VERSION_CONFLICT.',
  })
  async updateRole(@Arg('input') input: inputs.UpdateRoleInput, @Ctx() context: Context) {
    const { value, errors } = await service.updateRole(context, input);
    return { role: value, errors };
  }

  @Mutation(() => inputs.DeleteRolePayload, {
    description:
      'Deletes a role. It is refused while the role is assigned, unless `force` is set. Errors: NOT_FOUND, INVALID_STATE, VERSION_CONFLICT.',
  })
  async deleteRole(@Arg('input') input: inputs.DeleteRoleInput, @Ctx() context: Context) {
    const { value, errors } = await service.deleteRole(context, input);
    return { deletedRoleId: value && encodeId('Role', value), errors };
  }

  @Mutation(() => inputs.AssignRolePayload, {
    description:
      'Assigns a role to a user or a group, everywhere or on an object. Errors: NOT_FOUND, INVALID_INPUT, VERSION_CONFLICT.',
  })
  async assignRole(@Arg('input') input: inputs.AssignRoleInput, @Ctx() context: Context) {
    const { value, errors } = await assignRole(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.UnassignRolePayload, {
    description:
      'Removes an assignment of a role to a user or a group. Errors: NOT_FOUND, INVALID_INPUT, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async unassignRole(@Arg('input') input: inputs.UnassignRoleInput, @Ctx() context: Context) {
    const { value, errors } = await unassignRole(context, input);
    return { user: value, errors };
  }
}

@Resolver(() => User)
export class UserRolesResolver {
  @Reads('id')
  @FieldResolver(() => [Role], { description: 'The roles that are assigned to the user directly and held everywhere.' })
  async roles(@Root() user: Shown<User, 'id'>, @Ctx() context: Context): Promise<Role[]> {
    const held = await context.load(heldRolesOfUser, user.id);
    return held.filter(({ groupId, on }) => groupId === null && on === null);
  }

  @Reads('id')
  @FieldResolver(() => [EffectiveRole], {
    description:
      'All roles that the user holds, directly or through groups, everywhere or on an object. Includes USER, which every user has.',
  })
  async effectiveRoles(@Root() user: Shown<User, 'id'>, @Ctx() { load }: Context): Promise<EffectiveRole[]> {
    const [held, everybody] = await Promise.all([load(heldRolesOfUser, user.id), load(roleByName, DEFAULT_ROLE)]);
    const effective = [...Map.groupBy(held, ({ id }) => id).values()].map((given) => ({
      ...given[0]!,
      role: given[0]!,
      assignments: given.map(({ id, parentId, groupId, on, assignedAt }) => ({
        roleId: id,
        userId: groupId === null ? parentId : null,
        groupId,
        on,
        assignedAt,
      })),
    }));
    return everybody ? [...effective, { ...everybody, role: everybody, assignments: [] }] : effective;
  }
}

@Resolver(() => EffectiveRole)
export class EffectiveRoleResolver {
  @FieldResolver(() => ID, { description: 'The id of the role.' })
  id(@Root() { role }: EffectiveRole) {
    return encodeId('Role', role.id);
  }

  @FieldResolver(() => Role, { description: 'The role.' })
  role(@Root() { role }: EffectiveRole) {
    return role;
  }
}

@Resolver(() => RoleAssignment)
export class RoleAssignmentResolver {
  @FieldResolver(() => Role, { nullable: true, description: 'The role.' })
  role(@Root() { roleId }: RoleAssignment, @Ctx() context: Context) {
    return context.show(roleById, roleId);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user that the role is assigned to; null if it is assigned to a group.',
  })
  user(@Root() { userId }: RoleAssignment, @Ctx() context: Context) {
    return visibleUserByUuid(context, userId);
  }

  @FieldResolver(() => Group, {
    nullable: true,
    description:
      'The group that the role is assigned to; null if it is assigned to a user or if you do not have access to the group.',
  })
  group(@Root() { groupId }: RoleAssignment, @Ctx() context: Context) {
    return visibleGroupByUuid(context, groupId);
  }
}

@Resolver(() => RoleObject)
export class RoleObjectResolver {
  @FieldResolver(() => Group, {
    nullable: true,
    description:
      'The members of this group and of the groups below it; also null if you do not have access to the group.',
  })
  group(@Root() { groupId }: PermissionObject, @Ctx() context: Context) {
    return visibleGroupByUuid(context, groupId);
  }

  @FieldResolver(() => User, { nullable: true, description: 'This user; also null if you do not have access to them.' })
  user(@Root() { userId }: PermissionObject, @Ctx() context: Context) {
    return visibleUserByUuid(context, userId);
  }
}
