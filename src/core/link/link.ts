/**
 * One-time links that are sent to people. Only a hash of the secret is stored; a link is valid for half an hour and can be used once. Each user
 * has at most one unused link per purpose; a new one replaces it. Lockdown links are different: see `lockdown.ts`.
 */
import { userEpoch } from '../liveness/epochs';
import type { Database } from '../../database/database';
import { secretHash } from '../../platform/hash';
import { newId, newSecret } from '../../platform/random';
import type { Creator } from '../authority/creator';

export const LINK_MINUTES = 30;

export const LOCKDOWN_DAYS = 7;

/** How long a link waits for its mail to be sent. */
export const MAIL_WAIT = `interval '2 days'`;

/** Starts when the mail is sent. */
const LIFETIME = `case purpose when 'LOCKDOWN' then interval '${LOCKDOWN_DAYS} days' else interval '${LINK_MINUTES} minutes' end`;

export const MAX_SECRET = 200;

export type LinkPurpose = 'CONFIRMATION' | 'RECOVERY' | 'LOCKDOWN';

/** Purposes with only one open link at a time. */
type SingleLinkPurpose = Exclude<LinkPurpose, 'LOCKDOWN'>;

export interface Link {
  id: string;
  userId: string;
  /** The address it was sent to; using the link proves ownership of it. */
  emailKey: string | null;
  /** The user's epoch when the link was created. */
  userEpoch: number | null;
  /** Whoever created the link for the user; null if the user requested it. */
  creator: Creator | null;
  /** The application that the page of the link leads to at its end. */
  applicationId: string | null;
}

/** Creates the link without a secret; see `createLinkSecret`. */
export const newLink = async (
  database: Database,
  {
    userId,
    purpose,
    emailKey,
    creator = null,
    applicationId = null,
  }: Pick<Link, 'userId' | 'emailKey'> &
    Partial<Pick<Link, 'creator' | 'applicationId'>> & { purpose: SingleLinkPurpose },
): Promise<string> => {
  await deleteUnusedLinksOfUser(database, userId, purpose);
  const id = newId();
  await database.execute(
    `insert into links (id, user_id, user_epoch, purpose, email_key, created_by_user_id, created_by_impersonator_id, created_by_application_id,
       created_scopes, application_id, created_at, expires_at)
     values ($1, $2, (select ${userEpoch('u')} from users u where u.id = $2), $3, $4, $5, $6, $7, $8, $9, now(), now() + ${MAIL_WAIT})`,
    [
      ...[id, userId, purpose, emailKey],
      ...[creator?.userId, creator?.impersonatorId, creator?.applicationId, creator?.scopes],
      applicationId,
    ],
  );
  return id;
};

/** Creates the secret of an unused link, replacing any earlier one; null if the link is gone. This is the only time the secret is available. */
export const createLinkSecret = async (database: Database, id: string): Promise<string | null> => {
  const secret = newSecret('cst_link');
  const minted = await database.execute(
    `update links set hash = $2, valid_until = now() + ${LIFETIME}, expires_at = greatest(expires_at, now() + ${LIFETIME})
     where id = $1 and used_at is null and expires_at > now()`,
    [id, secretHash(secret)],
  );
  return minted === 1 ? secret : null;
};

const CREATOR = `case when num_nonnulls(created_by_user_id, created_by_application_id) > 0 then jsonb_build_object('userId', created_by_user_id,
  'impersonatorId', created_by_impersonator_id, 'applicationId', created_by_application_id, 'scopes', created_scopes) end`;

export const findLink = async (database: Database, purpose: SingleLinkPurpose, secret: string): Promise<Link | null> =>
  secret.length > MAX_SECRET
    ? null
    : database.one<Link>(
        `select id, user_id as "userId", email_key as "emailKey", user_epoch as "userEpoch", application_id as "applicationId", ${CREATOR} as "creator" from links
         where hash = $1 and purpose = $2 and used_at is null and valid_until > now()`,
        [secretHash(secret), purpose],
      );

/** Of several concurrent uses only one succeeds. If the link was mailed, using it proves ownership of the address. The user's row is locked. */
export const useLink = async (database: Database, { id, userId, emailKey }: Link, secret: string): Promise<boolean> => {
  const used = await database.execute(
    'update links set used_at = now() where id = $1 and hash = $2 and used_at is null and valid_until > now()',
    [id, secretHash(secret)],
  );
  if (used !== 1) return false;
  // An account that has only ever had one address needs no record of it.
  await database.execute(
    'update users set proved_email_key = email_key where id = $1 and email_key = $2 and proved_email_key is not null',
    [userId, emailKey],
  );
  return true;
};

/** The application that the user's unused link leads to. */
export const findApplicationOfLink = async (
  database: Database,
  userId: string,
  purpose: SingleLinkPurpose,
): Promise<string | null> => {
  const link = await database.one<Pick<Link, 'applicationId'>>(
    'select application_id as "applicationId" from links where user_id = $1 and purpose = $2 and used_at is null',
    [userId, purpose],
  );
  return link?.applicationId ?? null;
};

/** Whether the user got such a link in the last minutes, so that another is not due yet. */
export const hasRecentLink = async (database: Database, userId: string, purpose: SingleLinkPurpose): Promise<boolean> =>
  (await database.one(
    `select 1 from links where user_id = $1 and purpose = $2 and used_at is null and created_at > now() - interval '5 minutes'`,
    [userId, purpose],
  )) !== null;

export const deleteUnusedLinksOfUser = async (
  database: Database,
  userId: string,
  purpose: SingleLinkPurpose,
): Promise<void> => {
  await database.execute('delete from links where user_id = $1 and purpose = $2 and used_at is null', [
    userId,
    purpose,
  ]);
};

/** Deletes the links of deleted users, and those that they created for others. */
export const deleteLinksOfUsers = async (database: Database, userIds: string[]): Promise<void> => {
  await database.post('delete from links where created_by_user_id = any($1::uuid[])', [userIds]);
  await database.post('delete from links where user_id = any($1::uuid[])', [userIds]);
};

/** Whether the user has a link that gives access to the account: any except lockdown links. */
export const hasAccessLink = async (database: Database, userId: string): Promise<boolean> =>
  (await database.one(`select 1 from links where user_id = $1 and purpose <> 'LOCKDOWN' limit 1`, [userId])) !== null;

/** Deletes the links that give access to the account; with `unused`, only those that have not been used. */
export const deleteAccessLinks = async (
  database: Database,
  userId: string,
  { unused = false }: { unused?: boolean } = {},
): Promise<void> => {
  await database.execute(
    `delete from links where user_id = $1 and purpose <> 'LOCKDOWN' ${unused ? 'and used_at is null' : ''}`,
    [userId],
  );
};

/** Whether the user requested a recovery link that is still valid or has not been mailed yet. */
export const hasAskedForRecovery = async (database: Database, userId: string): Promise<boolean> =>
  (await database.one(
    `select 1 from links l join users u on u.id = l.user_id
     where u.id = $1 and l.purpose = 'RECOVERY' and l.used_at is null and num_nonnulls(l.created_by_user_id, l.created_by_application_id) = 0
       and l.email_key = u.email_key and l.user_epoch = ${userEpoch('u')}
       and coalesce(l.valid_until, l.created_at + interval '${LINK_MINUTES} minutes') > now()`,
    [userId],
  )) !== null;

/** Deletes these links, except those that have been used. */
export const deleteUnusedLinks = async (database: Database, ids: string[]): Promise<void> => {
  await database.execute('delete from links where id = any($1::uuid[]) and used_at is null', [ids]);
};
