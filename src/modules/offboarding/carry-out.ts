/**
 * Carries out due off-boardings on behalf of their schedulers, if the scheduler could still schedule them. An off-boarding that is refused or
 * fails is tried again with growing delays. After some days it is marked as failed, which everyone who can read the user sees.
 */
import type { Database } from '../../database/database';
import { loggable } from '../../platform/logger';
import type { HeldUpReason, RefusalCode } from '../../schema/enums';
import { enforce, Refusal } from '../../schema/errors';
import { enqueue } from '../../core/job/enqueue';
import { offboardTask } from './task';
import type { Handler } from '../../core/job/task';
import { currentCreator, lockWithCreator } from '../impersonation';
import { type Creator } from '../../core/authority/creator';
import { type Caller, SYSTEM_CALLER, recordEvents } from '../../core/event/record';
import { withRetries, Restart } from '../../core/mutation/run';
import { lockUsers, type Receipt } from '../../core/revocation/engine';
import { lockPossibleAdministrators } from '../../core/mutation/administrators';
import { disableUsers, deleteUsers, policyDataIn, findUser, type User } from '../user';
import type { Offboarding } from './entity';
import { mayCarryOut, mayOffboard } from './policy';
import { offboardings } from './repository';

const BATCH = 100;
/** With the delays between them these attempts take about three days. */
const MAX_TRIES = 20;

const schedulerOf = (due: Offboarding): Creator => ({
  ...{ userId: due.actorUserId, impersonatorId: due.actorImpersonatorId },
  ...{ applicationId: due.actorApplicationId, scopes: due.actorScopes },
});

const callerFor = (due: Offboarding): Caller => {
  const { userId, impersonatorId, applicationId } = schedulerOf(due);
  return { ...SYSTEM_CALLER, userId, impersonatorId, applicationId };
};

/** Why the scheduler could no longer schedule the off-boarding; null if they could. */
const heldUpBy = async (database: Database, due: Offboarding): Promise<HeldUpReason | null> => {
  const scheduler = await currentCreator(database, schedulerOf(due));
  if (!scheduler) return 'CREATOR_ENDED';
  return (await mayOffboard(database, scheduler, due.userId)) ? 'CREATOR_NOT_ENTITLED' : null;
};

/** An administrator has to schedule the off-boarding again or cancel it. The event has no actor, because the scheduler did nothing. */
const holdUp = async (database: Database, { userId, action, reason }: Offboarding, cause: HeldUpReason) => {
  const problem = 'FORBIDDEN';
  await offboardings(database).update({ userId }, { failedAt: () => 'now()', problem, heldUpReason: cause });
  const details = { action, problem, cause };
  await recordEvents(database, SYSTEM_CALLER, [
    { type: 'OFFBOARDING_FAILED', outcome: 'FAILURE', userId, reason, details },
  ]);
};

const end = async (database: Database, due: Offboarding, user: User): Promise<Receipt | null> => {
  const { action, reason } = due;
  enforce(await mayCarryOut(action, user, policyDataIn(database)));
  if (action === 'DISABLE' && user.status === 'DISABLED') return null;
  const ending = { action: 'offboarding', target: { type: 'User', id: user.id }, users: [user], reason } as const;
  const carryOut = action === 'DISABLE' ? disableUsers : deleteUsers;
  return carryOut(database, callerFor(due), { ...ending, users: [user] });
};

const carryOut = (database: Database, userId: string): Promise<void> =>
  withRetries(() =>
    database.transaction(async (tx) => {
      const scheduled = await offboardings(tx).findDueOf(userId);
      if (!scheduled) return;
      const scheduler = schedulerOf(scheduled);
      await lockPossibleAdministrators(tx, [userId], lockWithCreator(scheduler));
      const due = await offboardings(tx).findDueOf(userId);
      // Cancelled meanwhile, or carried out by another process.
      if (!due) return;
      // Scheduled again by someone else, whose user is not locked.
      if (JSON.stringify(schedulerOf(due)) !== JSON.stringify(scheduler)) throw new Restart();
      const user = await findUser(tx, userId);
      const cause = user && (await heldUpBy(tx, due));
      if (cause) return holdUp(tx, due, cause);
      await offboardings(tx).delete({ userId });
      if (!user) return;
      const { action, reason } = due;
      const receipt = await end(tx, due, user);
      const details = { action, changed: receipt !== null };
      await recordEvents(tx, callerFor(due), [
        { type: 'OFFBOARDING_CARRIED_OUT', userId, reason, revocationId: receipt?.id ?? null, details },
      ]);
    }),
  );

const postpone = (database: Database, userId: string, problem: RefusalCode | null): Promise<void> =>
  database.transaction(async (tx) => {
    await lockUsers(tx, [userId]);
    const due = await offboardings(tx).findDueOf(userId);
    if (!due) return;
    const { action, reason, tries } = due;
    if (tries + 1 < MAX_TRIES) {
      const runAt = await offboardings(tx).postpone(userId, problem);
      return enqueue(tx, offboardTask, {}, { runAt });
    }
    await offboardings(tx).giveUp(userId, problem);
    await recordEvents(tx, callerFor(due), [
      { type: 'OFFBOARDING_FAILED', outcome: 'FAILURE', userId, reason, details: { action, problem } },
    ]);
  });

export const offboard: Handler = async (_, { database, logger, signal }) => {
  for (;;) {
    const due = await offboardings(database).listDue(BATCH);
    if (due.length === 0) return;
    for (const userId of due) {
      signal.throwIfAborted();
      try {
        await carryOut(database, userId);
      } catch (error) {
        if (!(error instanceof Refusal))
          logger.warn({ err: loggable(error) }, 'an off-boarding failed and will be tried again');
        await postpone(database, userId, error instanceof Refusal ? error.code : null);
      }
    }
  }
};
