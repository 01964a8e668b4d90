/**
 * Links with which the owner of an account locks it down. Each mail about a credential has its own link, so several can be open at once, and no
 * later mail, address or password invalidates them: an attacker who took over the account could cause those. A link to an address that the owner
 * has not verified is valid only as long as the account has that address, since an attacker may have set their own.
 */
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { MAX_SECRET, MAIL_WAIT } from './link';

export interface NewLockdownLink {
  /** The id of the mail that delivers it. */
  id: string;
  /** The account it locks. */
  userId: string;
  /** The address it is sent to. */
  emailKey: string;
  /** Whether the owner has verified that address. */
  proved: boolean;
}

/** Created without a secret until the mail is sent; see `createLinkSecret`. */
export const newLockdownLinks = async (database: Database, links: NewLockdownLink[]): Promise<void> => {
  if (links.length === 0) return;
  await database.post(
    `insert into links (id, user_id, purpose, email_key, proved, created_at, expires_at)
     select l.id, l."userId", 'LOCKDOWN', l."emailKey", l.proved, now(), now() + ${MAIL_WAIT}
     from jsonb_to_recordset($1::jsonb) as l (id uuid, "userId" uuid, "emailKey" text, proved boolean)`,
    [JSON.stringify(links)],
  );
};

export interface LockdownLink {
  id: string;
  /** The account it locks. */
  userId: string;
  /** The recipient: the user, or the owner of a service account. */
  recipientId: string;
  emailKey: string;
  /** Whether the address is the owner's as far as is known: they have verified it, or have verified no other. */
  isOwners: boolean;
  usedAt: Date | null;
  /** When the reported event happened. */
  createdAt: Date;
}

/** Also finds used links that have not expired yet. */
export const findLockdownLink = async (database: Database, secret: string): Promise<LockdownLink | null> =>
  secret.length > MAX_SECRET
    ? null
    : database.one<LockdownLink>(
        `select l.id, l.user_id as "userId", coalesce(m.user_id, l.user_id) as "recipientId", l.email_key as "emailKey",
           l.proved or coalesce(u.proved_email_key, '') = '' as "isOwners", l.used_at as "usedAt", l.created_at as "createdAt"
         from links l join users u on u.id = l.user_id left join mails m on m.id = l.id
         where l.hash = $1 and l.purpose = 'LOCKDOWN' and l.valid_until > now()
           and (l.proved or exists (select from users h where h.id in (u.id, u.owner_id) and h.email_key = l.email_key))`,
        [secretHash(secret)],
      );

/** Of several concurrent uses only one succeeds. */
export const useLockdownLink = async (database: Database, { id }: LockdownLink): Promise<boolean> =>
  (await database.execute(
    'update links set used_at = now() where id = $1 and used_at is null and valid_until > now()',
    [id],
  )) === 1;

/** Invalidates the links because the owner has responded: all of them, or those sent after a given one. */
export const closeLockdownLinks = async (database: Database, userId: string, after?: LockdownLink): Promise<void> => {
  await database.execute(
    `update links set used_at = now() where user_id = $1 and purpose = 'LOCKDOWN' and used_at is null
       and ($2::uuid is null or created_at >= (select o.created_at from links o where o.id = $2))`,
    [userId, after?.id ?? null],
  );
};
