/** Locks down an account with the link in a mail about a changed credential. The link grants no access. */
import type { Database } from '../../database/database';
import { type Caller } from '../../core/event/record';
import { findLockdownLink, type LockdownLink, useLockdownLink } from '../../core/link/lockdown';
import { enforce } from '../../schema/errors';
import { withRetries } from '../../core/mutation/run';
import { lockPossibleAdministrators } from '../../core/mutation/administrators';
import { policyDataIn, findUser, mayDisableUser, type User } from '../user';
import { lockDown } from './endings';
import { lockDownLastAdministrator } from './last-administrator';

export const LOCKDOWN_REASON = 'By the link in a mail';

export interface Lockable {
  link: LockdownLink;
  user: User;
  isLastAdministrator: boolean;
}

/** Null if the link does not exist or has expired. A used link is found until it expires. */
export const findLockable = async (database: Database, secret: string): Promise<Lockable | null> => {
  const link = await findLockdownLink(database, secret);
  const user = link && (await findUser(database, link.userId));
  if (!link || !user) return null;
  return { link, user, isLastAdministrator: await policyDataIn(database).isLastAdministrator(user.id) };
};

export interface LockedDown {
  /** False for the last administrator. */
  disabled: boolean;
  /** Whether a recovery link can be mailed. */
  recoverable: boolean;
}

/** Null if the link is no longer valid. Throws a refusal for a user who cannot sign in yet. */
export const lockDownByLink = (
  outside: Database,
  callerOf: (userId: string) => Caller,
  secret: string,
): Promise<LockedDown | null> =>
  withRetries(() =>
    outside.transaction(async (database) => {
      const sent = await findLockdownLink(database, secret);
      if (!sent) return null;
      await lockPossibleAdministrators(database, [sent.userId]);
      // Before the lock, the address may have changed, and with it the validity of the link.
      const found = await findLockdownLink(database, secret);
      const user = found && (await findUser(database, found.userId));
      if (!user || !(await useLockdownLink(database, found))) return null;
      const request = { action: 'lockdown_link', user, reason: LOCKDOWN_REASON } as const;
      const policyData = policyDataIn(database);
      const caller = callerOf(found.recipientId);
      if (user.status !== 'DISABLED' && (await policyData.isLastAdministrator(user.id))) {
        const { recoverable } = await lockDownLastAdministrator(database, caller, { ...request, link: found });
        return { disabled: false, recoverable };
      }
      enforce(await mayDisableUser({ userId: null }, user, policyData));
      await lockDown(database, caller, request);
      return { disabled: true, recoverable: false };
    }),
  );
