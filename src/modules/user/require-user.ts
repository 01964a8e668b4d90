/** Finds and locks the user of an input, for mutations on a single user. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { decodeId } from '../../platform/type-id';
import { notFound, notFoundWithoutPermission } from '../../schema/errors';
import type { Permission } from '../../schema/permissions';
import type { LockAndRead } from '../../core/mutation/administrators';
import { lockUsersAndRead } from '../../core/revocation/engine';
import { principalFor } from '../../core/authority/object-permissions';
import { may } from '../../core/authority/principal';
import type { User } from './entity';
import { findUser } from './repository';

/** Locks the row with `lock` before reading it. Only callers who hold the permission on this user find it. */
export const requireUser = async (
  database: Database,
  context: Context,
  permission: Permission,
  publicId: string,
  lock: LockAndRead = lockUsersAndRead,
): Promise<User> => {
  const id = decodeId('User', publicId);
  if (!id) throw notFound('user', 'userId');
  const [user, principal] = await lock(database, [id], () =>
    Promise.all([findUser(database, id), principalFor(database, context.principal, id)]),
  );
  if (!user) throw notFound('user', 'userId');
  if (!may(principal, permission)) throw notFoundWithoutPermission('user', 'userId', permission);
  return user;
};
