/** Disables or deletes users in one receipt, for the single and the bulk mutations. The caller has locked their rows. */
import { Any } from 'typeorm';
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { type AdditionalEnding, type Ending, ownerOf, revoke, type Receipt } from '../../core/revocation/engine';
import type { Selection } from '../../core/revocation/selection';
import { readSetting } from '../../core/setting/settings';
import type { User } from './entity';
import { endWithDependents } from '../../core/revocation/dependents';
import { redactEvents, redactText } from '../../core/event/redact';
import { redactReceipts } from '../../core/revocation/redact';
import { users } from './repository';
import { issuedToImpersonators, issuedToUsers, issuedInCurrentEpoch } from './selections';
import { endEpoch } from '../../core/revocation/epochs';

export type UsersEnding = Pick<Ending, 'action' | 'target' | 'reason' | 'dryRun'> & { users: User[] };

const idsOf = (users: User[]): string[] => users.map(({ id }) => id);
const owner = (users: User[]): string | null => ownerOf(users.map(({ id }) => ({ userId: id })));

/**
 * What disabling users ends. Everything that disables users goes through here. Users who are already disabled do not change. API tokens do not
 * end: they are suspended until the user is enabled. Call it immediately before the receipt is written.
 */
export const disableEnding = async (
  database: Database,
  disabled: User[],
  reason: string | null,
): Promise<AdditionalEnding> => {
  const ids = idsOf(disabled);
  const barred = idsOf(disabled.filter(({ status }) => status !== 'DISABLED'));
  // Otherwise the sessions and tokens that the expiry already made unusable would not count as ended by this receipt.
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
  { users, additional, ...asked }: UsersEnding & { additional?: AdditionalEnding },
): Promise<Receipt> =>
  revoke(database, caller, {
    ...asked,
    userId: owner(users),
    ...(await disableEnding(database, users, asked.reason ?? null)),
    additional: additional ?? null,
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
    selections: selections.map((selection): Selection => ({ ...selection, rowsAreDeleted: true })),
    events: ids.map((userId) => ({ type: 'USER_DELETED', userId })),
    end: async (revocationId) => {
      await users(database).retireSubjects(ids);
      await users(database).deleteBy('id', ids);
      await endWithDependents(database, 'user', ids, { reason: 'USER_DELETED', revocationId });
      if (erases) {
        await redactEvents(database, deleted);
        await redactReceipts(database, deleted);
      }
    },
  });
};
