/** The rules of making, changing and deleting groups. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { uniquely } from '../../database/unique';
import { newId } from '../../platform/random';
import { decodeId } from '../../platform/type-id';
import { conflict, forbiddenFor, invalidInput, notFound, outOfReach, Refusal } from '../../schema/errors';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { keepingAdministrators } from '../../core/mutation/administrators';
import { checkLabel, checkPath } from '../user';
import { nameKey } from '../../platform/name-key';
import {
  atOrBelow,
  holdersOn,
  membersOf,
  mustHoldAsMuchAs,
  mustHoldWhatIsHeldOn,
  mustNotExpose,
  mustNotExposeGroups,
  theOne,
} from '../../core/authority/affected';
import { objectsWith, isAtOrBelow } from '../../core/authority/extent';
import { may, type Principal } from '../../core/authority/principal';
import type { Group } from './entity';
import { findGroup } from './find';
import { principalForGroup } from '../../core/authority/extent';
import type { CreateGroupInput, DeleteGroupInput, UpdateGroupInput } from './inputs';
import { checkedRule, mayRule, putOutBy, setRule } from './rule';
import { ancestorsOf, giveRoles, hang, mustHaveArrived, mustHoldRolesOf } from './tree';
import { lockTree } from '../../core/authority/tree-lock';

const nameTaken = () => conflict('name', 'Another group has this name.');

/** A group for those who may change it, locked. */
export const managedGroup = async (
  database: Database,
  { principal }: Context,
  publicId: string,
  field = 'groupId',
): Promise<Group> => {
  const group = await findGroup(database, decodeId('Group', publicId), 'for no key update');
  if (!group) throw notFound('group', field);
  if (!may(await principalForGroup(database, principal, group), 'groups:manage'))
    throw outOfReach('group', field, 'groups:manage');
  return group;
};

/** Who looks after a folder or a group makes groups in it, and nowhere else. */
const mayPut = (principal: Principal, parent: Group | null, path: string): boolean =>
  may(principal, 'groups:manage') ||
  (parent !== null && isAtOrBelow(path, parent.path)) ||
  objectsWith(principal, 'groups:manage').some(({ path: folder }) => folder !== null && isAtOrBelow(path, folder));

const checkTexts = ({
  name,
  description,
  path,
}: {
  name?: string | null;
  description?: string | null;
  path?: string | null;
}) => {
  if (name != null) {
    if (name === '') throw invalidInput('name', '`name` must not be empty.');
    checkLabel('name', name, 150);
  }
  checkLabel('description', description ?? '', 500);
  checkPath(path ?? '');
};

const put = (principal: Principal, parent: Group | null, path: string): void => {
  if (!mayPut(principal, parent, path)) throw forbiddenFor('groups:manage on the folder');
};

const reload = (database: Database, id: string | null) => findGroup(database, id);

export const createGroup = (context: Context, input: CreateGroupInput): Promise<MutationResult<Group>> =>
  runMutation(context, { action: 'createGroup', input, reload }, async (database) => {
    const { name, description, path, parentId } = input;
    checkTexts(input);
    const rule = input.rule ? checkedRule(input.rule) : null;
    await lockTree(database, '');
    const parent = parentId == null ? null : await managedGroup(database, context, parentId, 'parentId');
    put(context.principal, parent, path ?? '');
    const id = newId();
    await uniquely(
      () =>
        database.execute(
          `insert into groups (id, name, name_key, description, path, parent_id, created_at, updated_at) values ($1, $2, $3, $4, $5, $6, now(), now())`,
          [id, name, nameKey(name), description ?? '', path ?? '', parent?.id ?? null],
        ),
      nameTaken,
    );
    await hang(database, id, parent?.id ?? null);
    if (rule) await mayRule(database, context.principal, await ancestorsOf(database, id));
    const details = { group: name, groupId: id, ...(rule ? { rule, members: await setRule(database, id, rule) } : {}) };
    await recordEvents(database, context.caller, [{ type: 'GROUP_CREATED', reason: input.reason ?? null, details }]);
    return { subjectId: id, value: (await findGroup(database, id))! };
  });

/** Whether the group, or one below it, takes in whoever a rule asks for. */
const followsRule = async (database: Database, groupId: string): Promise<boolean> =>
  (await database.one(
    'select 1 from groups g join group_closure c on c.descendant_id = g.id where c.ancestor_id = $1 and g.rule is not null limit 1',
    [groupId],
  )) !== null;

const move = async (database: Database, { principal }: Context, group: Group, parent: Group | null): Promise<void> => {
  const above = await ancestorsOf(database, parent?.id ?? null);
  if (above.includes(group.id))
    throw invalidInput('parentId', 'A group cannot be below itself, nor below one that is below it.');
  const before = await ancestorsOf(database, group.parentId);
  await mustHoldRolesOf(database, principal, [...above, ...before]);
  const left = before.filter((id) => !above.includes(id));
  if (await giveRoles(database, left)) await mustHoldAsMuchAs(database, principal, membersOf(group.id));
  const joined = above.filter((id) => !before.includes(id));
  if (await giveRoles(database, joined)) await mustHaveArrived(database, group.id, 'parentId');
  if (await followsRule(database, group.id)) await mustHoldWhatIsHeldOn(database, principal, joined);
  await mustNotExpose(database, principal, membersOf(group.id), { groupIds: joined });
  await mustNotExposeGroups(database, principal, atOrBelow(group.id), { groupIds: joined });
  await database.execute('update groups set parent_id = $2 where id = $1', [group.id, parent?.id ?? null]);
  await hang(database, group.id, parent?.id ?? null);
};

export const updateGroup = (context: Context, input: UpdateGroupInput): Promise<MutationResult<Group>> =>
  runMutation(context, { action: 'updateGroup', input, reload }, async (database) => {
    checkTexts(input);
    if (input.name === null) throw invalidInput('name', '`name` cannot be cleared.');
    const rule = input.rule ? checkedRule(input.rule) : null;
    return keepingAdministrators(database, context.principal.userId, async () => {
      await lockTree(database, '');
      const group = await managedGroup(database, context, input.groupId);
      checkVersion(group, input.ifVersion);
      const next = {
        name: input.name ?? group.name,
        description: input.description === undefined ? group.description : (input.description ?? ''),
        path: input.path === undefined ? group.path : (input.path ?? ''),
      };
      const parent = input.parentId == null ? null : await managedGroup(database, context, input.parentId, 'parentId');
      const moves = input.parentId !== undefined && (parent?.id ?? null) !== group.parentId;
      if (moves || next.path !== group.path) put(context.principal, parent, next.path);
      if (next.path !== group.path)
        await mustNotExposeGroups(database, context.principal, theOne(group.id), { path: next.path });
      if (moves) await move(database, context, group, parent);
      const changed = (['name', 'description', 'path'] as const).filter((field) => next[field] !== group[field]);
      const ruled = input.rule !== undefined && JSON.stringify(rule) !== JSON.stringify(group.rule);
      if (ruled) {
        const above = await ancestorsOf(database, group.id);
        await mayRule(database, context.principal, above);
        if (rule && (await giveRoles(database, above)))
          await mustHoldAsMuchAs(database, context.principal, putOutBy(group.id, rule));
      }
      if (!moves && !ruled && changed.length === 0) return { subjectId: group.id, value: group };
      await uniquely(
        () =>
          database.execute(
            `update groups set name = $2, name_key = $3, description = $4, path = $5, version = version + 1, updated_at = now() where id = $1`,
            [group.id, next.name, nameKey(next.name), next.description, next.path],
          ),
        nameTaken,
      );
      const details = {
        ...{ group: next.name, groupId: group.id },
        changed: [...changed, ...(moves ? ['parent'] : []), ...(ruled ? ['rule'] : [])],
        ...(ruled ? { rule, members: await setRule(database, group.id, rule) } : {}),
      };
      await recordEvents(database, context.caller, [{ type: 'GROUP_UPDATED', reason: input.reason ?? null, details }]);
      return { subjectId: group.id, value: (await findGroup(database, group.id))! };
    });
  });

export const deleteGroup = (context: Context, input: DeleteGroupInput): Promise<MutationResult<string>> =>
  runMutation(context, { action: 'deleteGroup', input, reload: async (_database, id) => id }, (database) =>
    keepingAdministrators(database, context.principal.userId, async () => {
      await lockTree(database, '');
      const group = await managedGroup(database, context, input.groupId);
      checkVersion(group, input.ifVersion);
      if (await database.one('select 1 from groups where parent_id = $1 limit 1', [group.id]))
        throw new Refusal('INVALID_STATE', 'There are groups below it; move or delete them first.', [
          'input',
          'groupId',
        ]);
      const above = await ancestorsOf(database, group.id);
      await mustHoldRolesOf(database, context.principal, above);
      if (await giveRoles(database, above)) await mustHoldAsMuchAs(database, context.principal, membersOf(group.id));
      await mustHoldAsMuchAs(database, context.principal, holdersOn(group.id));
      await database.execute('delete from groups where id = $1', [group.id]);
      await recordEvents(database, context.caller, [
        { type: 'GROUP_DELETED', reason: input.reason ?? null, details: { group: group.name, groupId: group.id } },
      ]);
      return { subjectId: group.id, value: group.id };
    }),
  );
