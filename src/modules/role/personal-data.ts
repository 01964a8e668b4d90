/** What `exportUserData` exports from the tables of this module. */
import { HELD_ROLES } from '../../core/authority/held-roles';
import type { PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'roles',
    table: 'user_roles',
    needs: 'users:read',
    select: 'r.name as "role", x.on_path as "onPath", x.assigned_at as "assignedAt"',
    from: `${HELD_ROLES} x join roles r on r.id = x.role_id`,
    order: 'x.assigned_at',
  },
];

/** Tables that `exportUserData` leaves out, and why. */
export const withoutPersonalData = {
  role_assignments: 'exported with the roles',
};
