/** Rights that were given with something that ends: who may take them back, and what taking them back writes. */
import type { Database } from '../../database/database';
import type { SelectedItem } from '../../core/revocation/selection';
import { principalForGroup } from '../../core/authority/extent';
import { ancestorsOf, groups, mustHoldRolesOf } from '../group';
import { roleAssignments } from '../role';
import { type DerivedCause, endDerived } from '../../core/derived/endings';
import { membersOf, mustHoldAsMuchAs } from '../../core/authority/affected';
import { holds } from '../../core/authority/rights';
import { may, type Principal } from '../../core/authority/principal';
import type { RevocationItemType } from '../../schema/enums';

/** Taking one of these back may take the last administrator. */
export const GIVEN_RIGHTS: RevocationItemType[] = ['ROLE_ASSIGNMENT', 'GROUP_MEMBERSHIP'];

const idsOf = (items: SelectedItem[], wanted: RevocationItemType): string[] =>
  items.filter(({ type }) => type === wanted).map(({ itemId }) => itemId);

/** Those that the caller could not take back by `unassignRole` or `removeGroupMember`, whoever holds them. */
export const rightsBeyond = async (
  database: Database,
  principal: Principal,
  items: SelectedItem[],
): Promise<ReadonlySet<string>> => {
  const beyond = new Set<string>();
  const [roleIds, memberships] = [idsOf(items, 'ROLE_ASSIGNMENT'), idsOf(items, 'GROUP_MEMBERSHIP')];
  const roles = roleIds.length > 0 ? await roleAssignments(database).listHeld(roleIds) : [];
  for (const role of roles) if (!(await holds(database, principal, role))) beyond.add(role.id);
  for (const groupId of new Set(roles.flatMap((role) => role.groupId ?? [])))
    await mustHoldAsMuchAs(database, principal, membersOf(groupId));
  const joined = memberships.length > 0 ? await groups(database).listOfMemberships(memberships) : [];
  for (const { id, groupId, path } of joined)
    if (!may(await principalForGroup(database, principal, { id: groupId, path }), 'groups:manage')) beyond.add(id);
  for (const groupId of new Set(joined.map((group) => group.groupId)))
    await mustHoldRolesOf(database, principal, await ancestorsOf(database, groupId));
  return beyond;
};

/** Takes them back as `unassignRole`, `removeGroupMember` and `cancelOffboarding` do. */
export const takeRights = async (database: Database, items: SelectedItem[], cause: DerivedCause): Promise<void> => {
  for (const kind of ['ROLE_ASSIGNMENT', 'GROUP_MEMBERSHIP', 'OFFBOARDING'] as const)
    await endDerived(database, kind, idsOf(items, kind), cause);
};
