/** Creating, updating, disabling, enabling and deleting users. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { passwordHash } from '../../platform/hash';
import { enforce, invalidInput } from '../../schema/errors';
import { checkVersion, type OperationInput } from '../../core/mutation/input';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { lockUsersAndRead } from '../../core/revocation/engine';
import { lastReceipt } from '../../core/revocation/find';
import { setPassword } from './set-password';
import { checkPassword } from './password-policy';
import { lockPossibleAdministratorsAndRead } from '../../core/mutation/administrators';
import { disableUsers, deleteUsers, type UsersEnding } from './endings';
import type { User } from './entity';
import { findUser, users } from './repository';
import { changeProperties } from './change';
import { addUser, validNewUser } from './create';
import { policyDataIn, mayDeleteUser, mayDisableUser, mayEnableUser, mayUpdateUser } from './policy';
import { requireUser } from './require-user';
import type { CreateUserInput, DeleteUserInput, DisableUserInput, EnableUserInput, UpdateUserInput } from './inputs';

const reload = (database: Database, id: string | null) => findUser(database, id);

export const createUser = (context: Context, input: CreateUserInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'createUser', input, reload }, async (database) => {
    const { password, ...given } = input;
    const user = validNewUser(context, given);
    if (password != null && input.type === 'SERVICE_ACCOUNT')
      throw invalidInput('password', 'Service accounts have no password. They are used through API tokens.');
    if (password != null) checkPassword(password, { names: [user.username, user.email ?? null, user.name ?? null] });
    const id = await addUser(database, context, user);
    if (password != null)
      await setPassword(database, context.caller, { userId: id, hash: await passwordHash(password) });
    return { subjectId: id, value: (await findUser(database, id))! };
  });

export const updateUser = (context: Context, input: UpdateUserInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'updateUser', input, reload }, async (database) => {
    const ruledBy = ['path', 'attributes', 'type', 'expiresAt'] as const;
    const lock = ruledBy.some((field) => input[field] !== undefined)
      ? lockPossibleAdministratorsAndRead
      : lockUsersAndRead;
    const user = await requireUser(database, context, 'users:update', input.userId, lock);
    checkVersion(user, input.ifVersion);
    enforce(mayUpdateUser(user));
    await changeProperties(database, context, user, input);
    return { subjectId: user.id, value: (await findUser(database, user.id))! };
  });

const ending = (action: string, user: User, { reason, dryRun }: OperationInput): UsersEnding => ({
  action,
  target: { type: 'User', id: user.id },
  users: [user],
  reason: reason ?? null,
  dryRun: dryRun ?? false,
});

export const disableUser = (context: Context, input: DisableUserInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'disableUser', input, reload }, async (database) => {
    const user = await requireUser(database, context, 'users:disable', input.userId, lockPossibleAdministratorsAndRead);
    checkVersion(user, input.ifVersion);
    enforce(await mayDisableUser(context.principal, user, policyDataIn(database)));
    if (user.status === 'DISABLED')
      return { subjectId: user.id, value: user, revocation: await lastReceipt(database, user.id, ['disableUser']) };
    const revocation = await disableUsers(database, context.caller, ending('disableUser', user, input));
    return { subjectId: user.id, value: findUser(database, user.id), revocation };
  });

export const enableUser = (context: Context, input: EnableUserInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'enableUser', input, reload }, async (database) => {
    const user = await requireUser(database, context, 'users:disable', input.userId);
    checkVersion(user, input.ifVersion);
    enforce(mayEnableUser(user));
    if (user.status !== 'DISABLED') return { subjectId: user.id, value: user };
    await users(database).enable([user.id]);
    await recordEvents(database, context.caller, [
      { type: 'USER_ENABLED', userId: user.id, reason: input.reason ?? null },
    ]);
    return { subjectId: user.id, value: (await findUser(database, user.id))! };
  });

export const deleteUser = (context: Context, input: DeleteUserInput): Promise<MutationResult<string>> =>
  runMutation(context, { action: 'deleteUser', input, reload: async (_database, id) => id }, async (database) => {
    const user = await requireUser(database, context, 'users:delete', input.userId, lockPossibleAdministratorsAndRead);
    checkVersion(user, input.ifVersion);
    enforce(await mayDeleteUser(context.principal, user, policyDataIn(database)));
    const revocation = await deleteUsers(database, context.caller, ending('deleteUser', user, input));
    return { subjectId: user.id, value: user.id, revocation };
  });
