/** Statements of the table `groups`. */
import { isMember, isUnder, objectsWithPermission } from '../../core/authority/object-permissions';
import { may, type Principal } from '../../core/authority/principal';
import type { Properties } from '../../core/mutation/user-change';
import { Conditions, contains, filterId, filterText } from '../../database/filter';
import type { AddParameter, ListSource } from '../../database/list';
import { repositoryOf, TableRepository } from '../../database/repository';
import { rowsOf } from '../../database/rows';
import { nameKey } from '../../platform/name-key';
import { Group, type GroupRule } from './entity';
import type { GroupFilter } from './list';

export const groupRows = rowsOf(Group, {
  type: 'Group',
  from: 'groups x',
});

export const groupColumns = groupRows.select;

/** Whether the user is a member of the group `x` or of one below it. */
const hasMember = (user: string): string => isMember(user, 'x.id');

/**
 * The condition on groups that the caller can read: those that they hold `groups:read` on and those that they are a member of. Callers who can
 * read all groups get no condition.
 */
export const readableGroup =
  (principal: Principal) =>
  (add: AddParameter): string[] => {
    if (may(principal, 'groups:read')) return [];
    const conditions = principal.ownsRows ? [hasMember(`${add(principal.userId)}::uuid`)] : [];
    for (const { path, groupId } of objectsWithPermission(principal, 'groups:read')) {
      if (path !== null) conditions.push(isUnder('x.path', path, add));
      if (groupId !== null)
        conditions.push(
          `exists (select from group_closure c where c.descendant_id = x.id and c.ancestor_id = ${add(groupId)}::uuid)`,
        );
    }
    return [conditions.length > 0 ? `(${conditions.join(' or ')})` : 'false'];
  };

export const groupList: ListSource<GroupFilter> = {
  name: 'groups',
  rows: groupRows,
  orders: { CREATED_AT: { by: 'x.id', type: 'uuid' }, NAME: { by: 'x.name_key', type: 'text' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .when(filter.search, () => contains(add, 'x.name_key', filterText('search', filter.search!)))
      .when(filter.path, () => isUnder('x.path', filterText('path', filter.path!, 1_000), add))
      .id('x.parent_id', 'Group', filter.parentId)
      .when(filter.userId, () => hasMember(`${add(filterId('User', filter.userId!))}::uuid`)).list,
};

/** Whether the user `x` matches a rule. */
export const matchesRule = (rule: GroupRule, add: AddParameter): string =>
  `group_rule_holds(${add(JSON.stringify(rule))}::jsonb, x.path, x.attributes, x.type, x.source)`;

/** A group with a rule that a user is a member of. */
export interface RuleGroup {
  id: string;
  name: string;
  /** The group itself and all groups above it. */
  ancestorIds: string[];
}

class GroupRepository extends TableRepository<Group> {
  /** Increments the versions of the groups that hold roles through these assignments. */
  async touchHolders(assignmentIds: string[]): Promise<void> {
    await this.database.execute(
      `update groups set version = version + 1, updated_at = now() where id in (
         select group_id from role_assignments where id = any($1::uuid[]))`,
      [assignmentIds],
    );
  }

  /** Increments the versions of the groups of these memberships. */
  async touchOfMemberships(membershipIds: string[]): Promise<void> {
    await this.database.execute(
      `update groups set version = version + 1, updated_at = now() where id in (
         select group_id from group_members where id = any($1::uuid[]))`,
      [membershipIds],
    );
  }

  /** The groups of these memberships; `id` is that of the membership. */
  listOfMemberships(membershipIds: string[]): Promise<{ id: string; groupId: string; path: string }[]> {
    return this.database.query(
      `select m.id, g.id as "groupId", g.path from group_members m join groups g on g.id = m.group_id where m.id = any($1::uuid[])`,
      [membershipIds],
    );
  }

  findById(id: string | null, lock: '' | 'for no key update' = ''): Promise<Group | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<Group>(`select ${groupColumns} from groups x where x.id = $1 ${lock}`, [id]);
  }

  /** The groups that each of these users is a direct member of, by name. */
  listOfUsers(userIds: readonly string[]): Promise<(Group & { parentId: string })[]> {
    return this.database.query(
      `select ${groupColumns}, m.user_id as "parentId" from group_members m join groups x on x.id = m.group_id where m.user_id = any($1::uuid[]) order by x.name_key`,
      [userIds],
    );
  }

  /** The names of the groups that the user is a member of, directly or through a group below. */
  async listNamesOf(userId: string): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>(
      `select distinct g.name from group_members m join group_closure c on c.descendant_id = m.group_id
       join groups g on g.id = c.ancestor_id where m.user_id = $1 order by g.name`,
      [userId],
    );
    return rows.map(({ name }) => name);
  }

  /** Those of these groups that the user is a member of, directly or through a group below. */
  async listWithMember(ids: readonly string[], userId: string | null): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select x.id from groups x where x.id = any($1::uuid[]) and ${hasMember('$2::uuid')}`,
      [ids, userId],
    );
    return rows.map(({ id }) => id);
  }

  /** The groups with a rule that the user is a member of, by name. */
  listRuleGroupsOf(userId: string): Promise<RuleGroup[]> {
    return this.database.query<RuleGroup>(
      `select g.id, g.name, array(select c.ancestor_id from group_closure c where c.descendant_id = g.id) as "ancestorIds"
       from group_members m join groups g on g.id = m.group_id where m.user_id = $1 and g.rule is not null order by g.name_key`,
      [userId],
    );
  }

  /** The groups whose rules a user with these properties matches, and all groups above them. */
  async listMatching({ path, attributes, type, source }: Properties): Promise<string[]> {
    const rows = await this.database.query<{ id: string }>(
      `select distinct c.ancestor_id as id from groups g join group_closure c on c.descendant_id = g.id
       where g.rule is not null and group_rule_holds(g.rule, $1, $2::jsonb, $3, $4)`,
      [path, JSON.stringify(attributes), type, source],
    );
    return rows.map(({ id }) => id);
  }

  /** Whether the group, or a group below it, has a rule. */
  async existsRuleAtOrBelow(id: string): Promise<boolean> {
    const found = await this.database.one(
      'select 1 from groups g join group_closure c on c.descendant_id = g.id where c.ancestor_id = $1 and g.rule is not null limit 1',
      [id],
    );
    return found !== null;
  }

  async add({ name, ...group }: Pick<Group, 'id' | 'name' | 'description' | 'path' | 'parentId'>): Promise<void> {
    const now = { createdAt: () => 'now()', updatedAt: () => 'now()' };
    await this.insert({ ...group, name, nameKey: nameKey(name), ...now });
  }

  async change(id: string, { name, description, path }: Pick<Group, 'name' | 'description' | 'path'>): Promise<void> {
    const next = { version: () => 'version + 1', updatedAt: () => 'now()' };
    await this.update({ id }, { name, nameKey: nameKey(name), description, path, ...next });
  }

  /** A trigger brings the members into line with the rule. */
  async setRule(id: string, rule: GroupRule | null): Promise<void> {
    await this.database.execute('update groups set rule = $2 where id = $1', [id, rule && JSON.stringify(rule)]);
  }

  /** Counts a change to the members or the roles of the group as a change to the group. */
  async touch(id: string): Promise<void> {
    await this.update({ id }, { version: () => 'version + 1', updatedAt: () => 'now()' });
  }
}

export const groups = repositoryOf(Group, GroupRepository);
