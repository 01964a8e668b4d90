/** The permissions a caller holds on an object, and may therefore grant and remove. */
import type { Database } from '../../database/database';
import { enforce, forbiddenFor, type RequestError } from '../../schema/errors';
import { type Permission, PERMISSIONS } from '../../schema/permissions';
import { principalFor, isAtOrBelow } from './object-permissions';
import type { PermissionObject, HeldPermissions, Principal } from './principal';
import { heldPermissionsOf } from './held-roles';

/** Permissions on an object also apply to everything inside it. */
const rightsOn = async (
  database: Database,
  principal: Principal,
  on: PermissionObject | null,
): Promise<ReadonlySet<Permission>> => {
  const { permissions, scoped } = principal;
  if (on === null || scoped.length === 0) return permissions;
  if (on.userId) return (await principalFor(database, principal, on.userId)).permissions;
  const { groupId, path } = on;
  const above = groupId
    ? await database.query<{ id: string }>('select ancestor_id as id from group_closure where descendant_id = $1', [
        groupId,
      ])
    : [];
  const around = scoped.filter((some) =>
    path ? some.on.path && isAtOrBelow(path, some.on.path) : above.some(({ id }) => id === some.on.groupId),
  );
  return new Set([...permissions, ...around.flatMap((some) => [...some.permissions])]);
};

/** Whoever holds every permission also holds every scope of every resource server. */
export const holdsAllPermissions = ({ permissions }: Principal): boolean =>
  PERMISSIONS.every((permission) => permissions.has(permission));

export const holdsPermissions = async (
  database: Database,
  principal: Principal,
  { permissions, on }: HeldPermissions,
): Promise<boolean> => {
  if (holdsAllPermissions(principal)) return true;
  if (permissions.every((permission) => principal.permissions.has(permission))) return true;
  const rights = await rightsOn(database, principal, on);
  return permissions.every((permission) => rights.has(permission));
};

/** A caller can only grant or remove permissions that they hold on that object themselves. */
export const mayGrantOrRemove = async (
  database: Database,
  principal: Principal,
  held: HeldPermissions,
  what: string,
): Promise<RequestError | null> =>
  (await holdsPermissions(database, principal, held)) ? null : forbiddenFor(`every permission of ${what}`);

export const requirePermissions = async (...asked: Parameters<typeof mayGrantOrRemove>): Promise<void> =>
  enforce(await mayGrantOrRemove(...asked));

/** Anyone who can sign in as a user gains that user's permissions, so the caller must already hold them. */
export const requirePermissionsOfUser = async (
  database: Database,
  principal: Principal,
  userId: string,
): Promise<void> => {
  if (await isMorePrivileged(database, principal, userId)) throw forbiddenForMorePrivilegedUser();
};

export const forbiddenForMorePrivilegedUser = () => forbiddenFor('every permission that the user holds');

/** Whether a user holds permissions that the caller does not. The caller must then not be able to take over the account. */
export const isMorePrivileged = async (database: Database, principal: Principal, userId: string): Promise<boolean> =>
  (await morePrivilegedAmong(database, principal, [userId])).has(userId);

/** Which of these users hold permissions that the caller does not. */
export const morePrivilegedAmong = async (
  database: Database,
  principal: Principal,
  userIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const others = userIds.filter((id) => id !== principal.userId);
  const exceeding = new Set<string>();
  if (holdsAllPermissions(principal) || others.length === 0) return exceeding;
  const rows = await database.query<{ id: string; held: HeldPermissions[] }>(
    `select u.id, ${heldPermissionsOf('u.id')} as held from unnest($1::uuid[]) as u (id)`,
    [others],
  );
  const verdicts = new Map<string, boolean>();
  for (const { id, held } of rows)
    for (const role of held) {
      const key = JSON.stringify(role);
      if (!verdicts.has(key)) verdicts.set(key, await holdsPermissions(database, principal, role));
      if (!verdicts.get(key)) exceeding.add(id);
    }
  return exceeding;
};
