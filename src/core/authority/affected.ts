/**
 * Checks whom a change of roles, groups, paths or memberships affects besides the caller: who loses permissions, and who gains permissions on
 * whom. Each check is one statement that runs before the change. Callers who hold every permission are not checked.
 */
import { type AddParameter, Parameters } from '../../database/list';
import type { Database } from '../../database/database';
import { forbiddenFor } from '../../schema/errors';
import type { Permission } from '../../schema/permissions';
import { principalForGroup } from './object-permissions';
import { principalsFor, isMember } from './object-permissions';
import { type HeldPermissions, may, type Principal } from './principal';
import { isHeldGlobally, HELD_ROLES } from './held-roles';
import { forbiddenForMorePrivilegedUser, holdsAllPermissions, holdsPermissions } from './rights';

/** A subquery that selects ids of users or groups. */
export type IdQuery = (add: AddParameter) => string;

export const singleId =
  (id: string): IdQuery =>
  (add) =>
    `select ${add(id)}::uuid`;

/** Members of the group and of its subgroups. */
export const membersOf =
  (groupId: string): IdQuery =>
  (add) =>
    `select gm.user_id from group_members gm join group_closure gc on gc.descendant_id = gm.group_id where gc.ancestor_id = ${add(groupId)}::uuid`;

/** The group and its subgroups. */
export const groupAndSubgroups =
  (groupId: string): IdQuery =>
  (add) =>
    `select gc.descendant_id from group_closure gc where gc.ancestor_id = ${add(groupId)}::uuid`;

/** Users who hold the role, directly or through a group. */
export const holdersOfRole =
  (roleId: string): IdQuery =>
  (add) =>
    `select hh.user_id from ${HELD_ROLES} hh where hh.role_id = ${add(roleId)}::uuid`;

/** Users who hold a role on the group. */
export const holdersOfRolesOnGroup =
  (groupId: string): IdQuery =>
  (add) =>
    `select hh.user_id from ${HELD_ROLES} hh where hh.on_group_id = ${add(groupId)}::uuid`;

/** Throws if one of these users holds a permission, globally or on an object, that the caller does not hold. */
export const requirePermissionsOfUsers = async (
  database: Database,
  principal: Principal,
  users: IdQuery,
): Promise<void> => {
  if (holdsAllPermissions(principal)) return;
  const { add, values } = new Parameters();
  const held = await database.query<HeldPermissions>(
    `select distinct r.authority as permissions,
       case when not ${isHeldGlobally('h')} then jsonb_build_object('userId', h.on_user_id, 'groupId', h.on_group_id, 'path', h.on_path) end as "on"
     from ${HELD_ROLES} h join roles r on r.id = h.role_id
     where h.user_id in (${users(add)}) and h.user_id is distinct from ${add(principal.userId)}::uuid
       and not r.authority <@ ${add([...principal.permissions])}::text[]`,
    values,
  );
  for (const role of held)
    if (!(await holdsPermissions(database, principal, role))) throw forbiddenForMorePrivilegedUser();
};

/** Where users or groups are moved to: roles granted on these groups, or on the path or an ancestor of it, will apply to them. */
export interface Destination {
  groupIds?: readonly string[];
  path?: string | null;
}

const isWithinFolder = (path: string, folder: string): string =>
  `(${folder} = ${path} or starts_with(${path}, ${folder} || '/'))`;

/** Who holds which permissions there, limited to those the caller does not hold globally. */
const permissionsGainedSql = (
  principal: Principal,
  { groupIds = [], path = null }: Destination,
  add: AddParameter,
): string => `
  select distinct h.user_id as holder, permission
  from ${HELD_ROLES} h join roles r on r.id = h.role_id cross join unnest(r.authority) permission
  where (h.on_group_id = any(${add(groupIds)}::uuid[]) or ${isWithinFolder(`${add(path)}::text`, 'h.on_path')})
    and permission <> all (${add([...principal.permissions])}::text[])`;

/** Whether the holder already has the permission, globally or where the condition on `k` holds. */
const holdsAlready = (on: string): string => `exists (
  select from ${HELD_ROLES} k join roles kr on kr.id = k.role_id
  where k.user_id = g.holder and g.permission = any(kr.authority) and (${isHeldGlobally('k')} or ${on}))`;

/** The permissions that someone gains on each row of `x` and that the caller does not hold globally. */
const permissionsGained = async <Row extends { id: string }>(
  database: Database,
  principal: Principal,
  { table, columns, ids, on }: { table: string; columns: string; ids: IdQuery; on: string },
  around: Destination,
): Promise<(Row & { permissions: Permission[] })[]> => {
  const { add, values } = new Parameters();
  return database.query(
    `with gaining as (${permissionsGainedSql(principal, around, add)})
     select ${columns}, array_agg(distinct g.permission) as permissions from ${table} x cross join gaining g
     where x.id in (${ids(add)}) and not ${holdsAlready(on)} group by x.id`,
    values,
  );
};

const USERS = {
  table: 'users',
  columns: 'x.id',
  on: `k.on_user_id = x.id or ${isWithinFolder('x.path', 'k.on_path')} or ${isMember('x.id', 'k.on_group_id')}`,
};

const GROUPS = {
  table: 'groups',
  columns: 'x.id, x.path',
  on: `${isWithinFolder('x.path', 'k.on_path')}
    or exists (select from group_closure gc where gc.descendant_id = x.id and gc.ancestor_id = k.on_group_id)`,
};

/**
 * A caller cannot bring users within reach of others, or of themselves: any permission that someone gains on a user must already be held by the
 * caller on that user.
 */
export const requirePermissionsGainedOnUsers = async (
  database: Database,
  principal: Principal,
  users: IdQuery,
  around: Destination,
): Promise<void> => {
  if (holdsAllPermissions(principal)) return;
  const rows = await permissionsGained(database, principal, { ...USERS, ids: users }, around);
  const principalOf = await principalsFor(
    database,
    principal,
    rows.map(({ id }) => id),
  );
  if (rows.some(({ id, permissions }) => permissions.some((permission) => !may(principalOf(id), permission))))
    throw forbiddenFor(`on the user what others hold on the ${around.groupIds?.length ? 'group' : 'path'}`);
};

/** Permissions that apply to the group itself and not only to its members. */
const GROUP_PERMISSIONS: readonly Permission[] = ['groups:read', 'groups:manage', 'roles:assign'];

/** The same check for groups, whose holders can change them or assign roles to them. */
export const requirePermissionsGainedOnGroups = async (
  database: Database,
  principal: Principal,
  groups: IdQuery,
  around: Destination,
): Promise<void> => {
  if (GROUP_PERMISSIONS.every((permission) => may(principal, permission))) return;
  const rows = await permissionsGained<{ id: string; path: string }>(
    database,
    principal,
    { ...GROUPS, ids: groups },
    around,
  );
  for (const { permissions, ...group } of rows) {
    const relevant = permissions.filter((permission) => GROUP_PERMISSIONS.includes(permission));
    const caller = relevant.length > 0 ? await principalForGroup(database, principal, group) : principal;
    if (relevant.some((permission) => !may(caller, permission)))
      throw forbiddenFor(`on the group what others hold on the ${around.groupIds?.length ? 'group above' : 'path'}`);
  }
};

/** The members of a rule-based group are not known in advance: the caller must hold globally what anyone holds on the group. */
export const requirePermissionsHeldOnGroups = async (
  database: Database,
  principal: Principal,
  groupIds: readonly string[],
): Promise<void> => {
  if (holdsAllPermissions(principal)) return;
  const more = await database.one(
    `select 1 from role_assignments a join roles r on r.id = a.role_id
     where a.on_group_id = any($1::uuid[]) and not r.authority <@ $2::text[] limit 1`,
    [groupIds, [...principal.permissions]],
  );
  if (more) throw forbiddenFor('everywhere what others hold on the group');
};
