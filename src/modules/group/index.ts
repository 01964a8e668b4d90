/** Groups of users, their tree and the rules from which members follow. */
import { defineModule } from '../../core/module/module';
import { Group, GroupMember } from './entity';
import { GroupCapabilities } from './capabilities';
import { GroupResolver, UserGroupsResolver } from './resolver';
import { groupRules } from './rules';
import { groupOf } from './visible';
import { followingRules } from './rule';
import { personalData } from './personal-data';
import { GroupClosure } from './tables';
import { groupMembers } from './member-repository';
import { groups } from './repository';

export { Group } from './entity';
export { findGroup } from './find';
export { followingRules, mustHoldRuledRoles } from './rule';
export { ancestorsOf, mustHaveArrived, mustHoldRolesOf } from './tree';
export { groupOf } from './visible';
export { groups } from './repository';

export const groupModule = defineModule({
  name: 'group',
  entities: [Group, GroupMember, GroupClosure],
  resolvers: [GroupCapabilities, GroupResolver, UserGroupsResolver],
  rules: groupRules,
  nodes: { Group: (context, _id, uuid) => groupOf(context, uuid) },
  aroundUserChange: followingRules,
  endsDerived: {
    GROUP_MEMBERSHIP: async (database, ids) => {
      await groups(database).touchOfMemberships(ids);
      await groupMembers(database).deleteByIds(ids);
    },
  },
  personalData,
});
