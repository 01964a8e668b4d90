/** Membership rules of groups: validation, the users who match, and what the caller needs to change either. */
import type { Database } from '../../database/database';
import { enforce, forbiddenFor, invalidInput } from '../../schema/errors';
import { recordEvents } from '../../core/event/record';
import { enabledAdministrators, administratorRefusal } from '../../core/mutation/administrators';
import { holdsAllPermissions } from '../../core/authority/rights';
import {
  requirePermissionsHeldOnGroups,
  requirePermissionsGainedOnUsers,
  singleId,
} from '../../core/authority/affected';
import { checkPath, isStorable } from '../user';
import { may, type Principal } from '../../core/authority/principal';
import type { GroupRule } from './entity';
import type { GroupRuleInput } from './inputs';
import { groupMembers } from './member-repository';
import { groups, type RuleGroup } from './repository';
import { requirePermissionsOfGroups } from '../../core/authority/group-roles';
import { lockTree } from '../../core/authority/tree-lock';
import type { AroundUserChange, Properties } from '../../core/mutation/user-change';

const MAX_CONDITIONS = 20;
const MAX_VALUES = 50;
const MAX_NAME = 200;
const MAX_VALUE = 500;

const isPlain = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) && isStorable(value) && String(value).length <= MAX_VALUE;

/** The rule as it is stored: only the conditions that the input has. */
export const ruleOf = ({ path, types, sources, attributes }: GroupRuleInput): GroupRule => {
  const fault = (message: string) => invalidInput('rule', message);
  if (path != null) checkPath(path);
  if (path === '') throw fault('`path` of the rule must not be empty. Leave it out to match users at any path.');
  if (types?.length === 0 || sources?.length === 0 || attributes?.length === 0)
    throw fault('A condition of the rule needs at least one value. Leave it out to match any value.');
  if ((attributes ?? []).length > MAX_CONDITIONS)
    throw fault(`A rule can have at most ${MAX_CONDITIONS} conditions on attributes.`);
  for (const { name, anyOf } of attributes ?? []) {
    if (name === '' || name.length > MAX_NAME || !isStorable(name))
      throw fault(`The name of an attribute must have 1 to ${MAX_NAME} characters.`);
    if (anyOf.length === 0 || anyOf.length > MAX_VALUES || !anyOf.every(isPlain))
      throw fault(`\`anyOf\` must have 1 to ${MAX_VALUES} values, each a string, a number or a boolean.`);
  }
  return {
    ...(path != null ? { path } : {}),
    ...(types ? { types: [...new Set(types)] } : {}),
    ...(sources ? { sources: [...new Set(sources)] } : {}),
    ...(attributes ? { attributes: attributes.map(({ name, anyOf }) => ({ name, anyOf })) } : {}),
  };
};

/** The rule of a group must have a condition, so that nobody adds all users by mistake. */
export const checkedRule = (input: GroupRuleInput): GroupRule => {
  const rule = ruleOf(input);
  if (Object.keys(rule).length === 0) throw invalidInput('rule', 'A rule needs at least one condition.');
  return rule;
};

/**
 * A rule can match any user. Its members get the roles of the group, and others get on the members what they hold on the group. So the caller
 * must hold all of that.
 */
export const requireSettableRule = async (
  database: Database,
  principal: Principal,
  groupIds: string[],
): Promise<void> => {
  if (!may(principal, 'groups:manage')) throw forbiddenFor('groups:manage everywhere');
  await requirePermissionsOfGroups(database, principal, groupIds);
  await requirePermissionsHeldOnGroups(database, principal, groupIds);
};

/** Sets the rule of a group and returns how many members it has then. */
export const setRule = async (database: Database, groupId: string, rule: GroupRule | null): Promise<number> => {
  await groups(database).setRule(groupId, rule);
  return groupMembers(database).countOf(groupId);
};

/** Whoever adds a user with these properties gives them the roles of the groups whose rules they match. */
export const requirePermissionsOfMatchingGroups = async (
  database: Database,
  principal: Principal,
  properties: Properties,
): Promise<void> => requirePermissionsOfGroups(database, principal, await groups(database).listMatching(properties));

/** A new path, or a group that the user joins, gives others the permissions on the user that they hold on the path or the group. */
const requirePermissionsGainedByRule = async (
  database: Database,
  principal: Principal,
  userId: string,
  next: Properties,
): Promise<void> => {
  if (holdsAllPermissions(principal)) return;
  await lockTree(database, '_shared');
  const groupIds = await groups(database).listMatching(next);
  await requirePermissionsGainedOnUsers(database, principal, singleId(userId), { groupIds, path: next.path });
};

const without = (groups: RuleGroup[], others: RuleGroup[]): RuleGroup[] =>
  groups.filter(({ id }) => !others.some((other) => other.id === id));

/**
 * Changes a user and records the memberships that the change adds or removes by rules. It is refused if it gives or takes permissions that the
 * caller does not hold, gives others permissions on the user that the caller does not hold, or leaves no administrator. `next` has the properties
 * of the user after the change, if they change. The caller of this function has called `lockPossibleAdministrators`.
 */
export const applyMembershipRules: AroundUserChange = async (
  database,
  { principal, caller },
  { userId, reason, next },
  change,
) => {
  if (next) await requirePermissionsGainedByRule(database, principal, userId, next);
  const before = await groups(database).listRuleGroupsOf(userId);
  const administrators = before.length > 0 ? await enabledAdministrators(database) : null;
  await change();
  const after = await groups(database).listRuleGroupsOf(userId);
  const [joined, left] = [without(after, before), without(before, after)];
  const changed = [...joined, ...left];
  if (changed.length === 0) return;
  await requirePermissionsOfGroups(database, principal, [
    ...new Set(changed.flatMap(({ ancestorIds }) => ancestorIds)),
  ]);
  if (administrators && left.length > 0)
    enforce(administratorRefusal(principal.userId, administrators, await enabledAdministrators(database)));
  const eventOf = (type: 'GROUP_MEMBER_ADDED' | 'GROUP_MEMBER_REMOVED') => (group: RuleGroup) => ({
    ...{ type, userId, reason },
    details: { group: group.name, groupId: group.id, byRule: true },
  });
  await recordEvents(database, caller, [
    ...joined.map(eventOf('GROUP_MEMBER_ADDED')),
    ...left.map(eventOf('GROUP_MEMBER_REMOVED')),
  ]);
};
