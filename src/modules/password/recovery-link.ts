/**
 * Recovery links, with which a user sets a new password. They are mailed, or shown to an administrator who passes them on. A link is invalid once it
 * was used, a newer one exists, the user's address or password changed, the user's epoch ended, or its creator could no longer create it.
 */
import type { Database } from '../../database/database';
import { currentCreator } from '../impersonation';
import type { Caller } from '../../core/event/record';
import { findLink, type Link, useLink } from '../../core/link/link';
import { isMorePrivileged } from '../../core/authority/rights';
import { principalFor } from '../../core/authority/object-permissions';
import { may } from '../../core/authority/principal';
import { users } from '../user';
import { type PasswordChange, changePassword } from './change-password';

export const recoveryUrl = (publicUrl: string, secret: string): string => `${publicUrl}/signin/recovery?link=${secret}`;

export interface Recovery {
  link: Link;
  userId: string;
  username: string;
  email: string | null;
  name: string | null;
  /** The hash of the current password. */
  hash: string | null;
}

/** A creator who was shown the link can sign in as the user with it, so they must hold every right of the user. Only the user gets a mailed link. */
const creatorMayStillCreate = async (database: Database, { creator, userId, emailKey }: Link): Promise<boolean> => {
  if (!creator) return true;
  const principal = await currentCreator(database, creator);
  if (!principal || !may(await principalFor(database, principal, userId), 'users:setPassword')) return false;
  return emailKey !== null || !(await isMorePrivileged(database, principal, userId));
};

export const findRecovery = async (database: Database, secret: string): Promise<Recovery | null> => {
  const link = await findLink(database, 'RECOVERY', secret);
  const user = link && (await users(database).findRecoverable(link));
  return user && (await creatorMayStillCreate(database, link)) ? { link, ...user } : null;
};

/** Sets the new password. False if the link is no longer valid. The rows of the user and of the link's creator are locked. */
export const recover = async (
  database: Database,
  caller: Caller,
  secret: string,
  password: Pick<PasswordChange, 'hash' | 'short'>,
): Promise<boolean> => {
  const recovery = await findRecovery(database, secret);
  if (!recovery || !(await useLink(database, recovery.link, secret))) return false;
  const { userId, link } = recovery;
  // Using a mailed link confirms the address.
  if (link.emailKey) await users(database).update({ id: userId }, { emailVerified: true });
  await changePassword(database, caller, {
    action: 'recovery',
    userId,
    ...password,
    by: 'RECOVERY_LINK',
    sourceIds: [link.id],
  });
  return true;
};
