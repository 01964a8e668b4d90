/** Access rules of the fields about groups. */
import { carried, creates, needs, needsOrOwner, needsOrSelf, needsWithin, type FieldRules } from '../../schema/rules';

export const groupRules: FieldRules = {
  Query: {
    group: needsOrSelf('groups:read'),
    groups: needsOrSelf('groups:read'),
    groupRulePreview: needs('groups:manage'),
  },
  Mutation: {
    createGroup: creates('AUTHORITY', needsWithin('groups:manage')),
    updateGroup: creates('AUTHORITY', needsWithin('groups:manage')),
    deleteGroup: creates('AUTHORITY', needsWithin('groups:manage')),
    addGroupMember: creates('AUTHORITY', needsWithin('groups:manage')),
    removeGroupMember: creates('AUTHORITY', needsWithin('groups:manage')),
  },
  Group: {
    rule: carried,
    parent: carried,
    children: carried,
    members: needsOrSelf('users:read'),
    viewerCanUpdate: carried,
  },
  GroupRule: { attributes: carried },
  User: { groups: needsOrOwner('groups:read', 'id') },
};
