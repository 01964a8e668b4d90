/** What `exportUserData` exports from the tables of this module. */
import type { PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'groups',
    table: 'group_members',
    needs: 'groups:read',
    select: 'g.name, g.path, x.added_at as "addedAt"',
    from: 'group_members x join groups g on g.id = x.group_id',
    order: 'x.added_at',
  },
];
