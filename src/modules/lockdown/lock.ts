/**
 * Locks an account down that somebody else may have got hold of: disables it, and ends what would open it again once it is enabled. For the
 * mutation, and for the link that its owner has in a mail. The caller has locked the user's row, and those of the administration.
 */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { endCarriers } from '../../core/revocation/dependents';
import { closeLockdownLinks } from '../../core/link/lockdown';
import type { Receipt } from '../../core/revocation/engine';
import { lastReceipt } from '../../core/revocation/find';
import { barUsers, type More, type User, type UsersEnding } from '../user';

export const LOCKDOWNS = ['lockdownUser', 'lockdown_link'] as const;

/** What is not issued by a sign-in but lets somebody have one, or was begun to. */
const OPENERS = [
  'passwords',
  'links',
  'push_enrollments',
  'totp_secrets',
  'passkey_challenges',
  'device_challenges',
  'known_browsers',
] as const;
/** A link that closes the account opens nothing. */
const OPENS: Partial<Record<(typeof OPENERS)[number], string>> = { links: `purpose <> 'LOCKDOWN'` };
const opening = (table: (typeof OPENERS)[number]): string => `user_id = $1 and ${OPENS[table] ?? 'true'}`;

const apiTokensOf = (database: Database, userId: string): Promise<{ id: string }[]> =>
  database.query(`select id from tokens where user_id = $1 and kind = 'API' and revoked_at is null`, [userId]);

const authenticatorsOf = (database: Database, userId: string): Promise<{ id: string }[]> =>
  database.query('select id from authenticators where user_id = $1 and ended_at is null', [userId]);

const idsOf = (rows: { id: string }[]): string[] => rows.map(({ id }) => id);

/** API tokens hang on no epoch of their user, and end by themselves. */
export const endingOfApiTokens = async (database: Database, userId: string): Promise<Omit<More, 'events'>> => {
  const ids = idsOf(await apiTokensOf(database, userId));
  return {
    selections: ids.length > 0 ? [{ kind: 'token', column: 'id', values: ids }] : [],
    end: async (revocationId) =>
      void (await database.execute(
        `update tokens set revoked_at = now(), end_reason = 'REVOKED', revocation_id = $2 where id = any($1::uuid[])`,
        [ids, revocationId],
      )),
  };
};

/** What a lockdown ends beyond a disable, and says so in the same receipt. */
const moreOf = async (database: Database, userId: string): Promise<More> => {
  const apiTokens = await endingOfApiTokens(database, userId);
  const authenticators = idsOf(await authenticatorsOf(database, userId));
  return {
    selections: [
      ...apiTokens.selections,
      { kind: 'authenticator', column: 'user_id', values: [userId] },
      { kind: 'pushEnrollment', column: 'user_id', values: [userId], vanishes: true },
    ],
    events: [{ type: 'USER_LOCKED_DOWN', userId }],
    end: async (revocationId) => {
      await apiTokens.end(revocationId);
      await endCarriers(database, 'authenticator', authenticators, { reason: 'REVOKED', revocationId });
      for (const table of OPENERS) await database.execute(`delete from ${table} where ${opening(table)}`, [userId]);
      await closeLockdownLinks(database, userId);
      await database.execute(
        `update device_links set mobile_enrolled_at = null, push_enrolled_at = null
         where user_id = $1 and (mobile_enrolled_at is not null or push_enrolled_at is not null)`,
        [userId],
      );
    },
  };
};

/** Nothing of it is left: the receipt of the lockdown before. */
const earlier = async (database: Database, user: User): Promise<Receipt | null> => {
  if (user.status !== 'DISABLED') return null;
  if ((await apiTokensOf(database, user.id)).length > 0) return null;
  if ((await authenticatorsOf(database, user.id)).length > 0) return null;
  for (const table of OPENERS)
    if (await database.one(`select 1 from ${table} where ${opening(table)} limit 1`, [user.id])) return null;
  return lastReceipt(database, user.id, [...LOCKDOWNS]);
};

export interface LockDown extends Pick<UsersEnding, 'reason' | 'dryRun'> {
  action: (typeof LOCKDOWNS)[number];
  user: User;
}

export const lockDown = async (database: Database, caller: Caller, { user, ...asked }: LockDown): Promise<Receipt> =>
  (await earlier(database, user)) ??
  barUsers(database, caller, {
    ...asked,
    target: { type: 'User', id: user.id },
    users: [user],
    more: await moreOf(database, user.id),
  });
