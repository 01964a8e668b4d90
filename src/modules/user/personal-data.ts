/** What `exportUserData` tells of this module's tables. */
import type { PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'password',
    table: 'passwords',
    needs: 'users:read',
    select: 'x.changed_at as "changedAt"',
    from: 'passwords x',
    order: 'x.changed_at',
  },
];

/** Tables with nothing to tell. */
export const withoutPersonalData = {
  login_names: 'the username and the address, told with the user',
};
