/**
 * Locks down the last administrator, who must be able to recover the account, so it stays enabled. Sessions, tokens and the password end, and
 * second factors that were added since the mail was sent. A recovery link is then mailed. Older factors stay, because the link proves only access
 * to the mailbox. All factors stay if the mail went to an unconfirmed address while the owner has confirmed another one. If the address has
 * changed since, it is unknown which mailbox is the owner's, and no recovery link is sent.
 */
import { IsNull, Not } from 'typeorm';
import type { Database } from '../../database/database';
import { type Caller, type NewEvent, recordEvents } from '../../core/event/record';
import { endWithDependents } from '../../core/revocation/dependents';
import { closeLockdownLinks, type LockdownLink } from '../../core/link/lockdown';
import { revoke, type Receipt } from '../../core/revocation/engine';
import { deleteAccessLinks } from '../../core/link/link';
import { deviceLinks } from '../device';
import { passkeyChallenges, totpSecrets } from '../factor';
import { authenticators, deviceChallenges } from '../mobile';
import { knownBrowsers } from '../password';
import { pushEnrollments } from '../push';
import { passwords, issuedInCurrentEpoch, type User, users } from '../user';
import { endingOfApiTokens, type LockDown } from './endings';
import { nameKey } from '../../platform/name-key';
import { endEpoch } from '../../core/revocation/epochs';

/** The password, and enrollments and challenges that were not completed. */
const deletePasswordAndUnfinished = async (database: Database, userId: string): Promise<void> => {
  await deleteAccessLinks(database, userId, { unused: true });
  await totpSecrets(database).delete({ userId, expiresAt: Not(IsNull()) });
  for (const table of [passkeyChallenges, deviceChallenges, knownBrowsers, passwords])
    await table(database).delete({ userId });
};

/** Removes authentication and push from devices that were enrolled since then. */
const forgetDevices = async (database: Database, userId: string, since: Date): Promise<void> => {
  await pushEnrollments(database).deleteOfLinksEnrolledSince(userId, since);
  await deviceLinks(database).clearEnrollmentsSince(userId, since);
};

const isContested = (user: User, link: LockdownLink): boolean =>
  user.type !== 'SERVICE_ACCOUNT' && nameKey(user.email ?? '') !== link.emailKey;

const dropAddress = async (database: Database, caller: Caller, user: User, reason: string | null): Promise<void> => {
  if (user.email === null) return;
  await users(database).change([user.id], { email: null, emailKey: null, emailVerified: false });
  const details = { changed: ['email', 'email_verified'], from: user.email, to: null };
  await recordEvents(database, caller, [{ type: 'USER_UPDATED', userId: user.id, reason, details }]);
};

/** Returns the receipt and whether a recovery link can be mailed. */
export const lockDownLastAdministrator = async (
  database: Database,
  caller: Caller,
  { user, link, action, reason = null }: LockDown & { link: LockdownLink },
): Promise<{ receipt: Receipt; recoverable: boolean }> => {
  const apiTokens = await endingOfApiTokens(database, user.id);
  const since = link.isOwners ? link.createdAt : null;
  const added = since ? await authenticators(database).listCurrentIds(user.id, since) : [];
  const contested = isContested(user, link);
  const events: NewEvent[] = [{ type: 'USER_LOCKED_DOWN', userId: user.id, details: { disabled: false } }];
  const receipt = await revoke(database, caller, {
    ...{ action, reason, userId: user.id, events },
    target: { type: 'User', id: user.id },
    selections: [
      ...issuedInCurrentEpoch([user.id]),
      ...apiTokens.selections,
      ...(added.length > 0 ? [{ kind: 'authenticator', column: 'id', values: added } as const] : []),
    ],
    end: async (revocationId) => {
      await endEpoch(database, 'users', [user.id], 'ALL_SESSIONS_REVOKED', revocationId);
      await apiTokens.end(revocationId);
      await endWithDependents(database, 'authenticator', added, { reason: 'REVOKED', revocationId });
      if (since) await forgetDevices(database, user.id, since);
      await deletePasswordAndUnfinished(database, user.id);
    },
  });
  if (contested) await dropAddress(database, caller, user, reason);
  // Links that were mailed later are closed too.
  await closeLockdownLinks(database, user.id, link);
  return { receipt, recoverable: !contested && user.source === 'LOCAL' && user.email !== null };
};
