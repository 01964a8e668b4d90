/** Groups of users: their tree, their members and their membership rules. */
import { defineModule } from '../../core/module/module';
import { Group, GroupMember } from './entity';
import { GroupCapabilities } from './capabilities';
import { GroupResolver, UserGroupsResolver } from './resolver';
import { groupRules } from './rules';
import { visibleGroupByUuid } from './visible';
import { applyMembershipRules } from './membership-rule';
import { personalData } from './personal-data';
import { GroupClosure } from './tables';
import { groupMembers } from './member-repository';
import { groups } from './repository';
import * as vocabulary from './vocabulary';
export { Group } from './entity';
export { groupClosure } from './closure-repository';
export { applyMembershipRules, requirePermissionsOfMatchingGroups } from './membership-rule';
export { requireNoWaitingMembers } from './policy';
export { groups } from './repository';
export { visibleGroupByUuid } from './visible';

export const groupModule = defineModule({
  name: 'group',
  ...vocabulary,
  entities: [Group, GroupMember, GroupClosure],
  resolvers: [GroupCapabilities, GroupResolver, UserGroupsResolver],
  rules: groupRules,
  nodes: { Group: (context, _id, uuid) => visibleGroupByUuid(context, uuid) },
  aroundUserChange: applyMembershipRules,
  personalData,
  endsDerived: {
    GROUP_MEMBERSHIP: async (database, ids) => {
      await groups(database).touchOfMemberships(ids);
      await groupMembers(database).deleteByIds(ids);
    },
  },
  withoutRetention: {
    groups: 'until it is deleted',
    group_closure: 'with the group',
    group_members: 'until removed, or with the user or group',
  },
});
