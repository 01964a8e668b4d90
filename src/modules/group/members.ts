/** Adds users to groups and removes them. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import { notFound, notFoundWithoutPermission, Refusal } from '../../schema/errors';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockUsers } from '../../core/revocation/engine';
import { requirePermissionsGainedOnUsers, singleId } from '../../core/authority/affected';
import { ensureAdministratorsRemain } from '../../core/mutation/administrators';
import { findUser, type User } from '../user';
import { principalFor } from '../../core/authority/object-permissions';
import { may } from '../../core/authority/principal';
import { groupClosure } from './closure-repository';
import type { Group } from './entity';
import type { AddGroupMemberInput, RemoveGroupMemberInput } from './inputs';
import { groupMembers } from './member-repository';
import { groups } from './repository';
import { requireManagedGroup } from './require';
import { anyHasRoles, requirePermissionsOfGroups } from '../../core/authority/group-roles';
import { lockTree } from '../../core/authority/tree-lock';

export interface Membership {
  groupId: string;
  userId: string;
}

/** The caller must manage the group and the user, and hold every permission that the membership gives. */
const lockGroupAndUser = async (
  database: Database,
  context: Context,
  input: AddGroupMemberInput,
): Promise<{ group: Group; ancestors: string[]; userId: string; user: User }> => {
  const userId = decodeId('User', input.userId);
  if (!userId) throw notFound('user', 'userId');
  await lockUsers(database, [userId]);
  await lockTree(database, '_shared');
  const group = await requireManagedGroup(database, context, input.groupId);
  const user = await findUser(database, userId);
  if (!user) throw notFound('user', 'userId');
  if (!may(await principalFor(database, context.principal, userId), 'groups:manage'))
    throw notFoundWithoutPermission('user', 'userId', 'groups:manage');
  checkVersion(group, input.ifVersion);
  if (group.rule)
    throw new Refusal(
      'INVALID_STATE',
      'The members of this group are determined by its rule. Change the rule or the properties of the user instead.',
      ['input', 'groupId'],
    );
  const ancestors = await groupClosure(database).listAncestors(group.id);
  await requirePermissionsOfGroups(database, context.principal, ancestors);
  return { group, ancestors, userId, user };
};

/** Otherwise, completing a pending registration or enabling a disabled user would grant roles without a check. */
const requireActiveUser = async (database: Database, ancestors: string[], { status }: User): Promise<void> => {
  if (status !== 'ACTIVE' && (await anyHasRoles(database, ancestors)))
    throw new Refusal('INVALID_STATE', `The user is ${status}. Only ACTIVE users can be added to a group with roles.`, [
      'input',
      'userId',
    ]);
};

const record = async (
  database: Database,
  context: Context,
  type: 'GROUP_MEMBER_ADDED' | 'GROUP_MEMBER_REMOVED',
  { group, userId, reason }: { group: Group; userId: string; reason: string | null },
): Promise<void> => {
  await groups(database).touch(group.id);
  await recordEvents(database, context.caller, [
    { type, userId, reason, details: { group: group.name, groupId: group.id } },
  ]);
};

export const addGroupMember = (context: Context, input: AddGroupMemberInput): Promise<MutationResult<Membership>> => {
  const value = { groupId: decodeId('Group', input.groupId)!, userId: decodeId('User', input.userId)! };
  return runMutation(context, { action: 'addGroupMember', input, reload: async () => value }, async (database) => {
    const { group, ancestors, userId, user } = await lockGroupAndUser(database, context, input);
    await requireActiveUser(database, ancestors, user);
    await requirePermissionsGainedOnUsers(database, context.principal, singleId(userId), { groupIds: ancestors });
    const id = newId();
    if (await groupMembers(database).add(id, { userId, groupId: group.id })) {
      await record(database, context, 'GROUP_MEMBER_ADDED', { group, userId, reason: input.reason ?? null });
      await recordDerived(database, context.caller, [{ kind: 'GROUP_MEMBERSHIP', id, userId }]);
    }
    return { subjectId: userId, value };
  });
};

export const removeGroupMember = (
  context: Context,
  input: RemoveGroupMemberInput,
): Promise<MutationResult<Membership>> => {
  const value = { groupId: decodeId('Group', input.groupId)!, userId: decodeId('User', input.userId)! };
  return runMutation(context, { action: 'removeGroupMember', input, reload: async () => value }, (database) =>
    ensureAdministratorsRemain(database, context.principal.userId, async () => {
      const { group, userId } = await lockGroupAndUser(database, context, input);
      const { affected } = await groupMembers(database).delete({ userId, groupId: group.id });
      if (affected === 1)
        await record(database, context, 'GROUP_MEMBER_REMOVED', { group, userId, reason: input.reason ?? null });
      return { subjectId: userId, value };
    }),
  );
};
