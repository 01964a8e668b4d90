/** The personal data in this module's tables, for `exportUserData`. */
import { APPLICATION_NAME, JOIN_APPLICATION, type PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'consents',
    table: 'consents',
    needs: 'consents:read',
    type: 'Consent',
    select: `x.id, ${APPLICATION_NAME}, x.scopes, x.resource_scopes as "resourceScopes", x.created_at as "createdAt", x.updated_at as "updatedAt",
      x.expires_at as "expiresAt", x.revoked_at as "revokedAt", x.end_reason as "endReason"`,
    from: `consents x ${JOIN_APPLICATION}`,
  },
];
