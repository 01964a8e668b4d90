/** The roles that groups give to their members. */
import type { Database } from '../../database/database';
import type { HeldPermissions, Principal } from './principal';
import { requirePermissions } from './rights';

/** Joining or leaving these groups gives or takes their roles: the caller must hold every permission of them. */
export const requirePermissionsOfGroups = async (
  database: Database,
  principal: Principal,
  groupIds: string[],
): Promise<void> => {
  const given = await database.query<HeldPermissions>(
    `select r.authority as permissions, case when num_nonnulls(a.on_user_id, a.on_group_id, a.on_path) > 0
       then jsonb_build_object('userId', a.on_user_id, 'groupId', a.on_group_id, 'path', a.on_path) end as "on"
     from role_assignments a join roles r on r.id = a.role_id where a.group_id = any($1::uuid[])`,
    [groupIds],
  );
  for (const held of given) await requirePermissions(database, principal, held, 'the roles of the group');
};

/** Whether one of these groups gives a role to its members. */
export const anyHasRoles = async (database: Database, groupIds: readonly string[]): Promise<boolean> =>
  (await database.one('select 1 from role_assignments where group_id = any($1::uuid[]) limit 1', [groupIds])) !== null;
