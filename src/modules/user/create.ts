/** Creates local users: people and service accounts. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { onUniqueViolation } from '../../database/unique';
import { newId } from '../../platform/random';
import type { UserType } from '../../schema/enums';
import { forbiddenFor, invalidInput } from '../../schema/errors';
import type { Permission } from '../../schema/permissions';
import { recordDerived } from '../../core/derived/record';
import { recordEvents } from '../../core/event/record';
import { changeUser } from '../../core/mutation/user-change';
import { objectsWithPermission, isAtOrBelow } from '../../core/authority/object-permissions';
import { may, type Principal } from '../../core/authority/principal';
import { checkExpiry, scheduleExpiry } from './expiry';
import { userTaken } from './name-conflict';
import { users } from './repository';
import { checkAttributes, checkName, checkPath, newEmail, newUsername } from './validation';

/** A permission on a folder covers that folder and everything below it. */
export const requirePermissionOnPath = (principal: Principal, permission: Permission, path: string): void => {
  const folders = objectsWithPermission(principal, permission).flatMap(({ path: folder }) => folder ?? []);
  if (!may(principal, permission) && !folders.some((folder) => isAtOrBelow(path, folder)))
    throw forbiddenFor(`${permission} on the path`);
};

export interface NewUser {
  username: string;
  email?: string | null;
  emailVerified?: boolean | null;
  name?: string | null;
  path?: string | null;
  attributes?: Record<string, unknown> | null;
  type?: UserType | null;
  ownerId?: string | null;
  expiresAt?: Date | null;
  reason?: string | null;
}

/** Checks a user to create, and returns it with the stored forms of username and address. */
export const validNewUser = <User extends NewUser>({ principal, clock }: Context, user: User): User => {
  const valid = { ...user, username: newUsername(user.username) };
  if (user.email != null) valid.email = newEmail(user.email);
  if (user.name != null) checkName(user.name);
  checkPath(user.path ?? '');
  checkAttributes(user.attributes ?? {});
  if (user.type === 'INTERNAL_SERVICE_ACCOUNT')
    throw invalidInput('type', 'INTERNAL_SERVICE_ACCOUNT cannot be set through the API.');
  if (user.expiresAt != null) checkExpiry(clock, user.expiresAt);
  requirePermissionOnPath(principal, 'users:create', user.path ?? '');
  return valid;
};

/** Inserts a user that was checked by `validNewUser`, and records the event. */
export const addUser = async (database: Database, context: Context, user: NewUser): Promise<string> => {
  const id = newId();
  const { username, email = null, type = null } = user;
  await changeUser(database, context, { userId: id, reason: user.reason ?? null }, () =>
    onUniqueViolation(
      () =>
        users(database).add({
          ...{ id, username, email, emailVerified: user.emailVerified ?? false, name: user.name ?? null },
          ...{ path: user.path ?? '', attributes: user.attributes ?? {}, type: type ?? 'INTERNAL' },
          ...{ ownerId: user.ownerId ?? null, expiresAt: user.expiresAt ?? null },
        }),
      userTaken,
    ),
  );
  await recordDerived(database, context.caller, [{ kind: 'USER', id, userId: id }]);
  if (user.expiresAt != null) await scheduleExpiry(database, user.expiresAt);
  const details = type === 'SERVICE_ACCOUNT' ? { username, type } : { username };
  await recordEvents(database, context.caller, [
    { type: 'USER_CREATED', userId: id, reason: user.reason ?? null, details },
  ]);
  return id;
};
