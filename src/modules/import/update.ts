/**
 * Changes the users of lines on behalf of whoever started the import, by the rules of `updateUser`, `disableUser` and `enableUser`. The users'
 * rows are locked. What is refused for one user is undone and reported for that line; the others go on.
 */
import type { Database } from '../../database/database';
import { withSavepoint } from '../../database/savepoint';
import { onUniqueViolation } from '../../database/unique';
import { systemClock } from '../../platform/clock';
import { enforce, notFound, Refusal, RequestError } from '../../schema/errors';
import { principalFor } from '../../core/authority/object-permissions';
import type { Principal } from '../../core/authority/principal';
import { morePrivilegedAmong } from '../../core/authority/rights';
import { type Caller, recordEvents } from '../../core/event/record';
import {
  changeProperties,
  disableUsers,
  mayDisableUser,
  mayEnableUser,
  mayUpdateUser,
  policyDataIn,
  previousIds,
  setPassword,
  type User,
  users,
  userTaken,
} from '../user';
import { maySetPassword } from '../password';
import { refusalOfChanges } from './allowed';
import { changesOf, isUnchanged, type LineChanges } from './changes';
import type { WaitingLine } from './line-repository';
import { knownUsers } from './match';
import type { LineFault } from './record';

export type UpdateLine = WaitingLine & { userId: string };

export interface Updated {
  updated: number;
  unchanged: number;
  faults: LineFault[];
}

interface Work {
  starter: Principal;
  caller: Caller;
  reason: string | null;
}

const addPreviousIds = async (
  database: Database,
  { caller, reason }: Work,
  user: User,
  ids: string[],
): Promise<void> => {
  await previousIds(database).addAll([{ id: user.id, previousIds: ids }]);
  await users(database).change([user.id], {});
  await recordEvents(database, caller, [
    { type: 'USER_UPDATED', userId: user.id, reason, details: { changed: ['previous_ids'] } },
  ]);
};

/** Everything but disabling, which is one receipt for all. */
const change = async (database: Database, work: Work, user: User, changes: LineChanges): Promise<void> => {
  const { starter, caller, reason } = work;
  enforce(mayUpdateUser(user));
  await changeProperties(database, { principal: starter, caller, clock: systemClock }, user, {
    ...changes.properties,
    reason,
  });
  if (changes.previousIds.length > 0) await addPreviousIds(database, work, user, changes.previousIds);
  if (changes.hash !== null) {
    enforce(maySetPassword(user));
    await setPassword(database, caller, { userId: user.id, hash: changes.hash });
    await recordEvents(database, caller, [
      { type: 'PASSWORD_CHANGED', userId: user.id, reason, details: { by: 'ADMINISTRATOR' } },
    ]);
  }
  if (changes.disabled === null) return;
  if (changes.disabled) return enforce(await mayDisableUser(starter, user, policyDataIn(database)));
  enforce(mayEnableUser(user));
  await users(database).enable([user.id]);
  await recordEvents(database, caller, [{ type: 'USER_ENABLED', userId: user.id, reason }]);
};

/** Undoes the work if it is refused, and returns the refusal. */
const refusalOf = async (database: Database, work: () => Promise<void>): Promise<Refusal | null> => {
  try {
    await onUniqueViolation(
      () => withSavepoint(database, work),
      (index) => userTaken(index) ?? new Refusal('CONFLICT', 'Another user has a value of this line.'),
    );
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error;
    if (error instanceof RequestError) return new Refusal('FORBIDDEN', error.message);
    throw error;
  }
};

export const updateUsers = async (database: Database, work: Work, lines: UpdateLine[]): Promise<Updated> => {
  const ids = lines.map(({ userId }) => userId);
  const known = await knownUsers(database, ids);
  const morePrivileged = await morePrivilegedAmong(database, work.starter, ids);
  const result: Updated = { updated: 0, unchanged: 0, faults: [] };
  for (const line of lines) {
    const target = known.get(line.userId);
    const changes = target && changesOf(target, line);
    if (changes && isUnchanged(changes)) {
      result.unchanged += 1;
      continue;
    }
    const refusal = await refusalOf(database, async () => {
      if (!target || !changes) throw notFound('user', 'username');
      const onUser = await principalFor(database, work.starter, line.userId);
      const who = { principal: work.starter, onUser, isMorePrivileged: morePrivileged.has(line.userId) };
      enforce(refusalOfChanges(who, target, changes));
      await change(database, work, target.user, changes);
      // One after the other: the last administrator among them is refused.
      if (changes.disabled)
        await disableUsers(database, work.caller, {
          ...{ action: 'importUsers', target: null, users: [target.user], reason: work.reason, dryRun: false },
        });
    });
    if (refusal)
      result.faults.push({
        ...{ line: line.line, field: refusal.path?.at(-1) ?? null, code: refusal.code, message: refusal.message },
      });
    else result.updated += 1;
  }
  return result;
};
