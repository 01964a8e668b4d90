/** The personal data in this module's tables, for `exportUserData`. */
import { APPLICATION_NAME, JOIN_APPLICATION, type PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'accessGrants',
    table: 'access_grants',
    needs: 'grants:read',
    type: 'AccessGrant',
    select: `x.id, ${APPLICATION_NAME}, x.scopes, x.created_at as "createdAt", x.expires_at as "expiresAt", x.revoked_at as "revokedAt", x.end_reason as "endReason"`,
    from: `access_grants x ${JOIN_APPLICATION}`,
  },
];
