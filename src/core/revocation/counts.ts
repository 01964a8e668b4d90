/** The counts of a receipt, by kind of what ended. */
import type { RevocationItemType } from '../../schema/enums';
import type { RevocationCounts } from './entity';

const COUNTED_AS: Record<RevocationItemType, keyof RevocationCounts> = {
  USER: 'users',
  DEVICE_LINK: 'deviceLinks',
  DEVICE: 'devices',
  SESSION: 'sessions',
  ACCESS_TOKEN: 'accessTokens',
  REFRESH_TOKEN: 'refreshTokens',
  API_TOKEN: 'apiTokens',
  ACCESS_GRANT: 'accessGrants',
  CONSENT: 'consents',
  PUSH_ENROLLMENT: 'pushEnrollments',
  AUTHENTICATOR: 'authenticators',
  PASSWORD: 'passwords',
  CLIENT_SECRET: 'clientSecrets',
  RECOVERY_LINK: 'recoveryLinks',
  INVITATION: 'invitations',
  REGISTRATION_TOKEN: 'registrationTokens',
  APPLICATION: 'applications',
  ROLE_ASSIGNMENT: 'roleAssignments',
  GROUP_MEMBERSHIP: 'groupMemberships',
  OFFBOARDING: 'offboardings',
};

export const noCounts = (): RevocationCounts => ({
  users: 0,
  deviceLinks: 0,
  devices: 0,
  sessions: 0,
  accessTokens: 0,
  refreshTokens: 0,
  apiTokens: 0,
  accessGrants: 0,
  consents: 0,
  authenticators: 0,
  pushEnrollments: 0,
  passwords: 0,
  clientSecrets: 0,
  recoveryLinks: 0,
  invitations: 0,
  registrationTokens: 0,
  applications: 0,
  roleAssignments: 0,
  groupMemberships: 0,
  offboardings: 0,
});

export const countsOf = (rows: { type: RevocationItemType; count: number }[]): RevocationCounts => {
  const counts = noCounts();
  for (const { type, count } of rows) counts[COUNTED_AS[type]] += count;
  return counts;
};

export const totalOf = (counts: RevocationCounts): number =>
  Object.values(counts).reduce((sum: number, n: number) => sum + n, 0);

export const countEach = (items: { type: RevocationItemType }[]): RevocationCounts =>
  countsOf(items.map(({ type }) => ({ type, count: 1 })));
