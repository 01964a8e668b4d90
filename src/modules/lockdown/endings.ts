/**
 * Locks an account down that somebody else may have got hold of: disables it, and ends what would open it again once it is enabled. For the
 * mutation, and for the link that its owner has in a mail. The caller has locked the user's row, and those of the administration.
 */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { endCarriers } from '../../core/revocation/dependents';
import { deleteOpeningLinks, hasOpeningLink } from '../../core/link/link';
import { closeLockdownLinks } from '../../core/link/lockdown';
import type { Receipt } from '../../core/revocation/engine';
import { lastReceipt } from '../../core/revocation/find';
import { deviceLinks } from '../device';
import { passkeyChallenges, totpSecrets } from '../factor';
import { authenticators, deviceChallenges } from '../mobile';
import { knownBrowsers } from '../password';
import { pushEnrollments } from '../push';
import { tokens } from '../token';
import { barUsers, type More, passwords, type User, type UsersEnding } from '../user';

export const LOCKDOWNS = ['lockdownUser', 'lockdown_link'] as const;

/** A table with what is not issued by a sign-in but lets somebody have one, or was begun to: every row of the user counts. */
interface OpeningTable {
  existsBy(where: { userId: string }): Promise<boolean>;
  delete(where: { userId: string }): Promise<unknown>;
}

/** Besides links. */
const openingTables = (database: Database): OpeningTable[] => [
  passwords(database),
  pushEnrollments(database),
  totpSecrets(database),
  passkeyChallenges(database),
  deviceChallenges(database),
  knownBrowsers(database),
];

/** API tokens hang on no epoch of their user, and end by themselves. */
export const endingOfApiTokens = async (database: Database, userId: string): Promise<Omit<More, 'events'>> => {
  const ids = await tokens(database).listUnrevokedApiIds(userId);
  return {
    selections: ids.length > 0 ? [{ kind: 'token', column: 'id', values: ids }] : [],
    end: (revocationId) => tokens(database).revoke(ids, { reason: 'REVOKED', revocationId }),
  };
};

/** What a lockdown ends beyond a disable, and says so in the same receipt. */
const openingsOf = async (database: Database, userId: string): Promise<More> => {
  const apiTokens = await endingOfApiTokens(database, userId);
  const ended = await authenticators(database).listCurrentIds(userId);
  return {
    selections: [
      ...apiTokens.selections,
      { kind: 'authenticator', column: 'user_id', values: [userId] },
      { kind: 'pushEnrollment', column: 'user_id', values: [userId], vanishes: true },
    ],
    events: [{ type: 'USER_LOCKED_DOWN', userId }],
    end: async (revocationId) => {
      await apiTokens.end(revocationId);
      await endCarriers(database, 'authenticator', ended, { reason: 'REVOKED', revocationId });
      await deleteOpeningLinks(database, userId);
      for (const table of openingTables(database)) await table.delete({ userId });
      await closeLockdownLinks(database, userId);
      await deviceLinks(database).clearEnrollments(userId);
    },
  };
};

/** Nothing of it is left: the receipt of the lockdown before. */
const earlierLockdown = async (database: Database, user: User): Promise<Receipt | null> => {
  if (user.status !== 'DISABLED') return null;
  if ((await tokens(database).listUnrevokedApiIds(user.id)).length > 0) return null;
  if ((await authenticators(database).listCurrentIds(user.id)).length > 0) return null;
  if (await hasOpeningLink(database, user.id)) return null;
  for (const table of openingTables(database)) if (await table.existsBy({ userId: user.id })) return null;
  return lastReceipt(database, user.id, [...LOCKDOWNS]);
};

export interface LockDown extends Pick<UsersEnding, 'reason' | 'dryRun'> {
  action: (typeof LOCKDOWNS)[number];
  user: User;
}

export const lockDown = async (database: Database, caller: Caller, { user, ...asked }: LockDown): Promise<Receipt> =>
  (await earlierLockdown(database, user)) ??
  barUsers(database, caller, {
    ...asked,
    target: { type: 'User', id: user.id },
    users: [user],
    more: await openingsOf(database, user.id),
  });
