/** Setting, changing, locking and unlocking passwords. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { composedPassword, passwordHash, passwordMatches } from '../../platform/hash';
import { enforce, invalidInput, Refusal } from '../../schema/errors';
import type { EventType } from '../../schema/enums';
import { recordEvents } from '../../core/event/record';
import { deleteUnusedLinksOfUser } from '../../core/link/link';
import { runMutation, type MutationResult, asMutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { lockUsers } from '../../core/revocation/engine';
import { requirePermissionsOfUser } from '../../core/authority/rights';
import { lockPossibleAdministratorsAndRead } from '../../core/mutation/administrators';
import {
  checkPassword,
  policyDataIn,
  findUser,
  clearPasswordFailures,
  hasSecondFactor,
  isShort,
  passwords,
  requireUser,
  type User,
  users,
} from '../user';
import { checkOwnPassword } from './attempt-limits';
import type {
  ChangeMyPasswordInput,
  LockPasswordInput,
  RequirePasswordChangeInput,
  SetUserPasswordInput,
  UnlockPasswordInput,
} from './inputs';
import { mayLockPassword, maySetPassword, mayUnlockPassword } from './policy';
import { changePassword } from './change-password';

/** Columns of users that describe the state of the password. */
type PasswordState = Parameters<ReturnType<typeof users>['change']>[1];
const now = () => 'now()';

const namesOf = ({ username, email, name }: User) => [username, email, name];

export const setUserPassword = (context: Context, input: SetUserPasswordInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'setUserPassword', input, reload: findUser }, async (database) => {
    const user = await requireUser(database, context, 'users:setPassword', input.userId);
    checkVersion(user, input.ifVersion);
    enforce(maySetPassword(user));
    await requirePermissionsOfUser(database, context.principal, user.id);
    const secondFactor = await hasSecondFactor(database, user.id);
    checkPassword(input.password, { names: namesOf(user), secondFactor });
    const isSelf = context.principal.userId === user.id;
    const revocation = await changePassword(database, context.caller, {
      ...{ action: 'setUserPassword', userId: user.id, by: isSelf ? 'OWNER' : 'ADMINISTRATOR' },
      ...{ hash: await passwordHash(input.password), short: isShort(input.password) },
      ...{ spared: isSelf ? context.principal.sessionId : null },
      ...{ reason: input.reason ?? null, dryRun: input.dryRun ?? false },
    });
    return { subjectId: user.id, value: (await findUser(database, user.id))!, revocation };
  });

const WRONG = () => invalidInput('currentPassword', 'This is not your current password.');

const changeOwn = (
  context: Context,
  userId: string,
  input: ChangeMyPasswordInput,
  wasRight: () => void,
): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'changeMyPassword', input, reload: findUser }, async (database) => {
    const { currentPassword, newPassword } = input;
    await lockUsers(database, [userId]);
    const user = (await findUser(database, userId))!;
    enforce(maySetPassword(user));
    if (user.passwordLockedAt)
      throw new Refusal('INVALID_STATE', 'Your password is locked. Ask an administrator to unlock it.');
    if (!(await passwordMatches(await passwords(database).findHash(userId), currentPassword))) throw WRONG();
    wasRight();
    const secondFactor = await hasSecondFactor(database, userId);
    checkPassword(newPassword, { names: namesOf(user), secondFactor, field: 'newPassword' });
    if (composedPassword(newPassword) === composedPassword(currentPassword))
      throw invalidInput('newPassword', '`newPassword` is your current password. Choose a new one.');
    const revocation = await changePassword(database, context.caller, {
      ...{ action: 'changeMyPassword', userId, by: 'OWNER', spared: context.principal.sessionId },
      ...{ hash: await passwordHash(newPassword), short: isShort(newPassword) },
      ...{ reason: input.reason ?? null, dryRun: input.dryRun ?? false },
    });
    return { subjectId: userId, value: (await findUser(database, userId))!, revocation };
  });

/** Attempts are limited as at the sign-in. A replayed idempotency key also counts, since its result reveals whether the password is right. */
export const changeMyPassword = (context: Context, input: ChangeMyPasswordInput): Promise<MutationResult<User>> =>
  asMutationResult(async () => {
    const { principal, database, caller } = context;
    const { userId } = principal;
    if (!userId || principal.impersonatorId)
      throw new Refusal('INVALID_STATE', 'You can only change your own password here. Sign in as yourself.');
    let outcome: MutationResult<User> | undefined;
    const checked = await checkOwnPassword(database, userId, async () => {
      let right = false;
      outcome = await changeOwn(context, userId, input, () => (right = true));
      return right || outcome.errors.length === 0;
    });
    if (checked instanceof Refusal) throw checked;
    const { errors } = outcome!;
    if (errors.some(({ path }) => path?.at(-1) === 'currentPassword')) {
      const details = { by: 'OWNER', cause: 'WRONG_PASSWORD' };
      await recordEvents(database, caller, [{ type: 'PASSWORD_CHANGED', outcome: 'FAILURE', userId, details }]);
    }
    return outcome!;
  });

/** Changes the state of the password, if there is a change, and records the event. */
const change = async (
  database: Database,
  { caller }: Context,
  user: User,
  { changes, type, reason }: { changes: PasswordState | null; type: EventType; reason: string | null | undefined },
): Promise<{ subjectId: string; value: User }> => {
  if (changes === null) return { subjectId: user.id, value: user };
  await users(database).change([user.id], changes);
  await recordEvents(database, caller, [{ type, userId: user.id, reason: reason ?? null }]);
  return { subjectId: user.id, value: (await findUser(database, user.id))! };
};

export const requirePasswordChange = (
  context: Context,
  input: RequirePasswordChangeInput,
): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'requirePasswordChange', input, reload: findUser }, async (database) => {
    const user = await requireUser(database, context, 'users:setPassword', input.userId);
    checkVersion(user, input.ifVersion);
    enforce(maySetPassword(user));
    const changes = user.passwordChangeRequiredAt ? null : { passwordChangeRequiredAt: now };
    return change(database, context, user, { changes, type: 'PASSWORD_CHANGE_REQUIRED', reason: input.reason });
  });

export const lockPassword = (context: Context, input: LockPasswordInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'lockPassword', input, reload: findUser }, async (database) => {
    const user = await requireUser(
      ...([database, context, 'users:setPassword', input.userId, lockPossibleAdministratorsAndRead] as const),
    );
    checkVersion(user, input.ifVersion);
    enforce(await mayLockPassword(context.principal, user, policyDataIn(database)));
    await deleteUnusedLinksOfUser(database, user.id, 'RECOVERY');
    const changes = user.passwordLockedAt ? null : { passwordLockedAt: now };
    return change(database, context, user, { changes, type: 'PASSWORD_LOCKED', reason: input.reason });
  });

export const unlockPassword = (context: Context, input: UnlockPasswordInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'unlockPassword', input, reload: findUser }, async (database) => {
    const user = await requireUser(database, context, 'users:setPassword', input.userId);
    checkVersion(user, input.ifVersion);
    enforce(mayUnlockPassword(context.principal, user));
    const forgiven = await clearPasswordFailures(database, user.id);
    const changes = user.passwordLockedAt || forgiven > 0 ? { passwordLockedAt: null } : null;
    return change(database, context, user, { changes, type: 'PASSWORD_UNLOCKED', reason: input.reason });
  });
