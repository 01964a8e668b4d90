/** What `exportUserData` includes from the tables of this module. */
import type { PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'derivedCredentials',
    table: 'derived_credentials',
    needs: 'tokens:read',
    select: 'x.kind, x.created_at as "createdAt"',
    from: 'derived_credentials x',
  },
];
