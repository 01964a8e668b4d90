/** Selections of what was issued to users, for receipts. */
import type { Selection } from '../../core/revocation/selection';

/** All sessions, tokens and access grants of users. */
export const issuedToUsers = (userIds: string[]): Selection[] => [
  { kind: 'session', column: 'user_id', values: userIds },
  { kind: 'token', column: 'user_id', values: userIds },
  { kind: 'accessGrant', column: 'user_id', values: userIds },
];

/** What was issued to these users while they impersonated others. */
export const issuedToImpersonators = (userIds: string[]): Selection[] => [
  { kind: 'session', column: 'impersonator_id', values: userIds },
  { kind: 'token', column: 'impersonator_id', values: userIds },
  { kind: 'accessGrant', column: 'impersonator_id', values: userIds },
];

/** What ends with the current epoch of users: everything except API tokens, and except one session if given. */
export const issuedInCurrentEpoch = (userIds: string[], exceptSession: string | null = null): Selection[] => [
  ...issuedToUsers(userIds).map((selection) => ({
    ...selection,
    underEpoch: true,
    ...(exceptSession ? { exceptSession } : {}),
  })),
  ...issuedToImpersonators(userIds),
];
