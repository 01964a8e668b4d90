/** Bars users, or deletes them, in one receipt: for the mutations on one and on many. The caller has locked their rows. */
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { type Also, type Ending, ownerOf, revoke, type Receipt } from '../../core/revocation/engine';
import type { Selection } from '../../core/revocation/selection';
import { readSetting } from '../../core/setting/settings';
import type { User } from './entity';
import { eraseTraces, withoutNames } from './erase';
import { issuedInPlaceOfOthers, issuedToUsers, underEpochOf } from './issued';
import { endEpoch } from '../../core/revocation/epochs';

export type UsersEnding = Pick<Ending, 'action' | 'target' | 'reason' | 'dryRun'> & { users: User[] };

/** What a lockdown ends besides. */
export type More = Also;

const idsOf = (users: User[]): string[] => users.map(({ id }) => id);
const owner = (users: User[]): string | null => ownerOf(users.map(({ id }) => ({ userId: id })));

/**
 * The one way to disable, whoever or whatever asks for it. Those who are disabled already stay as they are, but for what is ended besides. API
 * tokens are no part of it: they wait until the user is enabled. Called right before the receipt is made.
 */
export const barring = async (database: Database, users: User[], reason: string | null): Promise<Also> => {
  const ids = idsOf(users);
  const barred = idsOf(users.filter(({ status }) => status !== 'DISABLED'));
  // Else what an expiry has put out of use would not be seen to end here.
  const expired = users.filter(({ hasExpired }) => hasExpired);
  if (expired.length > 0)
    await database.execute('update users set expires_at = null where id = any($1::uuid[])', [idsOf(expired)]);
  return {
    selections: [{ kind: 'user', column: 'id', values: ids }, ...underEpochOf(ids)],
    events: barred.map((userId) => ({ type: 'USER_DISABLED', userId })),
    end: async (revocationId) => {
      await endEpoch(database, 'users', ids, 'USER_DISABLED', revocationId);
      await database.execute(
        'update users set disabled_at = now(), disabled_reason = $2 where id = any($1::uuid[]) and disabled_at is null',
        [barred, reason],
      );
      for (const { id, expiresAt } of expired)
        await database.execute('update users set expires_at = $2 where id = $1', [id, expiresAt]);
    },
  };
};

export const barUsers = async (
  database: Database,
  caller: Caller,
  { users, more, ...asked }: UsersEnding & { more?: More },
): Promise<Receipt> =>
  revoke(database, caller, {
    ...asked,
    userId: owner(users),
    ...(await barring(database, users, asked.reason ?? null)),
    also: more ?? null,
  });

const OWNED_TABLES = [
  'sessions',
  'tokens',
  'token_families',
  'access_grants',
  'consents',
  'push_enrollments',
  'device_links',
  'revocation_plans',
  'authenticators',
  'totp_secrets',
  'recovery_codes',
  'passkeys',
  'passkey_challenges',
  'second_factor_failures',
  'known_browsers',
  'device_challenges',
  'authentication_requests',
  'invitations',
  'links',
  'mails',
  'offboardings',
  'derived_credentials',
];

export const deleteUsers = async (
  database: Database,
  caller: Caller,
  { users, ...asked }: UsersEnding,
): Promise<Receipt> => {
  const ids = idsOf(users);
  const erases = await readSetting(database, 'users.delete.anonymizeEvents');
  const reason = erases ? await withoutNames(database, users, asked.reason) : asked.reason;
  const selections: Selection[] = [
    { kind: 'user', column: 'id', values: ids, anyState: true },
    ...issuedToUsers(ids),
    ...issuedInPlaceOfOthers(ids),
    { kind: 'deviceLink', column: 'user_id', values: ids },
    { kind: 'pushEnrollment', column: 'user_id', values: ids },
    { kind: 'consent', column: 'user_id', values: ids },
    { kind: 'authenticator', column: 'user_id', values: ids },
  ];
  return revoke(database, caller, {
    ...asked,
    reason: reason ?? null,
    userId: owner(users),
    selections: selections.map((selection) => ({ ...selection, vanishes: true })),
    events: ids.map((userId) => ({ type: 'USER_DELETED', userId })),
    end: async (revocationId) => {
      await database.execute('delete from users where id = any($1::uuid[])', [ids]);
      // Of others, whom they acted as: nothing would say any more how these ended.
      await database.execute(
        `update sessions set ended_at = now(), tokens_ended_at = now(), end_reason = 'IMPERSONATION_ENDED', revocation_id = $2
         where impersonator_id = any($1::uuid[]) and ended_at is null and expires_at > now()`,
        [ids, revocationId],
      );
      for (const table of ['invitations', 'links'])
        await database.execute(`delete from ${table} where created_by_user_id = any($1::uuid[])`, [ids]);
      for (const table of OWNED_TABLES)
        await database.execute(`delete from ${table} where user_id = any($1::uuid[])`, [ids]);
      await database.execute('delete from idempotency_keys where caller = any($1)', [ids.map((id) => `user:${id}`)]);
      if (erases) await eraseTraces(database, users);
    },
  });
};
