/** What was issued to a user: all of it, and all but one session. */
import type { Database } from '../../database/database';
import type { Selection } from '../../core/revocation/selection';

/** Everything of users that `live` speaks of. */
export const issuedTo = (userIds: string[]): Selection[] => [
  { kind: 'session', column: 'user_id', values: userIds },
  { kind: 'token', column: 'user_id', values: userIds },
  { kind: 'accessGrant', column: 'user_id', values: userIds },
];

/** What these users were given in the place of others. */
export const issuedInPlaceOfOthers = (userIds: string[]): Selection[] => [
  { kind: 'session', column: 'impersonator_id', values: userIds },
  { kind: 'token', column: 'impersonator_id', values: userIds },
  { kind: 'accessGrant', column: 'impersonator_id', values: userIds },
];

/** What ends with the present epoch of users: all of it but their API tokens. */
export const underEpochOf = (userIds: string[], exceptSession: string | null = null): Selection[] => [
  ...issuedTo(userIds).map((selection) => ({
    ...selection,
    underEpoch: true,
    ...(exceptSession ? { exceptSession } : {}),
  })),
  ...issuedInPlaceOfOthers(userIds),
];

/** Lifts one session, and what it issued, into the user's new epoch: the one that `exceptCurrent` spares. */
export const spareSession = async (database: Database, userId: string, sessionId: string): Promise<void> => {
  const epoch = '(select epoch from users where id = $1)';
  await database.execute(
    `update sessions set user_epoch = ${epoch} where user_id = $1 and id = $2 and user_epoch = ${epoch} - 1`,
    [userId, sessionId],
  );
  for (const table of ['token_families', 'tokens', 'access_grants'])
    await database.execute(
      `update ${table} set user_epoch = ${epoch} where user_id = $1 and session_id = $2 and user_epoch = ${epoch} - 1`,
      [userId, sessionId],
    );
};
