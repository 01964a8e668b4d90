/** Creating, updating, disabling, enabling and deleting users. */
import type { QueryDeepPartialEntity } from 'typeorm/query-builder/QueryPartialEntity';
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { onUniqueViolation } from '../../database/unique';
import { passwordHash } from '../../platform/hash';
import { enforce, forbiddenFor, invalidInput, Refusal } from '../../schema/errors';
import { changeUser, type Properties } from '../../core/mutation/user-change';
import { checkVersion, type OperationInput } from '../../core/mutation/input';
import { recordEvents } from '../../core/event/record';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { lockUsers } from '../../core/revocation/engine';
import { lastReceipt } from '../../core/revocation/find';
import { requirePermissionsOfUser } from '../../core/authority/rights';
import { setPassword } from './set-password';
import { checkPassword } from './password-policy';
import { lockPossibleAdministrators } from '../../core/mutation/administrators';
import { changeExpiry } from './expiry';
import { disableUsers, deleteUsers, type UsersEnding } from './endings';
import type { User } from './entity';
import { findUser, users } from './repository';
import { addUser, requirePermissionOnPath, validNewUser } from './create';
import { policyDataIn, mayDeleteUser, mayDisableUser, mayEnableUser, mayUpdateUser } from './policy';
import { checkAttributes, checkName, checkPath, newEmail, newUsername } from './validation';
import { nameKey } from '../../platform/name-key';
import { userTaken } from './name-conflict';
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

/** Events record column names. */
const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The properties that group rules will see after the change. */
const propertiesOf = ({ source, ...user }: User, { path, attributes, type }: UpdateUserInput): Properties => ({
  path: path === undefined ? user.path : (path ?? ''),
  attributes: attributes === undefined ? user.attributes : (attributes ?? {}),
  type: type ?? user.type,
  source,
});

const OWNED_BY_SOURCE = ['username', 'email', 'emailVerified', 'name'] as const;

export const updateUser = (context: Context, input: UpdateUserInput): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'updateUser', input, reload }, async (database) => {
    const ruledBy = ['path', 'attributes', 'type', 'expiresAt'] as const;
    const lock = ruledBy.some((field) => input[field] !== undefined) ? lockPossibleAdministrators : lockUsers;
    const user = await requireUser(database, context, 'users:update', input.userId, lock);
    checkVersion(user, input.ifVersion);
    enforce(mayUpdateUser(user));
    if (user.source === 'EXTERNAL')
      for (const field of OWNED_BY_SOURCE)
        if (input[field] !== undefined && input[field] !== user[field])
          throw new Refusal(
            'EXTERNALLY_MANAGED',
            `\`${field}\` is managed by the external source of this user. Change it there.`,
            ['input', field],
          );

    const changes: QueryDeepPartialEntity<User> = {};
    if (input.username !== undefined) {
      if (input.username === null) throw invalidInput('username', '`username` cannot be cleared.');
      const username = input.username === user.username ? user.username : newUsername(input.username);
      Object.assign(changes, { username, usernameKey: nameKey(username) });
    }
    if (input.email !== undefined) {
      const email = input.email === null || input.email === user.email ? input.email : newEmail(input.email);
      const sameAddress = nameKey(email ?? '') === nameKey(user.email ?? '');
      Object.assign(changes, {
        email,
        emailKey: email && nameKey(email),
        emailVerified: sameAddress && user.emailVerified,
      });
    }
    if (input.emailVerified != null) changes.emailVerified = input.emailVerified;
    if (input.name !== undefined) {
      if (input.name !== null && input.name !== user.name) checkName(input.name);
      changes.name = input.name;
    }
    if (input.path !== undefined) {
      if (input.path !== user.path) checkPath(input.path ?? '');
      changes.path = input.path ?? '';
    }
    if (input.attributes !== undefined) {
      checkAttributes(input.attributes ?? {});
      changes.attributes = (input.attributes ?? {}) as QueryDeepPartialEntity<User>['attributes'];
    }
    if (input.type != null) {
      if (input.type === 'INTERNAL_SERVICE_ACCOUNT')
        throw invalidInput('type', 'INTERNAL_SERVICE_ACCOUNT cannot be set through the API.');
      if (input.type !== user.type && [input.type, user.type].includes('SERVICE_ACCOUNT'))
        throw invalidInput(
          'type',
          'A person cannot become a service account, and a service account cannot become a person.',
        );
      changes.type = input.type;
    }
    const signsInBy = ['username', 'email', 'emailVerified'] as const;
    if (signsInBy.some((field) => input[field] !== undefined)) {
      // Whoever controls the sign-in name or address can reset the password by mail.
      if (user.id === context.principal.userId && !context.principal.ownsAccount)
        throw forbiddenFor('the scope account');
      await requirePermissionsOfUser(database, context.principal, user.id);
    }
    if (input.path !== undefined && (input.path ?? '') !== user.path)
      requirePermissionOnPath(context.principal, 'users:update', input.path ?? '');
    if (input.expiresAt !== undefined) {
      await changeExpiry(database, context, user, input.expiresAt);
      changes.expiresAt = input.expiresAt;
    }
    const properties = Object.keys(changes);
    if (properties.length > 0) {
      const moves = (['path', 'attributes', 'type'] as const).some((property) => property in changes);
      const next = moves ? propertiesOf(user, input) : null;
      await changeUser(database, context, { userId: user.id, reason: input.reason ?? null, next }, () =>
        onUniqueViolation(() => users(database).change([user.id], changes), userTaken),
      );
      const changed = properties.filter((property) => !property.endsWith('Key')).map(snakeCase);
      // The old address is notified of the new one.
      const moved = changes.email !== undefined && changes.emailKey !== (user.email && nameKey(user.email));
      const details = { changed, ...(moved ? { from: user.email, to: changes.email } : {}) };
      await recordEvents(database, context.caller, [
        { type: 'USER_UPDATED', userId: user.id, reason: input.reason ?? null, details },
      ]);
    }
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
    const user = await requireUser(database, context, 'users:disable', input.userId, lockPossibleAdministrators);
    checkVersion(user, input.ifVersion);
    enforce(await mayDisableUser(context.principal, user, policyDataIn(database)));
    if (user.status === 'DISABLED')
      return { subjectId: user.id, value: user, revocation: await lastReceipt(database, user.id, ['disableUser']) };
    const revocation = await disableUsers(database, context.caller, ending('disableUser', user, input));
    return { subjectId: user.id, value: (await findUser(database, user.id))!, revocation };
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
    const user = await requireUser(database, context, 'users:delete', input.userId, lockPossibleAdministrators);
    checkVersion(user, input.ifVersion);
    enforce(await mayDeleteUser(context.principal, user, policyDataIn(database)));
    const revocation = await deleteUsers(database, context.caller, ending('deleteUser', user, input));
    return { subjectId: user.id, value: user.id, revocation };
  });
