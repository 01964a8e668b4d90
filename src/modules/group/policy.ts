/** Checks of the mutations on groups and on roles of groups. */
import type { Database } from '../../database/database';
import { Refusal } from '../../schema/errors';
import { isAtOrBelow, objectsWithPermission } from '../../core/authority/object-permissions';
import { may, type Principal } from '../../core/authority/principal';
import type { Group } from './entity';
import { groupMembers } from './member-repository';

/** A caller who manages only a folder or a group can place groups only in it. */
export const mayPlaceGroup = (principal: Principal, parent: Group | null, path: string): boolean =>
  may(principal, 'groups:manage') ||
  (parent !== null && isAtOrBelow(path, parent.path)) ||
  objectsWithPermission(principal, 'groups:manage').some(
    ({ path: folder }) => folder !== null && isAtOrBelow(path, folder),
  );

/**
 * Whoever completes a waiting registration would get the roles of the group. Disabled members do not matter: enabling a user takes as many
 * permissions as the user holds.
 */
export const requireNoWaitingMembers = async (database: Database, groupId: string, field: string): Promise<void> => {
  const waiting = await groupMembers(database).countWaiting(groupId);
  if (waiting === 0) return;
  const members = waiting === 1 ? '1 member who is' : `${waiting} members who are`;
  throw new Refusal(
    'INVALID_STATE',
    `The group has ${members} INVITED, PENDING_CONFIRMATION or PENDING_LOGIN. A group can have roles only when none of its members are.`,
    ['input', field],
  );
};
