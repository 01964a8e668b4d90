/**
 * Permissions granted on an object: on one user, on the members of a group and its subgroups, or on everyone at or below a path. Callers who
 * hold them globally cost no statement here.
 */
import type { AddParameter } from '../../database/list';
import type { Database } from '../../database/database';
import type { Permission } from '../../schema/permissions';
import { may, type PermissionObject, type Principal, type ScopedPermissions } from './principal';

/** SQL condition: the user is a member of the group or of one of its subgroups. */
export const isMember = (user: string, group: string): string =>
  `exists (select from group_closure gc join group_members gm on gm.group_id = gc.descendant_id where gc.ancestor_id = ${group} and gm.user_id = ${user})`;

export const isAtOrBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

export const objectsWithPermission = (principal: Principal, permission: Permission): PermissionObject[] =>
  principal.scoped.filter(({ permissions }) => permissions.has(permission)).map(({ on }) => on);

const present = (values: (string | null)[]): string[] => values.filter((value) => value !== null);

/** SQL condition: the path is the folder or lies below it. */
export const isUnder = (column: string, folder: string, add: AddParameter): string =>
  `(${column} = ${add(folder)} or ${column} like ${add(`${folder.replace(/[\\%_]/g, '\\$&')}/%`)})`;

/** SQL condition: the row of users is covered by one of these objects. */
export const isCoveredBy = (objects: readonly PermissionObject[], alias: string, add: AddParameter): string => {
  const conditions = [
    `${alias}.id = any(${add(present(objects.map(({ userId }) => userId)))}::uuid[])`,
    ...present(objects.map(({ path }) => path)).map((path) => isUnder(`${alias}.path`, path, add)),
    ...present(objects.map(({ groupId }) => groupId)).map((groupId) =>
      isMember(`${alias}.id`, `${add(groupId)}::uuid`),
    ),
  ];
  return `(${conditions.join(' or ')})`;
};

/**
 * The condition of a list: rows the caller can access through the permission, and their own. `owner` is the column with the user id. Empty if
 * the caller holds the permission globally.
 */
export const accessCondition =
  (principal: Principal, permission: Permission, owner = 'x.user_id') =>
  (add: AddParameter): string[] => {
    if (may(principal, permission)) return [];
    const objects = objectsWithPermission(principal, permission);
    const conditions = principal.ownsRows ? [`${owner} = ${add(principal.userId)}::uuid`] : [];
    if (objects.length > 0)
      conditions.push(
        owner === 'x.id'
          ? isCoveredBy(objects, 'x', add)
          : `exists (select from users su where su.id = ${owner} and ${isCoveredBy(objects, 'su', add)})`,
      );
    return [conditions.length > 0 ? `(${conditions.join(' or ')})` : 'false'];
  };

const withScopedPermissions = (principal: Principal, scoped: ScopedPermissions[]): Principal =>
  scoped.length === 0
    ? principal
    : { ...principal, permissions: new Set([...principal.permissions, ...scoped.flatMap((s) => [...s.permissions])]) };

/** For each of these users, the caller with their global permissions and those granted on that user. */
export const principalsFor = async (
  database: Database,
  principal: Principal,
  userIds: readonly (string | null)[],
): Promise<(userId: string | null) => Principal> => {
  const { scoped } = principal;
  const others = scoped.length === 0 ? [] : present([...new Set(userIds)]);
  if (others.length === 0) return () => principal;
  const rows = await database.query<{ id: string; n: number }>(
    `select su.id, s.n::int from users su join unnest($2::uuid[], $3::uuid[], $4::text[]) with ordinality as s (user_id, group_id, path, n)
       on s.user_id = su.id or s.path = su.path or starts_with(su.path, s.path || '/') or ${isMember('su.id', 's.group_id')}
     where su.id = any($1::uuid[])`,
    [others, scoped.map(({ on }) => on.userId), scoped.map(({ on }) => on.groupId), scoped.map(({ on }) => on.path)],
  );
  const found = new Map(
    others.map((id) => [
      id,
      withScopedPermissions(
        principal,
        rows.filter((row) => row.id === id).map(({ n }) => scoped[n - 1]!),
      ),
    ]),
  );
  return (userId) => (userId === null ? principal : (found.get(userId) ?? principal));
};

export const principalFor = async (
  database: Database,
  principal: Principal,
  userId: string | null,
): Promise<Principal> => (await principalsFor(database, principal, [userId]))(userId);

/** The caller with their global permissions and those granted on the group, on a parent group or on a path that contains the group. */
export const principalForGroup = async (
  database: Database,
  principal: Principal,
  { id, path }: { id: string; path: string },
): Promise<Principal> => {
  if (principal.scoped.length === 0) return principal;
  const above = await database.query<{ id: string }>(
    'select ancestor_id as id from group_closure where descendant_id = $1',
    [id],
  );
  const around = principal.scoped.filter(
    ({ on }) => (on.path !== null && isAtOrBelow(path, on.path)) || above.some((group) => group.id === on.groupId),
  );
  return {
    ...principal,
    permissions: new Set([...principal.permissions, ...around.flatMap(({ permissions }) => [...permissions])]),
  };
};
