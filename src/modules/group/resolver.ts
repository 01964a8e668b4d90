/** Groups in the schema. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { decodeId, encodeId } from '../../platform/type-id';
import { badInput, Refusal } from '../../schema/errors';
import { connectionArgs, type ConnectionArgs, pageOf, pagesOf } from '../../core/context/lists';
import { User, UserConnection, UserFilter, userList, userOf, UserOrder } from '../user';
import { reachable } from '../../core/authority/extent';
import { Group } from './entity';
import * as inputs from './inputs';
import { GroupConnection, GroupFilter, GroupOrder } from './list';
import { groupList, matchesRule, readableGroup } from './repository';
import { isDirectMember } from './member-repository';
import * as members from './members';
import { ruleOf } from './membership-rule';
import * as service from './service';
import { groupOf } from './visible';
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
  @Query(() => Group, { nullable: true, description: 'One group; null if there is none or you may not see it.' })
  group(@Arg('id', () => ID, { description: 'The group.' }) id: string, @Ctx() context: Context) {
    return groupOf(context, decodeId('Group', id));
  }

  @Query(() => GroupConnection, {
    description: 'Groups; without the permission to read groups, only those you are in.',
  })
  groups(@Args(() => GroupsArgs) args: ConnectionArgs<GroupFilter>, @Ctx() context: Context) {
    return pageOf(context, groupList, 'CREATED_AT', args, readableGroup(context.principal));
  }

  @Query(() => UserConnection, {
    description:
      'Who would be in a group with this rule now, of those that you may see; without any condition, everybody.',
  })
  groupRulePreview(
    @Arg('rule', () => inputs.GroupRuleInput, { nullable: true, description: 'The rule.' })
    rule: inputs.GroupRuleInput | null,
    @Args(() => MembersArgs) args: ConnectionArgs<UserFilter>,
    @Ctx() context: Context,
  ) {
    const checked = asRequest(() => ruleOf(rule ?? {}));
    const readable = reachable(context.principal, 'users:read', 'x.id');
    return pageOf(context, userList, 'CREATED_AT', args, (add) => [matchesRule(checked, add), ...readable(add)]);
  }

  @FieldResolver(() => Group, {
    nullable: true,
    description: 'The group above it; null also for one that you may not see.',
  })
  parent(@Root() group: Group, @Ctx() context: Context) {
    return groupOf(context, group.parentId);
  }

  @FieldResolver(() => GroupConnection, { description: 'The groups right below it, of those that you may see.' })
  children(@Root() group: Group, @Args(() => GroupsArgs) args: ConnectionArgs<GroupFilter>, @Ctx() context: Context) {
    return pagesOf(context, groupList, 'CREATED_AT', args, 'parent_id', group.id, readableGroup(context.principal));
  }

  @FieldResolver(() => UserConnection, {
    description:
      'The users in the group itself, of those that you may see; `users` by `groupId` finds those below it too.',
  })
  members(@Root() group: Group, @Args(() => MembersArgs) args: ConnectionArgs<UserFilter>, @Ctx() context: Context) {
    return pagesOf(
      context,
      userList,
      'CREATED_AT',
      args,
      isDirectMember,
      group.id,
      reachable(context.principal, 'users:read', 'x.id'),
    );
  }

  @Mutation(() => inputs.CreateGroupPayload, {
    description: 'Makes a group. Errors: NOT_FOUND, INVALID_INPUT, CONFLICT.',
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
      'Deletes a group, with what was given to it and on it; its members stay. Errors: NOT_FOUND, INVALID_STATE, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async deleteGroup(@Arg('input') input: inputs.DeleteGroupInput, @Ctx() context: Context) {
    const { value, errors } = await service.deleteGroup(context, input);
    return { deletedGroupId: value && encodeId('Group', value), errors };
  }

  @Mutation(() => inputs.AddGroupMemberPayload, {
    description: 'Puts a user into a group. Errors: NOT_FOUND, INVALID_STATE, VERSION_CONFLICT.',
  })
  async addGroupMember(@Arg('input') input: inputs.AddGroupMemberInput, @Ctx() context: Context) {
    const { value, errors } = await members.addGroupMember(context, input);
    return { ...(await shown(context, value)), errors };
  }

  @Mutation(() => inputs.RemoveGroupMemberPayload, {
    description:
      'Takes a user out of a group. Errors: NOT_FOUND, INVALID_STATE, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async removeGroupMember(@Arg('input') input: inputs.RemoveGroupMemberInput, @Ctx() context: Context) {
    const { value, errors } = await members.removeGroupMember(context, input);
    return { ...(await shown(context, value)), errors };
  }
}

/** A query has no errors of its own. */
const asRequest = <T>(read: () => T): T => {
  try {
    return read();
  } catch (error) {
    throw error instanceof Refusal ? badInput(error.message) : error;
  }
};

const shown = async (context: Context, value: members.Membership | null) => ({
  group: await groupOf(context, value?.groupId ?? null),
  user: await userOf(context, value?.userId ?? null),
});

@Resolver(() => User)
export class UserGroupsResolver {
  @FieldResolver(() => [Group], {
    description: 'The groups that the user was put into, by name; `groups` by `userId` finds those above them too.',
  })
  groups(@Root() user: User, @Ctx() context: Context): Promise<Group[]> {
    return context.load(groupsOfUser, user.id);
  }
}
