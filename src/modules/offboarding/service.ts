/** Schedules and cancels off-boardings. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { enforce, invalidInput } from '../../schema/errors';
import { enqueue } from '../../core/job/enqueue';
import { offboardTask } from './task';
import { creatorOf } from '../../core/authority/creator';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { policyDataIn, findUser, requireUser, type User } from '../user';
import type { CancelOffboardingInput, ScheduleOffboardingInput } from './inputs';
import { mayCancel, maySchedule } from './policy';
import { offboardings } from './repository';

const reload = (database: Database, id: string | null) => findUser(database, id);

export const scheduleOffboarding = (context: Context, input: ScheduleOffboardingInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'scheduleOffboarding', input, reload }, async (database) => {
    const user = await requireUser(database, context, 'users:offboard', input.userId);
    checkVersion(user, input.ifVersion);
    const { action, dueAt, reason = null } = input;
    if (dueAt <= context.clock.now()) throw invalidInput('dueAt', '`dueAt` must be in the future.');
    const existing = await offboardings(database).findOf(user.id);
    enforce(await maySchedule(context.principal, user, existing, policyDataIn(database)));
    const id = newId();
    await offboardings(database).delete({ userId: user.id });
    await offboardings(database).add(id, { userId: user.id, action, dueAt, reason }, creatorOf(context.principal));
    await enqueue(database, offboardTask, {}, { runAt: dueAt });
    await recordEvents(database, context.caller, [
      { type: 'OFFBOARDING_SCHEDULED', userId: user.id, reason, details: { action, dueAt } },
    ]);
    await recordDerived(database, context.caller, [{ kind: 'OFFBOARDING', id, userId: user.id }]);
    return { subjectId: user.id, value: user };
  });

export const cancelOffboarding = (context: Context, input: CancelOffboardingInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'cancelOffboarding', input, reload }, async (database) => {
    const user = await requireUser(database, context, 'users:offboard', input.userId);
    checkVersion(user, input.ifVersion);
    const existing = await offboardings(database).findOf(user.id);
    enforce(mayCancel(context.principal, user, existing));
    const { action, dueAt } = existing!;
    await offboardings(database).delete({ userId: user.id });
    await recordEvents(database, context.caller, [
      { type: 'OFFBOARDING_CANCELLED', userId: user.id, reason: input.reason ?? null, details: { action, dueAt } },
    ]);
    return { subjectId: user.id, value: user };
  });
