/** Authorization rules of the user fields. */
import { carried, creates, ends, needs, needsOrSelf, needsWithin, type FieldRules } from '../../schema/rules';

export const userRules: FieldRules = {
  Query: {
    user: needsOrSelf('users:read'),
    users: needsOrSelf('users:read'),
    folders: needsOrSelf('users:read'),
    dormancyPreview: needs('users:read'),
  },
  Mutation: {
    createUser: creates('ACCOUNT', needsWithin('users:create')),
    createServiceAccount: creates('ACCOUNT', needsWithin('users:create')),
    updateUser: creates('AUTHORITY', needsWithin('users:update')),
    disableUser: ends(needsWithin('users:disable')),
    enableUser: creates('ACCOUNT', needsWithin('users:disable')),
    deleteUser: ends(needsWithin('users:delete')),
    disableUsers: ends(needsWithin('users:disable')),
    enableUsers: creates('ACCOUNT', needsWithin('users:disable')),
    deleteUsers: ends(needsWithin('users:delete')),
  },
  User: {
    viewerCanUpdate: carried,
    viewerCanDisable: carried,
    viewerCanEnable: carried,
    viewerCanDelete: carried,
    owner: carried,
  },
};
