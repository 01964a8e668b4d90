/** What the caller holds on an object, and may therefore give and take. */
import type { Database } from '../../database/database';
import { enforce, forbiddenFor, type RequestError } from '../../schema/errors';
import { type Permission, PERMISSIONS } from '../../schema/permissions';
import { facing, isAtOrBelow } from '../viewer/extent';
import type { Extent, Held, Principal } from '../viewer/principal';
import { heldBy } from './held';

/** On what lies within something else, one holds what one holds on that. */
const rightsOn = async (
  database: Database,
  principal: Principal,
  on: Extent | null,
): Promise<ReadonlySet<Permission>> => {
  const { permissions, scoped } = principal;
  if (on === null || scoped.length === 0) return permissions;
  if (on.userId) return (await facing(database, principal, on.userId)).permissions;
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

export const holds = async (database: Database, principal: Principal, { permissions, on }: Held): Promise<boolean> => {
  if (permissions.every((permission) => principal.permissions.has(permission))) return true;
  const rights = await rightsOn(database, principal, on);
  return permissions.every((permission) => rights.has(permission));
};

/** Nobody gives or takes a right that he does not have himself, on that object. */
export const mayHandle = async (
  database: Database,
  principal: Principal,
  held: Held,
  what: string,
): Promise<RequestError | null> =>
  (await holds(database, principal, held)) ? null : forbiddenFor(`every permission of ${what}`);

export const mustHold = async (...asked: Parameters<typeof mayHandle>): Promise<void> =>
  enforce(await mayHandle(...asked));

/** Whoever can sign in as a user has what the user holds: nobody gets that without holding it. */
export const mustHoldAsMuch = async (database: Database, principal: Principal, userId: string): Promise<void> => {
  if (await holdsMore(database, principal, userId)) throw asMuchForbidden();
};

export const asMuchForbidden = (): RequestError => forbiddenFor('every permission that the user holds');

/** Whether a user holds something that the caller does not: then nobody may make the user's account their own. */
export const holdsMore = async (database: Database, principal: Principal, userId: string): Promise<boolean> => {
  if (principal.permissions.size === PERMISSIONS.length || principal.userId === userId) return false;
  const row = await database.one<{ held: Held[] }>(`select ${heldBy('$1::uuid')} as held`, [userId]);
  for (const held of row!.held) if (!(await holds(database, principal, held))) return true;
  return false;
};
