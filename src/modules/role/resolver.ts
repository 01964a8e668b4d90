/** Roles in the schema. */
import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { encodeId } from '../../platform/type-id';
import { EVERYBODY } from '../../schema/permissions';
import { Group, groupOf } from '../group';
import { User, userOf } from '../user';
import type { HeldOn } from '../../core/authority/principal';
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
    description: 'Makes a role of permissions that you hold everywhere yourself. Errors: INVALID_INPUT, CONFLICT.',
  })
  async createRole(@Arg('input') input: inputs.CreateRoleInput, @Ctx() context: Context) {
    const { value, errors } = await service.createRole(context, input);
    return { role: value, errors };
  }

  @Mutation(() => inputs.UpdateRolePayload, {
    description:
      'Changes a role, for all who hold it. Errors: NOT_FOUND, INVALID_INPUT, INVALID_STATE, CONFLICT, VERSION_CONFLICT.',
  })
  async updateRole(@Arg('input') input: inputs.UpdateRoleInput, @Ctx() context: Context) {
    const { value, errors } = await service.updateRole(context, input);
    return { role: value, errors };
  }

  @Mutation(() => inputs.DeleteRolePayload, {
    description:
      'Deletes a role; refused while somebody holds it unless `force`. Errors: NOT_FOUND, INVALID_STATE, VERSION_CONFLICT.',
  })
  async deleteRole(@Arg('input') input: inputs.DeleteRoleInput, @Ctx() context: Context) {
    const { value, errors } = await service.deleteRole(context, input);
    return { deletedRoleId: value && encodeId('Role', value), errors };
  }

  @Mutation(() => inputs.AssignRolePayload, {
    description:
      'Gives a role to a user or a group, everywhere or on an object. Errors: NOT_FOUND, INVALID_INPUT, VERSION_CONFLICT.',
  })
  async assignRole(@Arg('input') input: inputs.AssignRoleInput, @Ctx() context: Context) {
    const { value, errors } = await assignRole(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.UnassignRolePayload, {
    description:
      'Takes a role from a user or a group. Errors: NOT_FOUND, INVALID_INPUT, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async unassignRole(@Arg('input') input: inputs.UnassignRoleInput, @Ctx() context: Context) {
    const { value, errors } = await unassignRole(context, input);
    return { user: value, errors };
  }
}

@Resolver(() => User)
export class UserRolesResolver {
  @FieldResolver(() => [Role], { description: 'The roles that were given to the user, and count everywhere.' })
  async roles(@Root() user: User, @Ctx() context: Context): Promise<Role[]> {
    const held = await context.load(heldRolesOfUser, user.id);
    return held.filter(({ groupId, on }) => groupId === null && on === null);
  }

  @FieldResolver(() => [EffectiveRole], {
    description:
      'All roles that count for the user, and where each comes from: given to the user or to a group, everywhere or on an object, and USER, which everybody has.',
  })
  async effectiveRoles(@Root() user: User, @Ctx() { load }: Context): Promise<EffectiveRole[]> {
    const [held, everybody] = await Promise.all([load(heldRolesOfUser, user.id), load(roleByName, EVERYBODY)]);
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

  @FieldResolver(() => Role, { description: 'The role itself.' })
  role(@Root() { role }: EffectiveRole) {
    return role;
  }
}

@Resolver(() => RoleAssignment)
export class RoleAssignmentResolver {
  @FieldResolver(() => Role, { nullable: true, description: 'The role.' })
  role(@Root() { roleId }: RoleAssignment, @Ctx() context: Context) {
    return context.load(roleById, roleId);
  }

  @FieldResolver(() => User, { nullable: true, description: 'To whom it was given; null for a group.' })
  user(@Root() { userId }: RoleAssignment, @Ctx() context: Context) {
    return userOf(context, userId);
  }

  @FieldResolver(() => Group, {
    nullable: true,
    description: 'To which group it was given; null for a user, or for a group that you may not see.',
  })
  group(@Root() { groupId }: RoleAssignment, @Ctx() context: Context) {
    return groupOf(context, groupId);
  }
}

@Resolver(() => RoleObject)
export class RoleObjectResolver {
  @FieldResolver(() => Group, {
    nullable: true,
    description: 'The members of this group and of those below it; null also for one that you may not see.',
  })
  group(@Root() { groupId }: HeldOn, @Ctx() context: Context) {
    return groupOf(context, groupId);
  }

  @FieldResolver(() => User, { nullable: true, description: 'This user; null also for one that you may not see.' })
  user(@Root() { userId }: HeldOn, @Ctx() context: Context) {
    return userOf(context, userId);
  }
}
