/**
 * Links by which a user sets another password: mailed, or shown to an administrator who hands them over. A link is over when it was used,
 * when there is a newer one, when the user has another address or password, when everything issued to the user has ended, and when the
 * administrator who made it could no longer make it.
 */
import type { Database } from '../../database/database';
import { creatorNow } from '../impersonation';
import type { Caller } from '../../core/event/record';
import { findLink, type Link, useLink } from '../../core/link/link';
import { holdsMore } from '../../core/authority/rights';
import { principalFor } from '../../core/authority/extent';
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
  /** Of the password that is to be replaced. */
  hash: string | null;
}

/** Whoever is shown a link can sign in by it as the user; a link that was mailed only the user has. */
const couldStillBeMade = async (database: Database, { creator, userId, emailKey }: Link): Promise<boolean> => {
  if (!creator) return true;
  const principal = await creatorNow(database, creator);
  if (!principal || !may(await principalFor(database, principal, userId), 'users:setPassword')) return false;
  return emailKey !== null || !(await holdsMore(database, principal, userId));
};

export const findRecovery = async (database: Database, secret: string): Promise<Recovery | null> => {
  const link = await findLink(database, 'RECOVERY', secret);
  const user = link && (await users(database).findRecoverable(link));
  return user && (await couldStillBeMade(database, link)) ? { link, ...user } : null;
};

/** Under the locks of the user's row and of the link's creator. False where the link is over by now. */
export const recover = async (
  database: Database,
  caller: Caller,
  secret: string,
  password: Pick<PasswordChange, 'hash' | 'short'>,
): Promise<boolean> => {
  const recovery = await findRecovery(database, secret);
  if (!recovery || !(await useLink(database, recovery.link, secret))) return false;
  const { userId, link } = recovery;
  // Whoever got it by mail has shown that the address is theirs.
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
