/** Access rules of the fields about groups. */
import {
  carried,
  creates,
  needs,
  needsOrOwner,
  needsOrOwnRows,
  needsOnSomeObject,
  type FieldRules,
} from '../../schema/rules';

export const groupRules: FieldRules = {
  Query: {
    group: needsOrOwnRows('groups:read'),
    groups: needsOrOwnRows('groups:read'),
    groupRulePreview: needs('groups:manage'),
  },
  Mutation: {
    createGroup: creates('AUTHORITY', needsOnSomeObject('groups:manage')),
    updateGroup: creates('AUTHORITY', needsOnSomeObject('groups:manage')),
    deleteGroup: creates('AUTHORITY', needsOnSomeObject('groups:manage')),
    addGroupMember: creates('AUTHORITY', needsOnSomeObject('groups:manage')),
    removeGroupMember: creates('AUTHORITY', needsOnSomeObject('groups:manage')),
  },
  Group: {
    rule: carried,
    parent: carried,
    children: carried,
    members: needsOrOwnRows('users:read'),
    viewerCanUpdate: carried,
  },
  GroupRule: { attributes: carried },
  User: { groups: needsOrOwner('groups:read', 'id') },
};
