/** Bars users, or deletes them, in one receipt: for the mutations on one and on many. The caller has locked their rows. */
import { Any } from 'typeorm';
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { type Also, type Ending, ownerOf, revoke, type Receipt } from '../../core/revocation/engine';
import type { Selection } from '../../core/revocation/selection';
import { readSetting } from '../../core/setting/settings';
import type { User } from './entity';
import { endCarriers } from '../../core/revocation/dependents';
import { redactEvents, redactText } from '../../core/event/redact';
import { redactReceipts } from '../../core/revocation/redact';
import { users } from './repository';
import { issuedToImpersonators, issuedToUsers, issuedInCurrentEpoch } from './selections';
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
export const disablingOf = async (database: Database, disabled: User[], reason: string | null): Promise<Also> => {
  const ids = idsOf(disabled);
  const barred = idsOf(disabled.filter(({ status }) => status !== 'DISABLED'));
  // Else what an expiry has put out of use would not be seen to end here.
  const expired = disabled.filter(({ hasExpired }) => hasExpired);
  if (expired.length > 0) await users(database).update({ id: Any(idsOf(expired)) }, { expiresAt: null });
  return {
    selections: [{ kind: 'user', column: 'id', values: ids }, ...issuedInCurrentEpoch(ids)],
    events: barred.map((userId) => ({ type: 'USER_DISABLED', userId })),
    end: async (revocationId) => {
      await endEpoch(database, 'users', ids, 'USER_DISABLED', revocationId);
      await users(database).disable(barred, reason);
      for (const { id, expiresAt } of expired) await users(database).update({ id }, { expiresAt });
    },
  };
};

export const disableUsers = async (
  database: Database,
  caller: Caller,
  { users, more, ...asked }: UsersEnding & { more?: More },
): Promise<Receipt> =>
  revoke(database, caller, {
    ...asked,
    userId: owner(users),
    ...(await disablingOf(database, users, asked.reason ?? null)),
    also: more ?? null,
  });

export const deleteUsers = async (
  database: Database,
  caller: Caller,
  { users: deleted, ...asked }: UsersEnding,
): Promise<Receipt> => {
  const ids = idsOf(deleted);
  const erases = await readSetting(database, 'users.delete.anonymizeEvents');
  const reason = erases ? await redactText(database, asked.reason, deleted) : asked.reason;
  const selections: Selection[] = [
    { kind: 'user', column: 'id', values: ids, anyState: true },
    ...issuedToUsers(ids),
    ...issuedToImpersonators(ids),
    { kind: 'deviceLink', column: 'user_id', values: ids },
    { kind: 'pushEnrollment', column: 'user_id', values: ids },
    { kind: 'consent', column: 'user_id', values: ids },
    { kind: 'authenticator', column: 'user_id', values: ids },
  ];
  return revoke(database, caller, {
    ...asked,
    reason: reason ?? null,
    userId: owner(deleted),
    selections: selections.map((selection) => ({ ...selection, vanishes: true })),
    events: ids.map((userId) => ({ type: 'USER_DELETED', userId })),
    end: async (revocationId) => {
      await users(database).delete({ id: Any(ids) });
      await endCarriers(database, 'user', ids, { reason: 'USER_DELETED', revocationId });
      if (erases) {
        await redactEvents(database, deleted);
        await redactReceipts(database, deleted);
      }
    },
  });
};
