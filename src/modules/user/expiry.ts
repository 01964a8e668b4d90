/** Expiry of accounts. An expired user cannot sign in from that moment on (see `liveness`); a job then disables the account. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import type { Clock } from '../../platform/clock';
import { enforce, forbiddenFor, invalidInput, Refusal } from '../../schema/errors';
import { enqueue } from '../../core/job/enqueue';
import { defineTask, type Handler } from '../../core/job/task';
import { SYSTEM_CALLER } from '../../core/event/record';
import { withRetries } from '../../core/mutation/run';
import { lockUsers } from '../../core/revocation/engine';
import { principalFor } from '../../core/authority/object-permissions';
import { may } from '../../core/authority/principal';
import { lastAdministratorRefusal } from '../../core/mutation/administrators';
import { disableUsers } from './endings';
import type { User } from './entity';
import { users } from './repository';
import { policyDataIn } from './policy';

const REASON = 'The account has expired.';

export const checkExpiry = (clock: Clock, expiresAt: Date): void => {
  if (expiresAt <= clock.now())
    throw invalidInput(
      'expiresAt',
      '`expiresAt` must be in the future. To block the user immediately, disable the user.',
    );
};

/** Disables the users whose account has expired. */
export const expireTask = defineTask('expire');

/** Schedules the job for that time. If the date changes, the job finds nothing to do. */
export const scheduleExpiry = (database: Database, expiresAt: Date): Promise<void> =>
  enqueue(database, expireTask, {}, { runAt: expiresAt });

/**
 * Checks and prepares a change of the expiry date. An expiry is a delayed disable, so it requires the permission to disable. The last
 * administrator cannot get an expiry date, since an administrator who expires does not count as the last one.
 */
export const changeExpiry = async (
  database: Database,
  context: Pick<Context, 'principal' | 'clock'>,
  user: User,
  expiresAt: Date | null,
): Promise<void> => {
  if (!may(await principalFor(database, context.principal, user.id), 'users:disable'))
    throw forbiddenFor('users:disable');
  // A new date must not revive sessions and tokens that ended at the old date.
  if (user.hasExpired) await disableExpired(database, [user.id]);
  if (user.id === context.principal.userId)
    throw new Refusal('SELF_ACTION', 'You cannot change the expiry of your own account. Ask another administrator.', [
      'input',
      'expiresAt',
    ]);
  if (expiresAt === null) return;
  checkExpiry(context.clock, expiresAt);
  if (user.expiresAt === null && (await policyDataIn(database).isLastAdministrator(user.id)))
    enforce(lastAdministratorRefusal());
  await scheduleExpiry(database, expiresAt);
};

/** Disables those of these users who have expired. Their rows are locked. */
const disableExpired = async (database: Database, ids: string[]): Promise<void> => {
  const expired = await users(database).listExpired(ids);
  if (expired.length === 0) return;
  const target = expired.length === 1 ? ({ type: 'User', id: expired[0]!.id } as const) : null;
  await disableUsers(database, SYSTEM_CALLER, { action: 'expiry', target, users: expired, reason: REASON });
};

/** Disables the next batch; false when there is nothing left to do. */
const expireBatch = (database: Database): Promise<boolean> =>
  withRetries(() =>
    database.transaction(async (tx) => {
      const ids = await users(tx).listExpiredIds();
      await lockUsers(tx, ids);
      await disableExpired(tx, ids);
      return ids.length > 0;
    }),
  );

export const expire: Handler = async (_, { database, signal }) => {
  do signal.throwIfAborted();
  while (await expireBatch(database));
};
