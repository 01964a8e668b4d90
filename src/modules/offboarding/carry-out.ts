/**
 * Carries out off-boardings that are due, in the name and with the words of whoever scheduled them, if they could still schedule them. What
 * stands against one may pass: it is tried again, later each time, and given up after some days, in view of everybody who looks at the user.
 */
import type { Database } from '../../database/database';
import { loggable } from '../../platform/logger';
import type { HeldUpReason, RefusalCode } from '../../schema/enums';
import { enforce, Refusal } from '../../schema/errors';
import { enqueue } from '../../core/job/enqueue';
import { offboardTask } from './task';
import type { Handler } from '../../core/job/task';
import { creatorNow, lockWithCreator } from '../impersonation';
import { type Creator } from '../../core/authority/creator';
import { type Caller, NOBODY, recordEvents } from '../../core/event/record';
import { withRetries, Restart } from '../../core/mutation/run';
import { lockUsers, type Receipt } from '../../core/revocation/engine';
import { lockPossibleAdministrators } from '../../core/mutation/administrators';
import { barUsers, deleteUsers, factsIn, findUser, type User } from '../user';
import type { Offboarding } from './entity';
import { mayCarryOut, mayOffboard } from './policy';
import { offboardings } from './repository';

const BATCH = 100;
/** With the delays between them these attempts take about three days. */
const TRIES = 20;

const schedulerOf = (due: Offboarding): Creator => ({
  ...{ userId: due.actorUserId, impersonatorId: due.actorImpersonatorId },
  ...{ applicationId: due.actorApplicationId, scopes: due.actorScopes },
});

const inTheNameOf = (due: Offboarding): Caller => {
  const { userId, impersonatorId, applicationId } = schedulerOf(due);
  return { ...NOBODY, userId, impersonatorId, applicationId };
};

/** Why its scheduler could not schedule it any more. */
const heldUpBy = async (database: Database, due: Offboarding): Promise<HeldUpReason | null> => {
  const scheduler = await creatorNow(database, schedulerOf(due));
  if (!scheduler) return 'CREATOR_ENDED';
  return (await mayOffboard(database, scheduler, due.userId)) ? 'CREATOR_NOT_ENTITLED' : null;
};

/** It waits for another administrator, who schedules it again or cancels it; the scheduler does nothing here. */
const holdUp = async (database: Database, { userId, action, reason }: Offboarding, cause: HeldUpReason) => {
  const problem = 'FORBIDDEN';
  await offboardings(database).update({ userId }, { failedAt: () => 'now()', problem, heldUpReason: cause });
  const details = { action, problem, cause };
  await recordEvents(database, NOBODY, [{ type: 'OFFBOARDING_FAILED', outcome: 'FAILURE', userId, reason, details }]);
};

const end = async (database: Database, due: Offboarding, user: User): Promise<Receipt | null> => {
  const { action, reason } = due;
  enforce(await mayCarryOut(action, user, factsIn(database)));
  if (action === 'DISABLE' && user.status === 'DISABLED') return null;
  const asked = { action: 'offboarding', target: { type: 'User', id: user.id }, users: [user], reason } as const;
  const carryOut = action === 'DISABLE' ? barUsers : deleteUsers;
  return carryOut(database, inTheNameOf(due), { ...asked, users: [user] });
};

const carryOut = (database: Database, userId: string): Promise<void> =>
  withRetries(() =>
    database.transaction(async (tx) => {
      const planned = await offboardings(tx).findDueOf(userId);
      if (!planned) return;
      const scheduler = schedulerOf(planned);
      await lockPossibleAdministrators(tx, [userId], (database, ids) => lockWithCreator(database, ids, scheduler));
      const due = await offboardings(tx).findDueOf(userId);
      // Cancelled, or done by another process meanwhile.
      if (!due) return;
      // Scheduled again by somebody else, whose rows are not locked.
      if (JSON.stringify(schedulerOf(due)) !== JSON.stringify(scheduler)) throw new Restart();
      const user = await findUser(tx, userId);
      const cause = user && (await heldUpBy(tx, due));
      if (cause) return holdUp(tx, due, cause);
      await offboardings(tx).delete({ userId });
      if (!user) return;
      const { action, reason } = due;
      const receipt = await end(tx, due, user);
      const details = { action, changed: receipt !== null };
      await recordEvents(tx, inTheNameOf(due), [
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
    if (tries + 1 < TRIES) {
      const runAt = await offboardings(tx).postpone(userId, problem);
      return enqueue(tx, offboardTask, {}, { runAt });
    }
    await offboardings(tx).giveUp(userId, problem);
    await recordEvents(tx, inTheNameOf(due), [
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
          logger.warn({ err: loggable(error) }, 'an off-boarding failed and is tried again');
        await postpone(database, userId, error instanceof Refusal ? error.code : null);
      }
    }
  }
};
