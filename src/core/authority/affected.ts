/**
 * Whom a change of roles, groups, paths or memberships affects besides its caller: who holds less afterwards, and who comes to hold what on whom.
 * Each question is one statement, asked before the change; a caller who holds every permission is not asked at all.
 */
import { type Add, Parameters } from '../../database/list';
import type { Database } from '../../database/database';
import { forbiddenFor } from '../../schema/errors';
import { type Permission, PERMISSIONS } from '../../schema/permissions';
import { principalForGroup } from './extent';
import { principalsFor, isMember } from './extent';
import { type Held, may, type Principal } from './principal';
import { everywhere, HELD_ROLES } from './held-roles';
import { asMuchForbidden, holds } from './rights';

/** A subquery of the ids of users, or of groups. */
export type Ids = (add: Add) => string;

export const theOne =
  (id: string): Ids =>
  (add) =>
    `select ${add(id)}::uuid`;

/** Those in the group, and in the groups below it. */
export const membersOf =
  (groupId: string): Ids =>
  (add) =>
    `select gm.user_id from group_members gm join group_closure gc on gc.descendant_id = gm.group_id where gc.ancestor_id = ${add(groupId)}::uuid`;

/** The group, and the groups below it. */
export const atOrBelow =
  (groupId: string): Ids =>
  (add) =>
    `select gc.descendant_id from group_closure gc where gc.ancestor_id = ${add(groupId)}::uuid`;

/** Those who hold the role, themselves or by a group. */
export const holdersOf =
  (roleId: string): Ids =>
  (add) =>
    `select hh.user_id from ${HELD_ROLES} hh where hh.role_id = ${add(roleId)}::uuid`;

/** Those who hold a role on the group. */
export const holdersOn =
  (groupId: string): Ids =>
  (add) =>
    `select hh.user_id from ${HELD_ROLES} hh where hh.on_group_id = ${add(groupId)}::uuid`;

export const holdsEverything = ({ permissions }: Principal): boolean => permissions.size === PERMISSIONS.length;

/** Throws where one of these users holds a permission, everywhere or on something, that the caller does not hold. */
export const mustHoldAsMuchAs = async (database: Database, principal: Principal, users: Ids): Promise<void> => {
  if (holdsEverything(principal)) return;
  const { add, values } = new Parameters();
  const held = await database.query<Held>(
    `select distinct r.permissions,
       case when not ${everywhere('h')} then jsonb_build_object('userId', h.on_user_id, 'groupId', h.on_group_id, 'path', h.on_path) end as "on"
     from ${HELD_ROLES} h join roles r on r.id = h.role_id
     where h.user_id in (${users(add)}) and h.user_id is distinct from ${add(principal.userId)}::uuid
       and not r.permissions <@ ${add([...principal.permissions])}::text[]`,
    values,
  );
  for (const one of held) if (!(await holds(database, principal, one))) throw asMuchForbidden();
};

/** What users, or groups, come to be within: roles that are held on these groups, or on the path or above it. */
export interface Around {
  groupIds?: readonly string[];
  path?: string | null;
}

const isAround = (path: string, folder: string): string =>
  `(${folder} = ${path} or starts_with(${path}, ${folder} || '/'))`;

/** Who holds which permission on what is around, of those that the caller does not hold everywhere. */
const gaining = (principal: Principal, { groupIds = [], path = null }: Around, add: Add): string => `
  select distinct h.user_id as holder, permission
  from ${HELD_ROLES} h join roles r on r.id = h.role_id cross join unnest(r.permissions) permission
  where (h.on_group_id = any(${add(groupIds)}::uuid[]) or ${isAround(`${add(path)}::text`, 'h.on_path')})
    and permission <> all (${add([...principal.permissions])}::text[])`;

/** Whether the holder of a row of these holds the permission already: everywhere, or where the condition on `k` says. */
const holdsAlready = (on: string): string => `exists (
  select from ${HELD_ROLES} k join roles kr on kr.id = k.role_id
  where k.user_id = g.holder and g.permission = any(kr.permissions) and (${everywhere('k')} or ${on}))`;

/** What somebody comes to hold on each of these rows of `x`, and the caller does not hold everywhere. */
const gained = async <Row extends { id: string }>(
  database: Database,
  principal: Principal,
  { table, columns, ids, on }: { table: string; columns: string; ids: Ids; on: string },
  around: Around,
): Promise<(Row & { permissions: Permission[] })[]> => {
  const { add, values } = new Parameters();
  return database.query(
    `with gaining as (${gaining(principal, around, add)})
     select ${columns}, array_agg(distinct g.permission) as permissions from ${table} x cross join gaining g
     where x.id in (${ids(add)}) and not ${holdsAlready(on)} group by x.id`,
    values,
  );
};

const USERS = {
  table: 'users',
  columns: 'x.id',
  on: `k.on_user_id = x.id or ${isAround('x.path', 'k.on_path')} or ${isMember('x.id', 'k.on_group_id')}`,
};

const GROUPS = {
  table: 'groups',
  columns: 'x.id, x.path',
  on: `${isAround('x.path', 'k.on_path')}
    or exists (select from group_closure gc where gc.descendant_id = x.id and gc.ancestor_id = k.on_group_id)`,
};

/** Nobody brings users within reach of others, or of their own: what anybody comes to hold on a user, the caller must hold on that user already. */
export const mustNotExpose = async (
  database: Database,
  principal: Principal,
  users: Ids,
  around: Around,
): Promise<void> => {
  if (holdsEverything(principal)) return;
  const rows = await gained(database, principal, { ...USERS, ids: users }, around);
  const facing = await principalsFor(
    database,
    principal,
    rows.map(({ id }) => id),
  );
  if (rows.some(({ id, permissions }) => permissions.some((permission) => !may(facing(id), permission))))
    throw forbiddenFor(`on the user what others hold on the ${around.groupIds?.length ? 'group' : 'path'}`);
};

/** What counts on the group itself, and not only on its members. */
const ON_GROUPS: readonly Permission[] = ['groups:read', 'groups:manage', 'roles:assign'];

/** The same of groups: whoever may change one, or give it roles. */
export const mustNotExposeGroups = async (
  database: Database,
  principal: Principal,
  groups: Ids,
  around: Around,
): Promise<void> => {
  if (ON_GROUPS.every((permission) => may(principal, permission))) return;
  const rows = await gained<{ id: string; path: string }>(database, principal, { ...GROUPS, ids: groups }, around);
  for (const { permissions, ...group } of rows) {
    const counting = permissions.filter((permission) => ON_GROUPS.includes(permission));
    const caller = counting.length > 0 ? await principalForGroup(database, principal, group) : principal;
    if (counting.some((permission) => !may(caller, permission)))
      throw forbiddenFor(`on the group what others hold on the ${around.groupIds?.length ? 'group above' : 'path'}`);
  }
};

/** Of a group whose members follow from a rule nobody knows who will come: what anybody holds on it, the caller must hold everywhere. */
export const mustHoldWhatIsHeldOn = async (
  database: Database,
  principal: Principal,
  groupIds: readonly string[],
): Promise<void> => {
  if (holdsEverything(principal)) return;
  const more = await database.one(
    `select 1 from role_assignments a join roles r on r.id = a.role_id
     where a.on_group_id = any($1::uuid[]) and not r.permissions <@ $2::text[] limit 1`,
    [groupIds, [...principal.permissions]],
  );
  if (more) throw forbiddenFor('everywhere what others hold on the group');
};
