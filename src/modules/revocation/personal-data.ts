/** What `exportUserData` includes from the tables of this module. */
import type { PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'receipts',
    table: 'revocations',
    needs: 'revocations:read',
    type: 'Revocation',
    select: 'x.id, x.action, x.reason, x.requested_at as "requestedAt"',
    from: 'revocations x',
  },
];

/** Tables that it leaves out, and why. */
export const withoutPersonalData = {
  revocation_items: 'what the receipts list',
};
