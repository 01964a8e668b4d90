/** The table of roles that are held by groups or on objects: the only place with its statements. */
import type { Held } from '../../core/authority/principal';
import { repositoryOf, TableRepository } from '../../database/repository';
import { StoredRoleAssignment } from './tables';

class StoredRoleAssignmentRepository extends TableRepository<StoredRoleAssignment> {
  /** What these assignments give: those of groups, on objects and of users everywhere. */
  listHeld(ids: string[]): Promise<(Held & { id: string; groupId: string | null })[]> {
    return this.database.query(
      `select a.id, a.group_id as "groupId", r.permissions, case when num_nonnulls(a.on_user_id, a.on_group_id, a.on_path) > 0
           then jsonb_build_object('userId', a.on_user_id, 'groupId', a.on_group_id, 'path', a.on_path) end as "on"
         from role_assignments a join roles r on r.id = a.role_id where a.id = any($1::uuid[])
       union all select u.id, null, r.permissions, null from user_roles u join roles r on r.id = u.role_id where u.id = any($1::uuid[])`,
      [ids],
    );
  }
}

export const roleAssignments = repositoryOf(StoredRoleAssignment, StoredRoleAssignmentRepository);
