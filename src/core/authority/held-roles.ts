/** The only definition, in SQL, of who holds which role, how, and on which object. */
import type { Database } from '../../database/database';
import type { HeldPermissions } from './principal';

/** One row per held role: assigned to the user or to a group of the user (`group_id`), globally or on one of the three kinds of object. */
export const HELD_ROLES = `(
  select user_id, role_id, null::uuid as group_id, null::uuid as on_user_id, null::uuid as on_group_id, null::text as on_path, assigned_at from user_roles
  union all
  select user_id, role_id, null, on_user_id, on_group_id, on_path, assigned_at from role_assignments where user_id is not null
  union all
  select m.user_id, a.role_id, a.group_id, a.on_user_id, a.on_group_id, a.on_path, a.assigned_at
  from group_members m join group_closure c on c.descendant_id = m.group_id join role_assignments a on a.group_id = c.ancestor_id)`;

/** SQL condition: the role is held globally. */
export const isHeldGlobally = (alias: string): string =>
  `num_nonnulls(${alias}.on_user_id, ${alias}.on_group_id, ${alias}.on_path) = 0`;

/** A user's roles as one JSON array: the permissions of each role and the object it is held on. */
export const heldPermissionsOf = (user: string): string => `coalesce((
  select jsonb_agg(jsonb_build_object('permissions', hr.authority,
    'on', case when not ${isHeldGlobally('h')} then jsonb_build_object('userId', h.on_user_id, 'groupId', h.on_group_id, 'path', h.on_path) end))
  from ${HELD_ROLES} h join roles hr on hr.id = h.role_id where h.user_id = ${user}), '[]')`;

/** What a user holds, whatever their status. */
export const findHeldPermissions = async (database: Database, userId: string): Promise<HeldPermissions[]> =>
  (await database.one<{ held: HeldPermissions[] }>(`select ${heldPermissionsOf('$1::uuid')} as held`, [userId]))!.held;

/** What an active user holds; nothing for others. */
export const findHeldPermissionsIfActive = async (database: Database, userId: string): Promise<HeldPermissions[]> => {
  const row = await database.one<{ held: HeldPermissions[] }>(
    `select ${heldPermissionsOf('u.id')} as held from users u where u.id = $1 and u.status = 'ACTIVE'`,
    [userId],
  );
  return row?.held ?? [];
};

/** Which of these users hold a role, directly or through a group. */
export const usersWithRoles = async (database: Database, userIds: string[]): Promise<string[]> => {
  const holders = await database.query<{ id: string }>(
    `select distinct h.user_id as id from ${HELD_ROLES} h where h.user_id = any($1::uuid[])`,
    [userIds],
  );
  return holders.map(({ id }) => id);
};

/** SQL: the scopes of a resource server that the roles of a user give, as JSON. Only roles that are held everywhere give any. */
export const resourceScopesOf = (user: string, identifier: string): string => `to_jsonb(array(
  select distinct scope from ${HELD_ROLES} h join roles hr on hr.id = h.role_id,
    jsonb_array_elements_text(coalesce(hr.resource_scopes -> ${identifier}, '[]')) as scope
  where h.user_id = ${user} and ${isHeldGlobally('h')} order by scope))`;

/** For an active user; none for others. */
export const findResourceScopesOf = async (
  database: Database,
  userId: string,
  identifier: string,
): Promise<string[]> => {
  const row = await database.one<{ scopes: string[] }>(
    `select ${resourceScopesOf('u.id', '$2::text')} as scopes from users u where u.id = $1 and u.status = 'ACTIVE'`,
    [userId, identifier],
  );
  return row?.scopes ?? [];
};
