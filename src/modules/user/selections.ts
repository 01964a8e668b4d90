/** What was issued to a user: all of it, and all but one session. */
import type { Selection } from '../../core/revocation/selection';

/** Everything of users that `live` speaks of. */
export const issuedToUsers = (userIds: string[]): Selection[] => [
  { kind: 'session', column: 'user_id', values: userIds },
  { kind: 'token', column: 'user_id', values: userIds },
  { kind: 'accessGrant', column: 'user_id', values: userIds },
];

/** What these users were given in the place of others. */
export const issuedToImpersonators = (userIds: string[]): Selection[] => [
  { kind: 'session', column: 'impersonator_id', values: userIds },
  { kind: 'token', column: 'impersonator_id', values: userIds },
  { kind: 'accessGrant', column: 'impersonator_id', values: userIds },
];

/** What ends with the present epoch of users: all of it but their API tokens. */
export const issuedInCurrentEpoch = (userIds: string[], exceptSession: string | null = null): Selection[] => [
  ...issuedToUsers(userIds).map((selection) => ({
    ...selection,
    underEpoch: true,
    ...(exceptSession ? { exceptSession } : {}),
  })),
  ...issuedToImpersonators(userIds),
];
