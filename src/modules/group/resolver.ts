/** The queries, mutations and fields of groups. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { decodeId, encodeId } from '../../platform/type-id';
import { badInput, Refusal } from '../../schema/errors';
import { connectionArgs, type ConnectionArgs, pageOf, pagesOf } from '../../core/context/lists';
import { User, UserConnection, UserFilter, userList, visibleUserByUuid, UserOrder } from '../user';
import { accessCondition } from '../../core/authority/object-permissions';
import { Group } from './entity';
import * as inputs from './inputs';
import { GroupConnection, GroupFilter, GroupOrder } from './list';
import { groupList, matchesRule, readableGroup } from './repository';
import { isDirectMember } from './member-repository';
import * as members from './members';
import { ruleOf } from './membership-rule';
import * as service from './service';
import { visibleGroupByUuid } from './visible';
import { groupsOfUser } from './loaders';

const GroupsArgs = connectionArgs(
  () => GroupFilter,
  () => GroupOrder,
);
const MembersArgs = connectionArgs(
  () => UserFilter,
  () => UserOrder,
);

@Resolver(() => Group)
export class GroupResolver {
  @Query(() => Group, {
    nullable: true,
    description: 'A group by its id; null if it does not exist or you do not have access.',
  })
  group(@Arg('id', () => ID, { description: 'The group.' }) id: string, @Ctx() context: Context) {
    return visibleGroupByUuid(context, decodeId('Group', id));
  }

  @Query(() => GroupConnection, {
    description: 'Groups. Without the permission to read groups, only those that you are a member of.',
  })
  groups(@Args(() => GroupsArgs) args: ConnectionArgs<GroupFilter>, @Ctx() context: Context) {
    return pageOf(context, groupList, 'CREATED_AT', args, readableGroup(context.principal));
  }

  @Query(() => UserConnection, {
    description:
      'The users who match this rule now, limited to those that you can see. A rule without conditions matches all users.',
  })
  groupRulePreview(
    @Arg('rule', () => inputs.GroupRuleInput, { nullable: true, description: 'The rule.' })
    rule: inputs.GroupRuleInput | null,
    @Args(() => MembersArgs) args: ConnectionArgs<UserFilter>,
    @Ctx() context: Context,
  ) {
    const checked = asRequestError(() => ruleOf(rule ?? {}));
    const readable = accessCondition(context.principal, 'users:read', 'x.id');
    return pageOf(context, userList, 'CREATED_AT', args, (add) => [matchesRule(checked, add), ...readable(add)]);
  }

  @Reads('parentId')
  @FieldResolver(() => Group, {
    nullable: true,
    description: 'The parent group; also null if you do not have access to it.',
  })
  parent(@Root() group: Shown<Group, 'parentId'>, @Ctx() context: Context) {
    return visibleGroupByUuid(context, group.parentId);
  }

  @Reads('id')
  @FieldResolver(() => GroupConnection, {
    description: 'The groups directly below it, limited to those that you can see.',
  })
  children(
    @Root() group: Shown<Group, 'id'>,
    @Args(() => GroupsArgs) args: ConnectionArgs<GroupFilter>,
    @Ctx() context: Context,
  ) {
    return pagesOf(context, groupList, 'CREATED_AT', args, 'parent_id', group.id, readableGroup(context.principal));
  }

  @Reads('id')
  @FieldResolver(() => UserConnection, {
    description:
      'The direct members, limited to those that you can see. Use `users` with the filter `groupId` to include members of the groups below.',
  })
  members(
    @Root() group: Shown<Group, 'id'>,
    @Args(() => MembersArgs) args: ConnectionArgs<UserFilter>,
    @Ctx() context: Context,
  ) {
    return pagesOf(
      context,
      userList,
      'CREATED_AT',
      args,
      isDirectMember,
      group.id,
      accessCondition(context.principal, 'users:read', 'x.id'),
    );
  }

  @Mutation(() => inputs.CreateGroupPayload, {
    description: 'Creates a group. Errors: NOT_FOUND, INVALID_INPUT, CONFLICT.',
  })
  async createGroup(@Arg('input') input: inputs.CreateGroupInput, @Ctx() context: Context) {
    const { value, errors } = await service.createGroup(context, input);
    return { group: value, errors };
  }

  @Mutation(() => inputs.UpdateGroupPayload, {
    description:
      'Changes a group. Errors: NOT_FOUND, INVALID_INPUT, CONFLICT, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async updateGroup(@Arg('input') input: inputs.UpdateGroupInput, @Ctx() context: Context) {
    const { value, errors } = await service.updateGroup(context, input);
    return { group: value, errors };
  }

  @Mutation(() => inputs.DeleteGroupPayload, {
    description:
      'Deletes a group together with its roles and the roles that others hold on it. The members are not deleted. Errors: NOT_FOUND, INVALID_STATE, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async deleteGroup(@Arg('input') input: inputs.DeleteGroupInput, @Ctx() context: Context) {
    const { value, errors } = await service.deleteGroup(context, input);
    return { deletedGroupId: value && encodeId('Group', value), errors };
  }

  @Mutation(() => inputs.AddGroupMemberPayload, {
    description: 'Adds a user to a group. Errors: NOT_FOUND, INVALID_STATE, VERSION_CONFLICT.',
  })
  async addGroupMember(@Arg('input') input: inputs.AddGroupMemberInput, @Ctx() context: Context) {
    const { value, errors } = await members.addGroupMember(context, input);
    return { ...(await groupAndUser(context, value)), errors };
  }

  @Mutation(() => inputs.RemoveGroupMemberPayload, {
    description:
      'Removes a user from a group. Errors: NOT_FOUND, INVALID_STATE, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async removeGroupMember(@Arg('input') input: inputs.RemoveGroupMemberInput, @Ctx() context: Context) {
    const { value, errors } = await members.removeGroupMember(context, input);
    return { ...(await groupAndUser(context, value)), errors };
  }
}

/** Queries report invalid input as a request error, because only mutations return errors as data. */
const asRequestError = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw error instanceof Refusal ? badInput(error.message, ['rule', ...(error.path ?? []).slice(1)]) : error;
  }
};

const groupAndUser = async (context: Context, value: members.Membership | null) => ({
  group: await visibleGroupByUuid(context, value?.groupId ?? null),
  user: await visibleUserByUuid(context, value?.userId ?? null),
});

@Resolver(() => User)
export class UserGroupsResolver {
  @Reads('id')
  @FieldResolver(() => [Group], {
    description:
      'The groups that the user is a direct member of, by name. Use `groups` with the filter `userId` to include the groups above them.',
  })
  groups(@Root() user: Shown<User, 'id'>, @Ctx() context: Context): Promise<Group[]> {
    return context.load(groupsOfUser, user.id);
  }
}
