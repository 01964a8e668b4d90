/** Rights that were given with something that ends: who may take them back, and what taking them back writes. */
import type { Database } from '../../database/database';
import type { SelectedItem } from '../../core/revocation/selection';
import { principalForGroup } from '../../core/authority/extent';
import { groupClosure } from '../group';
import { mustHoldRolesOf } from '../../core/authority/group-roles';
import { membersOf, mustHoldAsMuchAs } from '../../core/authority/affected';
import { holds } from '../../core/authority/rights';
import { type Held, may, type Principal } from '../../core/authority/principal';
import type { RevocationItemType } from '../../schema/enums';

/** Taking one of these back may take the last administrator. */
export const GIVEN_RIGHTS: RevocationItemType[] = ['ROLE_ASSIGNMENT', 'GROUP_MEMBERSHIP'];

const idsOf = (items: SelectedItem[], wanted: RevocationItemType): string[] =>
  items.filter(({ type }) => type === wanted).map(({ itemId }) => itemId);

interface GivenRole extends Held {
  id: string;
  /** Of a role that a group was given. */
  groupId: string | null;
}

const ROLES = `
  select a.id, a.group_id as "groupId", r.permissions, case when num_nonnulls(a.on_user_id, a.on_group_id, a.on_path) > 0
      then jsonb_build_object('userId', a.on_user_id, 'groupId', a.on_group_id, 'path', a.on_path) end as "on"
    from role_assignments a join roles r on r.id = a.role_id where a.id = any($1::uuid[])
  union all select u.id, null, r.permissions, null from user_roles u join roles r on r.id = u.role_id where u.id = any($1::uuid[])`;

const GROUPS = `select m.id, g.id as "groupId", g.path from group_members m join groups g on g.id = m.group_id where m.id = any($1::uuid[])`;

/** Those that the caller could not take back by `unassignRole` or `removeGroupMember`, whoever holds them. */
export const rightsBeyond = async (
  database: Database,
  principal: Principal,
  items: SelectedItem[],
): Promise<ReadonlySet<string>> => {
  const beyond = new Set<string>();
  const [roleIds, memberships] = [idsOf(items, 'ROLE_ASSIGNMENT'), idsOf(items, 'GROUP_MEMBERSHIP')];
  const roles = roleIds.length > 0 ? await database.query<GivenRole>(ROLES, [roleIds]) : [];
  for (const role of roles) if (!(await holds(database, principal, role))) beyond.add(role.id);
  for (const groupId of new Set(roles.flatMap((role) => role.groupId ?? [])))
    await mustHoldAsMuchAs(database, principal, membersOf(groupId));
  const groups =
    memberships.length > 0
      ? await database.query<{ id: string; groupId: string; path: string }>(GROUPS, [memberships])
      : [];
  for (const { id, groupId, path } of groups)
    if (!may(await principalForGroup(database, principal, { id: groupId, path }), 'groups:manage')) beyond.add(id);
  for (const groupId of new Set(groups.map((group) => group.groupId)))
    await mustHoldRolesOf(database, principal, await groupClosure(database).listAncestors(groupId));
  return beyond;
};

const TOUCH = 'set version = version + 1, updated_at = now() where id in (select';

/** As `unassignRole`, `removeGroupMember` and `cancelOffboarding` do. */
export const takeRights = async (database: Database, items: SelectedItem[]): Promise<void> => {
  const take = (ids: string[], ...statements: string[]) =>
    statements.reduce(
      (before, sql) => before.then(() => (ids.length > 0 ? database.execute(sql, [ids]).then(() => {}) : undefined)),
      Promise.resolve(),
    );
  await take(
    idsOf(items, 'ROLE_ASSIGNMENT'),
    `update users ${TOUCH} user_id from user_roles where id = any($1::uuid[]) union select user_id from role_assignments where id = any($1::uuid[]))`,
    `update groups ${TOUCH} group_id from role_assignments where id = any($1::uuid[]))`,
    'delete from user_roles where id = any($1::uuid[])',
    'delete from role_assignments where id = any($1::uuid[])',
  );
  await take(
    idsOf(items, 'GROUP_MEMBERSHIP'),
    `update groups ${TOUCH} group_id from group_members where id = any($1::uuid[]))`,
    'delete from group_members where id = any($1::uuid[])',
  );
  await take(idsOf(items, 'OFFBOARDING'), 'delete from offboardings where id = any($1::uuid[])');
};
