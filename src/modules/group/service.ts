/** Creates, changes and deletes groups. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { onUniqueViolation } from '../../database/unique';
import { newId } from '../../platform/random';
import { conflict, forbiddenFor, invalidInput, Refusal } from '../../schema/errors';
import {
  groupAndSubgroups,
  holdersOfRolesOnGroup,
  membersOf,
  requirePermissionsOfUsers,
  requirePermissionsHeldOnGroups,
  requirePermissionsGainedOnUsers,
  requirePermissionsGainedOnGroups,
  singleId,
} from '../../core/authority/affected';
import { anyHasRoles, requirePermissionsOfGroups } from '../../core/authority/group-roles';
import type { Principal } from '../../core/authority/principal';
import { lockTree } from '../../core/authority/tree-lock';
import { recordEvents } from '../../core/event/record';
import { ensureAdministratorsRemain } from '../../core/mutation/administrators';
import { checkVersion } from '../../core/mutation/input';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkIdentifyingName, checkLabel, checkPath } from '../user';
import { groupClosure } from './closure-repository';
import type { Group } from './entity';
import type { CreateGroupInput, DeleteGroupInput, UpdateGroupInput } from './inputs';
import { membersRemovedBy } from './member-repository';
import { checkedRule, requireSettableRule, setRule } from './membership-rule';
import { mayPlaceGroup, requireNoWaitingMembers } from './policy';
import { groups } from './repository';
import { requireManagedGroup } from './require';

const nameTaken = () => conflict('name', 'A group with this name already exists.');

interface Properties {
  name?: string | null;
  description?: string | null;
  path?: string | null;
}

/** Properties that the group has already are not checked again. */
const checkProperties = ({ name, description, path }: Properties, group?: Group): void => {
  if (name != null && name !== group?.name) {
    if (name === '') throw invalidInput('name', '`name` must not be empty.');
    checkIdentifyingName('name', name, 150);
  }
  if (description != null && description !== group?.description) checkLabel('description', description, 500);
  if (path != null && path !== group?.path) checkPath(path);
};

const requirePlacement = (principal: Principal, parent: Group | null, path: string): void => {
  if (!mayPlaceGroup(principal, parent, path)) throw forbiddenFor('groups:manage on the folder');
};

const reload = (database: Database, id: string | null) => groups(database).findById(id);

export const createGroup = (context: Context, input: CreateGroupInput): Promise<MutationResult<Group>> =>
  runMutation(context, { action: 'createGroup', input, reload }, async (database) => {
    const { name, description, path, parentId } = input;
    checkProperties(input);
    const rule = input.rule ? checkedRule(input.rule) : null;
    await lockTree(database, '');
    const parent = parentId == null ? null : await requireManagedGroup(database, context, parentId, 'parentId');
    requirePlacement(context.principal, parent, path ?? '');
    const id = newId();
    await onUniqueViolation(
      () =>
        groups(database).add({
          ...{ id, name, description: description ?? '' },
          ...{ path: path ?? '', parentId: parent?.id ?? null },
        }),
      nameTaken,
    );
    await groupClosure(database).place(id, parent?.id ?? null);
    if (rule) await requireSettableRule(database, context.principal, await groupClosure(database).listAncestors(id));
    const details = { group: name, groupId: id, ...(rule ? { rule, members: await setRule(database, id, rule) } : {}) };
    await recordEvents(database, context.caller, [{ type: 'GROUP_CREATED', reason: input.reason ?? null, details }]);
    return { subjectId: id, value: (await groups(database).findById(id))! };
  });

const move = async (database: Database, { principal }: Context, group: Group, parent: Group | null): Promise<void> => {
  const ancestors = await groupClosure(database).listAncestors(parent?.id ?? null);
  if (ancestors.includes(group.id))
    throw invalidInput('parentId', 'A group cannot be moved below itself or below one of its descendants.');
  const before = await groupClosure(database).listAncestors(group.parentId);
  await requirePermissionsOfGroups(database, principal, [...ancestors, ...before]);
  const left = before.filter((id) => !ancestors.includes(id));
  if (await anyHasRoles(database, left)) await requirePermissionsOfUsers(database, principal, membersOf(group.id));
  const joined = ancestors.filter((id) => !before.includes(id));
  if (await anyHasRoles(database, joined)) await requireNoWaitingMembers(database, group.id, 'parentId');
  if (await groups(database).existsRuleAtOrBelow(group.id))
    await requirePermissionsHeldOnGroups(database, principal, joined);
  await requirePermissionsGainedOnUsers(database, principal, membersOf(group.id), { groupIds: joined });
  await requirePermissionsGainedOnGroups(database, principal, groupAndSubgroups(group.id), { groupIds: joined });
  await groups(database).update({ id: group.id }, { parentId: parent?.id ?? null });
  await groupClosure(database).place(group.id, parent?.id ?? null);
};

export const updateGroup = (context: Context, input: UpdateGroupInput): Promise<MutationResult<Group>> =>
  runMutation(context, { action: 'updateGroup', input, reload }, async (database) => {
    if (input.name === null) throw invalidInput('name', '`name` cannot be cleared.');
    const rule = input.rule ? checkedRule(input.rule) : null;
    return ensureAdministratorsRemain(database, context.principal.userId, async () => {
      await lockTree(database, '');
      const group = await requireManagedGroup(database, context, input.groupId);
      checkVersion(group, input.ifVersion);
      checkProperties(input, group);
      const next = {
        name: input.name ?? group.name,
        description: input.description === undefined ? group.description : (input.description ?? ''),
        path: input.path === undefined ? group.path : (input.path ?? ''),
      };
      const parent =
        input.parentId == null ? null : await requireManagedGroup(database, context, input.parentId, 'parentId');
      const moves = input.parentId !== undefined && (parent?.id ?? null) !== group.parentId;
      if (moves || next.path !== group.path) requirePlacement(context.principal, parent, next.path);
      if (next.path !== group.path)
        await requirePermissionsGainedOnGroups(database, context.principal, singleId(group.id), { path: next.path });
      if (moves) await move(database, context, group, parent);
      const changed = (['name', 'description', 'path'] as const).filter((field) => next[field] !== group[field]);
      const ruleChanges = input.rule !== undefined && JSON.stringify(rule) !== JSON.stringify(group.rule);
      if (ruleChanges) {
        const ancestors = await groupClosure(database).listAncestors(group.id);
        await requireSettableRule(database, context.principal, ancestors);
        if (rule && (await anyHasRoles(database, ancestors)))
          await requirePermissionsOfUsers(database, context.principal, membersRemovedBy(group.id, rule));
      }
      if (!moves && !ruleChanges && changed.length === 0) return { subjectId: group.id, value: group };
      await onUniqueViolation(() => groups(database).change(group.id, next), nameTaken);
      const details = {
        ...{ group: next.name, groupId: group.id },
        changed: [...changed, ...(moves ? ['parent'] : []), ...(ruleChanges ? ['rule'] : [])],
        ...(ruleChanges ? { rule, members: await setRule(database, group.id, rule) } : {}),
      };
      await recordEvents(database, context.caller, [{ type: 'GROUP_UPDATED', reason: input.reason ?? null, details }]);
      return { subjectId: group.id, value: (await groups(database).findById(group.id))! };
    });
  });

export const deleteGroup = (context: Context, input: DeleteGroupInput): Promise<MutationResult<string>> =>
  runMutation(context, { action: 'deleteGroup', input, reload: async (_database, id) => id }, (database) =>
    ensureAdministratorsRemain(database, context.principal.userId, async () => {
      await lockTree(database, '');
      const group = await requireManagedGroup(database, context, input.groupId);
      checkVersion(group, input.ifVersion);
      if (await groups(database).existsBy({ parentId: group.id }))
        throw new Refusal('INVALID_STATE', 'The group has subgroups. Move or delete them first.', ['input', 'groupId']);
      const ancestors = await groupClosure(database).listAncestors(group.id);
      await requirePermissionsOfGroups(database, context.principal, ancestors);
      if (await anyHasRoles(database, ancestors))
        await requirePermissionsOfUsers(database, context.principal, membersOf(group.id));
      await requirePermissionsOfUsers(database, context.principal, holdersOfRolesOnGroup(group.id));
      await groups(database).delete({ id: group.id });
      await recordEvents(database, context.caller, [
        { type: 'GROUP_DELETED', reason: input.reason ?? null, details: { group: group.name, groupId: group.id } },
      ]);
      return { subjectId: group.id, value: group.id };
    }),
  );
