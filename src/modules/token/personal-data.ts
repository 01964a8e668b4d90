/** The personal data in this module's tables, for `exportUserData`. */
import { APPLICATION_NAME, JOIN_APPLICATION, type PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'authorizations',
    table: 'token_families',
    needs: 'tokens:read',
    type: 'TokenFamily',
    select: `x.id, ${APPLICATION_NAME}, x.created_at as "createdAt", x.expires_at as "expiresAt", x.ended_at as "endedAt", x.end_reason as "endReason"`,
    from: `token_families x ${JOIN_APPLICATION}`,
  },
  {
    name: 'tokens',
    table: 'tokens',
    needs: 'tokens:read',
    type: 'Token',
    select: `x.id, x.kind, x.name, ${APPLICATION_NAME}, x.scopes, x.created_at as "createdAt", x.expires_at as "expiresAt", x.last_used_at as "lastUsedAt",
      x.revoked_at as "revokedAt", x.end_reason as "endReason"`,
    from: `tokens x ${JOIN_APPLICATION}`,
  },
];
