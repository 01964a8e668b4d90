/** The personal data in this module's tables, for `exportUserData`. */
import type { PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'sessions',
    table: 'sessions',
    needs: 'sessions:read',
    type: 'Session',
    select: `x.id, x.platform, x.os, x.os_version as "osVersion", x.browser, x.user_agent as "userAgent", x.ip, x.location,
      x.authentication_methods as "authenticationMethods", x.created_at as "createdAt", x.authenticated_at as "authenticatedAt",
      x.last_seen_at as "lastSeenAt", x.expires_at as "expiresAt", x.ended_at as "endedAt", x.end_reason as "endReason"`,
    from: 'sessions x',
  },
];
