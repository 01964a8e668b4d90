/** Rules from which the members of a group follow: what they may say, whom they take in, and what a change of that asks of whoever makes it. */
import type { Database } from '../../database/database';
import { enforce, forbiddenFor, invalidInput } from '../../schema/errors';
import { recordEvents } from '../../core/event/record';
import { enabledAdministrators, mayLeave } from '../../core/mutation/administrators';
import { holdsEverything, mustHoldWhatIsHeldOn, mustNotExpose, theOne } from '../../core/authority/affected';
import { checkPath, isStorable } from '../user';
import { may, type Principal } from '../../core/authority/principal';
import type { GroupRule } from './entity';
import type { GroupRuleInput } from './inputs';
import { groupMembers } from './member-repository';
import { groups, type RuleGroup } from './repository';
import { mustHoldRolesOf } from '../../core/authority/group-roles';
import { lockTree } from '../../core/authority/tree-lock';
import type { AroundUserChange, Properties } from '../../core/mutation/user-change';

const MOST_CONDITIONS = 20;
const MOST_VALUES = 50;
const MAX_NAME = 200;
const MAX_VALUE = 500;

const isPlain = (value: unknown): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) && isStorable(value) && String(value).length <= MAX_VALUE;

/** What is kept of a rule: only the conditions that it has. */
export const ruleOf = ({ path, types, sources, attributes }: GroupRuleInput): GroupRule => {
  const fault = (message: string) => invalidInput('rule', message);
  if (path != null) checkPath(path);
  if (path === '') throw fault('`path` of the rule must not be empty; leave it out for users anywhere.');
  if (types?.length === 0 || sources?.length === 0 || attributes?.length === 0)
    throw fault('A condition of the rule must name at least one value; leave it out to ask for nothing.');
  if ((attributes ?? []).length > MOST_CONDITIONS)
    throw fault(`A rule has at most ${MOST_CONDITIONS} conditions on attributes.`);
  for (const { name, anyOf } of attributes ?? []) {
    if (name === '' || name.length > MAX_NAME || !isStorable(name))
      throw fault(`The name of an attribute must be text of 1 to ${MAX_NAME} characters.`);
    if (anyOf.length === 0 || anyOf.length > MOST_VALUES || !anyOf.every(isPlain))
      throw fault(`\`anyOf\` must be 1 to ${MOST_VALUES} texts, numbers or booleans.`);
  }
  return {
    ...(path != null ? { path } : {}),
    ...(types ? { types: [...new Set(types)] } : {}),
    ...(sources ? { sources: [...new Set(sources)] } : {}),
    ...(attributes ? { attributes: attributes.map(({ name, anyOf }) => ({ name, anyOf })) } : {}),
  };
};

/** The same of a group, which does not take everybody in by mistake. */
export const checkedRule = (input: GroupRuleInput): GroupRule => {
  const rule = ruleOf(input);
  if (Object.keys(rule).length === 0) throw invalidInput('rule', 'A rule must have a condition.');
  return rule;
};

/** A rule reaches everybody: whoever it takes in holds what the group holds, and others hold on them what they hold on the group. */
export const mustBeAbleToSetRule = async (
  database: Database,
  principal: Principal,
  groupIds: string[],
): Promise<void> => {
  if (!may(principal, 'groups:manage')) throw forbiddenFor('groups:manage everywhere');
  await mustHoldRolesOf(database, principal, groupIds);
  await mustHoldWhatIsHeldOn(database, principal, groupIds);
};

/** Sets the rule of a group and returns how many members it has then. */
export const setRule = async (database: Database, groupId: string, rule: GroupRule | null): Promise<number> => {
  await groups(database).setRule(groupId, rule);
  return groupMembers(database).countOf(groupId);
};

/** Of somebody who is not there yet: whoever brings them in gives them what the groups hold whose rules take them in. */
export const mustHoldRuledRoles = async (
  database: Database,
  principal: Principal,
  properties: Properties,
): Promise<void> => mustHoldRolesOf(database, principal, await groups(database).listMatching(properties));

/** Others hold on the user what they hold on where the user comes to be: the path, and the groups whose rules go by it. */
const mustNotExposeBy = async (
  database: Database,
  principal: Principal,
  userId: string,
  next: Properties,
): Promise<void> => {
  if (holdsEverything(principal)) return;
  await lockTree(database, '_shared');
  const groupIds = await groups(database).listMatching(next);
  await mustNotExpose(database, principal, theOne(userId), { groupIds, path: next.path });
};

const without = (groups: RuleGroup[], others: RuleGroup[]): RuleGroup[] =>
  groups.filter(({ id }) => !others.some((other) => other.id === id));

/**
 * Carries out a change to one user by whom rules go, and refuses it where it would give or take what the caller does not hold, give others rights
 * on the user that the caller does not hold, or leave nobody who administers. `next` is what the user will have, where that changes. Who may be an administrator is locked by `lockPossibleAdministrators`.
 */
export const followingRules: AroundUserChange = async (
  database,
  { principal, caller },
  { userId, reason, next },
  change,
) => {
  if (next) await mustNotExposeBy(database, principal, userId, next);
  const before = await groups(database).listRuleGroupsOf(userId);
  const administrators = before.length > 0 ? await enabledAdministrators(database) : null;
  await change();
  const after = await groups(database).listRuleGroupsOf(userId);
  const [joined, left] = [without(after, before), without(before, after)];
  const changed = [...joined, ...left];
  if (changed.length === 0) return;
  await mustHoldRolesOf(database, principal, [...new Set(changed.flatMap(({ ancestorIds }) => ancestorIds))]);
  if (administrators && left.length > 0)
    enforce(mayLeave(principal.userId, administrators, await enabledAdministrators(database)));
  const eventOf = (type: 'GROUP_MEMBER_ADDED' | 'GROUP_MEMBER_REMOVED') => (group: RuleGroup) => ({
    ...{ type, userId, reason },
    details: { group: group.name, groupId: group.id, byRule: true },
  });
  await recordEvents(database, caller, [
    ...joined.map(eventOf('GROUP_MEMBER_ADDED')),
    ...left.map(eventOf('GROUP_MEMBER_REMOVED')),
  ]);
};
