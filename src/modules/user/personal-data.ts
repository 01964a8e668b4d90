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
  {
    name: 'previousIds',
    table: 'previous_ids',
    needs: 'users:read',
    select: 'x.previous_id as "previousId", x.added_at as "addedAt"',
    from: 'previous_ids x',
    order: 'x.previous_id',
  },
];

/** Tables that are not exported, and why. */
export const withoutPersonalData = {
  retired_subjects: 'SHA-256 of subjects of deleted users',
  login_names: 'the username and the email address, exported with the user',
};
