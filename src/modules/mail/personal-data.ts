/** What `exportUserData` includes from the tables of this module. */
import type { PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'mails',
    table: 'mails',
    needs: 'mails:read',
    type: 'Mail',
    select: 'x.id, x.kind, x.address, x.status, x.created_at as "createdAt", x.finished_at as "finishedAt"',
    from: 'mails x',
  },
];
