/** What `exportUserData` exports from the tables of this module. */
import type { PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'invitations',
    table: 'invitations',
    needs: 'users:read',
    type: 'Invitation',
    select: 'x.id, x.email, x.name, x.path, x.attributes, x.created_at as "createdAt", x.expires_at as "expiresAt"',
    from: 'invitations x',
  },
];
