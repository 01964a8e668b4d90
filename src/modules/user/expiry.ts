/** The end of an account that has a date: the predicate bars the user at that moment by itself, and a job makes a proper disable of it. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import type { Clock } from '../../platform/clock';
import { enforce, forbiddenFor, invalidInput, Refusal } from '../../schema/errors';
import { enqueue } from '../../core/job/enqueue';
import { defineTask, type Handler } from '../../core/job/task';
import { NOBODY } from '../../core/event/record';
import { withRetries } from '../../core/mutation/run';
import { lockUsers } from '../../core/revocation/engine';
import { principalFor } from '../../core/authority/extent';
import { may } from '../../core/authority/principal';
import { lastAdministrator } from '../../core/mutation/administrators';
import { disableUsers } from './endings';
import type { User } from './entity';
import { users } from './repository';
import { policyDataIn } from './policy';

const REASON = 'The account has expired.';

export const checkExpiry = (clock: Clock, expiresAt: Date): void => {
  if (expiresAt <= clock.now())
    throw invalidInput('expiresAt', '`expiresAt` must be in the future; whoever is to be barred at once, disable.');
};

/** Disables the users whose account has expired. */
export const expireTask = defineTask('expire');

/** A job for that moment. One of a date that has been changed since finds nothing to do. */
export const planExpiry = (database: Database, expiresAt: Date): Promise<void> =>
  enqueue(database, expireTask, {}, { runAt: expiresAt });

/**
 * What has to be so before a user gets another date, or none. It bars, if later than a disable, so it takes the right to that; and since whoever
 * administrates for a time is not the last, the last must go on for good.
 */
export const changeExpiry = async (
  database: Database,
  context: Context,
  user: User,
  expiresAt: Date | null,
): Promise<void> => {
  if (!may(await principalFor(database, context.principal, user.id), 'users:disable'))
    throw forbiddenFor('users:disable');
  // Another date must not bring back to life what died by the former.
  if (user.hasExpired) await expireThese(database, [user.id]);
  if (user.id === context.principal.userId)
    throw new Refusal('SELF_ACTION', 'You cannot change the end of your own account; ask another administrator.', [
      'input',
      'expiresAt',
    ]);
  if (expiresAt === null) return;
  checkExpiry(context.clock, expiresAt);
  if (user.expiresAt === null && (await policyDataIn(database).isLastAdministrator(user.id))) enforce(lastAdministrator());
  await planExpiry(database, expiresAt);
};

/** Of these users, whose rows are locked, those who have expired and are not disabled yet. */
const expireThese = async (database: Database, ids: string[]): Promise<void> => {
  const expired = await users(database).listExpired(ids);
  if (expired.length === 0) return;
  const target = expired.length === 1 ? ({ type: 'User', id: expired[0]!.id } as const) : null;
  await disableUsers(database, NOBODY, { action: 'expiry', target, users: expired, reason: REASON });
};

/** The next of them, up to a batch; false where there are none. */
const expireBatch = (database: Database): Promise<boolean> =>
  withRetries(() =>
    database.transaction(async (tx) => {
      const ids = await users(tx).listExpiredIds();
      await lockUsers(tx, ids);
      await expireThese(tx, ids);
      return ids.length > 0;
    }),
  );

export const expire: Handler = async (_, { database, signal }) => {
  do signal.throwIfAborted();
  while (await expireBatch(database));
};
