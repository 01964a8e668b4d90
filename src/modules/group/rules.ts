/** Who may ask for what about groups. */
import { carried, needs, needsOrOwner, needsOrSelf, needsWithin, type FieldRules } from '../../schema/rules';

export const groupRules: FieldRules = {
  Query: {
    group: needsOrSelf('groups:read'),
    groups: needsOrSelf('groups:read'),
    groupRulePreview: needs('groups:manage'),
  },
  Mutation: {
    createGroup: needsWithin('groups:manage'),
    updateGroup: needsWithin('groups:manage'),
    deleteGroup: needsWithin('groups:manage'),
    addGroupMember: needsWithin('groups:manage'),
    removeGroupMember: needsWithin('groups:manage'),
  },
  Group: {
    rule: carried,
    parent: carried,
    children: carried,
    members: needsOrSelf('users:read'),
    assignments: carried,
    viewerCanUpdate: carried,
  },
  GroupRule: { attributes: carried },
  User: { groups: needsOrOwner('groups:read', 'id') },
};
