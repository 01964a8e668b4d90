/** What `exportUserData` exports from the tables of this module. */
import type { PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'offboardings',
    table: 'offboardings',
    needs: 'users:read',
    select: 'x.action, x.due_at as "dueAt", x.reason, x.created_at as "createdAt"',
    from: 'offboardings x',
    order: 'x.created_at',
  },
];
