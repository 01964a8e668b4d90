/** The tables of this module in `exportUserData`. */
import type { PersonalData } from '../../core/module/personal-data';

export const personalData: PersonalData[] = [
  {
    name: 'knownBrowsers',
    table: 'known_browsers',
    needs: 'sessions:read',
    select: 'x.created_at as "createdAt", x.last_used_at as "lastUsedAt", x.expires_at as "expiresAt"',
    from: 'known_browsers x',
  },
];
