/** The table of roles that are held by groups or on objects: the only place with its statements. */
import type { HeldPermissions } from '../../core/authority/principal';
import { isHeldGlobally } from '../../core/authority/held-roles';
import { repositoryOf, TableRepository } from '../../database/repository';
import type { RoleAssignment } from './entity';
import { StoredRoleAssignment } from './tables';

/** What makes two assignments the same one. */
type Assignment = Pick<RoleAssignment, 'roleId' | 'userId' | 'groupId' | 'on'>;

const valuesOf = ({ roleId, userId, groupId, on }: Assignment) => [
  ...[roleId, userId, groupId],
  ...[on?.userId ?? null, on?.groupId ?? null, on?.path ?? null],
];

class RoleAssignmentRepository extends TableRepository<StoredRoleAssignment> {
  listOfGroups(groupIds: readonly string[]): Promise<(RoleAssignment & { parentId: string })[]> {
    return this.database.query(
      `select x.role_id as "roleId", x.user_id as "userId", x.group_id as "groupId", x.assigned_at as "assignedAt", x.group_id as "parentId",
         case when not ${isHeldGlobally('x')} then jsonb_build_object('userId', x.on_user_id, 'groupId', x.on_group_id, 'path', x.on_path) end as "on"
       from role_assignments x where x.group_id = any($1::uuid[]) order by x.id`,
      [groupIds],
    );
  }

  /** Whether anyone holds the role on an object. */
  async existsOnObject(roleId: string): Promise<boolean> {
    const found = await this.database.one(
      'select 1 from role_assignments where role_id = $1 and num_nonnulls(on_user_id, on_group_id, on_path) > 0 limit 1',
      [roleId],
    );
    return found !== null;
  }

  /** False where the same assignment exists already. */
  async add(id: string, assignment: Assignment): Promise<boolean> {
    const added = await this.database.execute(
      `insert into role_assignments (id, role_id, user_id, group_id, on_user_id, on_group_id, on_path, assigned_at)
       values ($1, $2, $3, $4, $5, $6, $7, now()) on conflict do nothing`,
      [id, ...valuesOf(assignment)],
    );
    return added === 1;
  }

  /** False where there is no such assignment. */
  async end(assignment: Assignment): Promise<boolean> {
    const ended = await this.database.execute(
      `delete from role_assignments where role_id = $1 and (user_id, group_id, on_user_id, on_group_id, on_path)
       is not distinct from ($2::uuid, $3::uuid, $4::uuid, $5::uuid, $6::text)`,
      valuesOf(assignment),
    );
    return ended === 1;
  }

  /** What these assignments give: those of groups, on objects and of users everywhere. */
  listHeld(ids: string[]): Promise<(HeldPermissions & { id: string; groupId: string | null })[]> {
    return this.database.query(
      `select a.id, a.group_id as "groupId", r.authority as permissions, case when num_nonnulls(a.on_user_id, a.on_group_id, a.on_path) > 0
           then jsonb_build_object('userId', a.on_user_id, 'groupId', a.on_group_id, 'path', a.on_path) end as "on"
         from role_assignments a join roles r on r.id = a.role_id where a.id = any($1::uuid[])
       union all select u.id, null, r.authority, null from user_roles u join roles r on r.id = u.role_id where u.id = any($1::uuid[])`,
      [ids],
    );
  }
}

export const roleAssignments = repositoryOf(StoredRoleAssignment, RoleAssignmentRepository);
