/** Statements of the table `roles`. */
import { isHeldGlobally, HELD_ROLES } from '../../core/authority/held-roles';
import type { PermissionObject } from '../../core/authority/principal';
import { repositoryOf, TableRepository } from '../../database/repository';
import { rowsOf } from '../../database/rows';
import { newId } from '../../platform/random';
import type { BuiltInRole } from './built-in-roles';
import { Role } from './entity';

export const roleRows = rowsOf(Role, {
  type: 'Role',
  from: 'roles x',
});

export const roleColumns = roleRows.select;

/** A role that a user holds, and how. */
export interface HeldRole extends Role {
  /** The user. */
  parentId: string;
  /** The group that gives the role; null where the user holds it directly. */
  groupId: string | null;
  on: PermissionObject | null;
  assignedAt: Date;
}

class RoleRepository extends TableRepository<Role> {
  findById(id: string | null): Promise<Role | null> {
    return id === null
      ? Promise.resolve(null)
      : this.database.one<Role>(`select ${roleColumns} from roles x where x.id = $1`, [id]);
  }

  /** The role of each of these names, ignoring case; null where there is none. */
  async listByNames(names: readonly string[]): Promise<(Role | null)[]> {
    const rows = await this.database.query<Role & { at: number }>(
      `select ${roleColumns}, n.at::int as "at" from unnest($1::text[]) with ordinality as n (name, at) join roles x on lower(x.name) = lower(n.name)`,
      // PostgreSQL cannot store this character, so no role has it in its name.
      [names.map((name) => (name.includes('\0') ? '' : name))],
    );
    const found = new Map(rows.map((row) => [row.at, row]));
    return names.map((_, i) => found.get(i + 1) ?? null);
  }

  listAll(): Promise<Role[]> {
    return this.database.query<Role>(`select ${roleColumns} from roles x order by x.name`);
  }

  /** Every assignment of a role to one of these users, or to a group that the user is a member of. */
  listHeldBy(userIds: readonly string[]): Promise<HeldRole[]> {
    return this.database.query(
      `select ${roleColumns}, h.user_id as "parentId", h.group_id as "groupId", h.assigned_at as "assignedAt",
         case when not ${isHeldGlobally('h')} then jsonb_build_object('userId', h.on_user_id, 'groupId', h.on_group_id, 'path', h.on_path) end as "on"
       from ${HELD_ROLES} h join roles x on x.id = h.role_id where h.user_id = any($1::uuid[]) order by x.name, h.assigned_at`,
      [userIds],
    );
  }

  /** The names of the roles that the user holds everywhere, directly or through groups. */
  async listNamesHeldGloballyBy(userId: string): Promise<string[]> {
    const rows = await this.database.query<{ name: string }>(
      `select distinct r.name from ${HELD_ROLES} h join roles r on r.id = h.role_id
       where h.user_id = $1 and ${isHeldGlobally('h')} order by r.name`,
      [userId],
    );
    return rows.map(({ name }) => name);
  }

  async countAssignments(id: string): Promise<number> {
    const assigned = await this.database.one<{ times: number }>(
      `select (select count(*) from user_roles where role_id = $1) + (select count(*) from role_assignments where role_id = $1) as times`,
      [id],
    );
    return Number(assigned!.times);
  }

  lock(id: string): Promise<Role | null> {
    return this.database.one<Role>(`select ${roleColumns} from roles x where x.id = $1 for update`, [id]);
  }

  /** Takes the scopes of a deleted resource server from all roles. */
  async forgetResourceServer(identifier: string): Promise<void> {
    await this.database.query('select id from roles where resource_scopes ? $1 order by id for update', [identifier]);
    await this.database.execute(
      `update roles set resource_scopes = resource_scopes - $1::text, version = version + 1 where resource_scopes ? $1`,
      [identifier],
    );
  }

  /** Creates a built-in role, or gives it the description and the permissions of this release. */
  async install({ name, description, permissions }: BuiltInRole): Promise<void> {
    await this.database.execute(
      `insert into roles (id, name, description, permissions, built_in) values ($1, $2, $3, $4, true)
       on conflict (name) do update set description = excluded.description, permissions = excluded.permissions
       where (roles.description, roles.permissions) is distinct from (excluded.description, excluded.permissions)`,
      [newId(), name, description, permissions],
    );
  }
}

export const roles = repositoryOf(Role, RoleRepository);
