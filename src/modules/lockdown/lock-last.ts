/**
 * Locks the last administrator down, who must stay able to come back: the account stays enabled. Its sessions, tokens and password end, and what
 * was added since the mail told of it; a link to the mailbox then sets a new password. Factors from before stay, since a mail proves the
 * mailbox alone; and all of them stay where the mail went to an address that the owner has not proved, while they have proved another. Where the
 * address was changed since, nobody can say whose mailbox is the owner's: then neither gets a link.
 */
import type { Database } from '../../database/database';
import { type Caller, type NewEvent, recordEvents } from '../../core/event/record';
import { endCarriers } from '../../core/revocation/dependents';
import { closeLockdownLinks, type LockdownLink } from '../../core/link/lockdown';
import { revoke, type Receipt } from '../../core/revocation/engine';
import { underEpochOf, type User } from '../user';
import { endingOfApiTokens, type LockDown } from './lock';
import { nameKey } from '../../platform/name-key';
import { endEpoch } from '../../core/revocation/epochs';

const UNFINISHED = [
  "delete from links where user_id = $1 and used_at is null and purpose <> 'LOCKDOWN'",
  'delete from totp_secrets where user_id = $1 and expires_at is not null',
  'delete from passkey_challenges where user_id = $1',
  'delete from device_challenges where user_id = $1',
  'delete from known_browsers where user_id = $1',
  'delete from passwords where user_id = $1',
];

/** A device that could not confirm anything before, and what it was told. */
const forgetDevices = async (database: Database, userId: string, since: Date): Promise<void> => {
  const added = 'select id from device_links where user_id = $1 and mobile_enrolled_at >= $2';
  await database.execute(`delete from push_enrollments where device_link_id in (${added})`, [userId, since]);
  await database.execute(
    `update device_links set mobile_enrolled_at = null, push_enrolled_at = null where user_id = $1 and mobile_enrolled_at >= $2`,
    [userId, since],
  );
};

const addedSince = async (database: Database, userId: string, since: Date | null): Promise<string[]> => {
  if (!since) return [];
  const rows = await database.query<{ id: string }>(
    'select id from authenticators where user_id = $1 and ended_at is null and created_at >= $2',
    [userId, since],
  );
  return rows.map(({ id }) => id);
};

const isContested = (user: User, link: LockdownLink): boolean =>
  user.type !== 'SERVICE_ACCOUNT' && nameKey(user.email ?? '') !== link.emailKey;

const dropAddress = async (database: Database, caller: Caller, user: User, reason: string | null): Promise<void> => {
  if (user.email === null) return;
  await database.execute(
    'update users set email = null, email_key = null, email_verified = false, version = version + 1, updated_at = now() where id = $1',
    [user.id],
  );
  const details = { changed: ['email', 'email_verified'], from: user.email, to: null };
  await recordEvents(database, caller, [{ type: 'USER_UPDATED', userId: user.id, reason, details }]);
};

/** Whether the user can have a link for a new password comes with the receipt. */
export const lockDownLast = async (
  database: Database,
  caller: Caller,
  { user, link, action, reason = null }: LockDown & { link: LockdownLink },
): Promise<{ receipt: Receipt; recoverable: boolean }> => {
  const apiTokens = await endingOfApiTokens(database, user.id);
  const since = link.isOwners ? link.createdAt : null;
  const added = await addedSince(database, user.id, since);
  const contested = isContested(user, link);
  const events: NewEvent[] = [{ type: 'USER_LOCKED_DOWN', userId: user.id, details: { disabled: false } }];
  const receipt = await revoke(database, caller, {
    ...{ action, reason, userId: user.id, events },
    target: { type: 'User', id: user.id },
    selections: [
      ...underEpochOf([user.id]),
      ...apiTokens.selections,
      ...(added.length > 0 ? [{ kind: 'authenticator', column: 'id', values: added } as const] : []),
    ],
    end: async (revocationId) => {
      await endEpoch(database, 'users', [user.id], 'ALL_SESSIONS_REVOKED', revocationId);
      await apiTokens.end(revocationId);
      await endCarriers(database, 'authenticator', added, { reason: 'REVOKED', revocationId });
      if (since) await forgetDevices(database, user.id, since);
      for (const statement of UNFINISHED) await database.execute(statement, [user.id]);
    },
  });
  if (contested) await dropAddress(database, caller, user, reason);
  // What has been mailed since, to whomever, is answered too.
  await closeLockdownLinks(database, user.id, link);
  return { receipt, recoverable: !contested && user.source === 'LOCAL' && user.email !== null };
};
