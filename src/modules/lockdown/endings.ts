/**
 * Locks down a compromised account: disables it and ends everything that would give access again once it is enabled. Used by the mutation and by
 * the link in mails to the owner. The caller has locked the rows of the user and of the administrators.
 */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { endWithDependents } from '../../core/revocation/dependents';
import { deleteAccessLinks, hasAccessLink } from '../../core/link/link';
import { closeLockdownLinks } from '../../core/link/lockdown';
import type { AdditionalEnding, Receipt } from '../../core/revocation/engine';
import { lastReceipt } from '../../core/revocation/find';
import { deviceLinks } from '../device';
import { passkeyChallenges, totpSecrets } from '../factor';
import { authenticators, deviceChallenges } from '../mobile';
import { knownBrowsers } from '../password';
import { pushEnrollments } from '../push';
import { tokens } from '../token';
import { disableUsers, passwords, type User, type UsersEnding } from '../user';

export const LOCKDOWNS = ['lockdownUser', 'lockdown_link'] as const;

/** A table with credentials for signing in, or with unfinished enrollments of such. */
interface CredentialTable {
  existsBy(where: { userId: string }): Promise<boolean>;
  delete(where: { userId: string }): Promise<unknown>;
}

/** All of them except links, of which those that lock the account down are kept. */
const credentialTables = (database: Database): CredentialTable[] => [
  passwords(database),
  pushEnrollments(database),
  totpSecrets(database),
  passkeyChallenges(database),
  deviceChallenges(database),
  knownBrowsers(database),
];

/** API tokens do not depend on the user's epoch, so they are ended one by one. */
export const endingOfApiTokens = async (
  database: Database,
  userId: string,
): Promise<Omit<AdditionalEnding, 'events'>> => {
  const ids = await tokens(database).listUnrevokedApiIds(userId);
  return {
    selections: ids.length > 0 ? [{ kind: 'token', column: 'id', values: ids }] : [],
    end: (revocationId) => tokens(database).revoke(ids, { reason: 'REVOKED', revocationId }),
  };
};

/** What a lockdown ends in addition to a disable, in the same receipt. */
const credentialsOf = async (database: Database, userId: string): Promise<AdditionalEnding> => {
  const apiTokens = await endingOfApiTokens(database, userId);
  const ended = await authenticators(database).listCurrentIds(userId);
  return {
    selections: [
      ...apiTokens.selections,
      { kind: 'authenticator', column: 'user_id', values: [userId] },
      { kind: 'pushEnrollment', column: 'user_id', values: [userId], rowsAreDeleted: true },
    ],
    events: [{ type: 'USER_LOCKED_DOWN', userId }],
    end: async (revocationId) => {
      await apiTokens.end(revocationId);
      await endWithDependents(database, 'authenticator', ended, { reason: 'REVOKED', revocationId });
      await deleteAccessLinks(database, userId);
      for (const table of credentialTables(database)) await table.delete({ userId });
      await closeLockdownLinks(database, userId);
      await deviceLinks(database).clearEnrollments(userId);
    },
  };
};

/** The receipt of an earlier lockdown, if nothing is left to end. */
const earlierLockdown = async (database: Database, user: User): Promise<Receipt | null> => {
  if (user.status !== 'DISABLED') return null;
  if ((await tokens(database).listUnrevokedApiIds(user.id)).length > 0) return null;
  if ((await authenticators(database).listCurrentIds(user.id)).length > 0) return null;
  if (await hasAccessLink(database, user.id)) return null;
  for (const table of credentialTables(database)) if (await table.existsBy({ userId: user.id })) return null;
  return lastReceipt(database, user.id, [...LOCKDOWNS]);
};

export interface LockDown extends Pick<UsersEnding, 'reason' | 'dryRun'> {
  action: (typeof LOCKDOWNS)[number];
  user: User;
}

export const lockDown = async (database: Database, caller: Caller, { user, ...asked }: LockDown): Promise<Receipt> =>
  (await earlierLockdown(database, user)) ??
  disableUsers(database, caller, {
    ...asked,
    target: { type: 'User', id: user.id },
    users: [user],
    additional: await credentialsOf(database, user.id),
  });
