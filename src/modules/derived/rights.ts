/** Rights that were given with something that ends: who may remove them, and removing them. */
import type { Database } from '../../database/database';
import type { SelectedItem } from '../../core/revocation/selection';
import { principalForGroup } from '../../core/authority/object-permissions';
import { groupClosure, groups } from '../group';
import { roleAssignments } from '../role';
import { type DerivedCause, endDerived } from '../../core/derived/endings';
import { requirePermissionsOfGroups } from '../../core/authority/group-roles';
import { membersOf, requirePermissionsOfUsers } from '../../core/authority/affected';
import { holdsPermissions } from '../../core/authority/rights';
import { may, type Principal } from '../../core/authority/principal';
import type { RevocationItemType } from '../../schema/enums';

/** Removing one of these may remove the last administrator. */
export const RIGHT_TYPES: RevocationItemType[] = ['ROLE_ASSIGNMENT', 'GROUP_MEMBERSHIP'];

const idsOf = (items: SelectedItem[], wanted: RevocationItemType): string[] =>
  items.filter(({ type }) => type === wanted).map(({ itemId }) => itemId);

/** Rights that the caller could not remove with `unassignRole` or `removeGroupMember`. */
export const rightsCallerCannotRemove = async (
  database: Database,
  principal: Principal,
  items: SelectedItem[],
): Promise<ReadonlySet<string>> => {
  const beyond = new Set<string>();
  const [roleIds, memberships] = [idsOf(items, 'ROLE_ASSIGNMENT'), idsOf(items, 'GROUP_MEMBERSHIP')];
  const roles = roleIds.length > 0 ? await roleAssignments(database).listHeld(roleIds) : [];
  for (const role of roles) if (!(await holdsPermissions(database, principal, role))) beyond.add(role.id);
  for (const groupId of new Set(roles.flatMap((role) => role.groupId ?? [])))
    await requirePermissionsOfUsers(database, principal, membersOf(groupId));
  const memberOf = memberships.length > 0 ? await groups(database).listOfMemberships(memberships) : [];
  for (const { id, groupId, path } of memberOf)
    if (!may(await principalForGroup(database, principal, { id: groupId, path }), 'groups:manage')) beyond.add(id);
  for (const groupId of new Set(memberOf.map((group) => group.groupId)))
    await requirePermissionsOfGroups(database, principal, await groupClosure(database).listAncestors(groupId));
  return beyond;
};

/** Writes what `unassignRole`, `removeGroupMember` and `cancelOffboarding` write. */
export const removeRights = async (database: Database, items: SelectedItem[], cause: DerivedCause): Promise<void> => {
  for (const kind of ['ROLE_ASSIGNMENT', 'GROUP_MEMBERSHIP', 'OFFBOARDING'] as const)
    await endDerived(database, kind, idsOf(items, kind), cause);
};
