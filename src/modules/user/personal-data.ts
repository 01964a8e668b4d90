/** The tables of this module in `exportUserData`. */
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

/** Tables that are not exported, and why. */
export const withoutPersonalData = {
  login_names: 'the username and the email address, exported with the user',
};
