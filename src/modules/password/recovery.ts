/**
 * Links by which a user sets another password: mailed, or shown to an administrator who hands them over. A link is over when it was used,
 * when there is a newer one, when the user has another address or password, when everything issued to the user has ended, and when the
 * administrator who made it could no longer make it.
 */
import type { Database } from '../../database/database';
import { creatorNow } from '../impersonation';
import type { Caller } from '../../core/event/record';
import { findLink, type Link, LINK_MINUTES, useLink } from '../../core/link/link';
import { userMaySignIn } from '../../core/liveness/live';
import { holdsMore } from '../../core/authority/rights';
import { principalFor } from '../../core/authority/extent';
import { may } from '../../core/authority/principal';
import { type Renewal, renewPassword } from './renew';

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
  const user =
    link &&
    (await database.one<Omit<Recovery, 'link'>>(
      `select u.id as "userId", u.username, u.email, u.name, p.hash from users u left join passwords p on p.user_id = u.id
       where u.id = $1 and u.epoch = $2 and ($3::text is null or u.email_key = $3)
         and u.source = 'LOCAL' and u.password_locked_at is null and ${userMaySignIn('u')}`,
      [link.userId, link.userEpoch, link.emailKey],
    ));
  return user && (await couldStillBeMade(database, link)) ? { link, ...user } : null;
};

/** Whether the user has asked for a link themselves that works, or is on its way to them. */
export const hasAskedThemselves = async (database: Database, userId: string): Promise<boolean> =>
  (await database.one(
    `select 1 from links l join users u on u.id = l.user_id
     where u.id = $1 and l.purpose = 'RECOVERY' and l.used_at is null and num_nonnulls(l.created_by_user_id, l.created_by_application_id) = 0
       and l.email_key = u.email_key and l.user_epoch = u.epoch
       and coalesce(l.valid_until, l.created_at + interval '${LINK_MINUTES} minutes') > now()`,
    [userId],
  )) !== null;

/** Under the locks of the user's row and of the link's creator. False where the link is over by now. */
export const recover = async (
  database: Database,
  caller: Caller,
  secret: string,
  password: Pick<Renewal, 'hash' | 'short'>,
): Promise<boolean> => {
  const recovery = await findRecovery(database, secret);
  if (!recovery || !(await useLink(database, recovery.link, secret))) return false;
  const { userId, link } = recovery;
  // Whoever got it by mail has shown that the address is theirs.
  if (link.emailKey) await database.execute('update users set email_verified = true where id = $1', [userId]);
  await renewPassword(database, caller, {
    action: 'recovery',
    userId,
    ...password,
    by: 'RECOVERY_LINK',
    sourceIds: [link.id],
  });
  return true;
};
