/** Reads roles, and who holds them, for one request. */
import DataLoader from 'dataloader';
import type { HeldOn } from '../../core/authority/principal';
import { everywhere, HELD_ROLES } from '../../core/authority/held-roles';
import { defineLoader } from '../../core/context/context';
import { byId, byParent } from '../../database/loaders';
import type { Role, RoleAssignment } from './entity';
import { findRoles, roleColumns } from './find';

interface HeldRole extends Role {
  parentId: string;
  groupId: string | null;
  on: HeldOn | null;
  assignedAt: Date;
}

export const roleById = defineLoader((database) => byId<Role>(database, roleColumns, 'roles x'));

/** By their names, which ignore case. */
export const roleByName = defineLoader(
  (database) => new DataLoader<string, Role | null>((names) => findRoles(database, names)),
);

/** Each time a role was given to a user, or to a group that the user is in. */
export const heldRolesOfUser = defineLoader((database) =>
  byParent<HeldRole>((ids) =>
    database.query(
      `select ${roleColumns}, h.user_id as "parentId", h.group_id as "groupId", h.assigned_at as "assignedAt",
         case when not ${everywhere('h')} then jsonb_build_object('userId', h.on_user_id, 'groupId', h.on_group_id, 'path', h.on_path) end as "on"
       from ${HELD_ROLES} h join roles x on x.id = h.role_id where h.user_id = any($1::uuid[]) order by x.name, h.assigned_at`,
      [ids],
    ),
  ),
);

export const assignmentsOfGroup = defineLoader((database) =>
  byParent<RoleAssignment & { parentId: string }>((ids) =>
    database.query(
      `select x.role_id as "roleId", x.user_id as "userId", x.group_id as "groupId", x.assigned_at as "assignedAt", x.group_id as "parentId",
         case when not ${everywhere('x')} then jsonb_build_object('userId', x.on_user_id, 'groupId', x.on_group_id, 'path', x.on_path) end as "on"
       from role_assignments x where x.group_id = any($1::uuid[]) order by x.id`,
      [ids],
    ),
  ),
);
