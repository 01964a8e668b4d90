/** Authorization rules of the user fields. */
import { carried, creates, ends, needs, needsOrOwnRows, needsOnSomeObject, type FieldRules } from '../../schema/rules';

export const userRules: FieldRules = {
  Query: {
    user: needsOrOwnRows('users:read'),
    users: needsOrOwnRows('users:read'),
    folders: needsOrOwnRows('users:read'),
    dormancyPreview: needs('users:read'),
  },
  Mutation: {
    createUser: creates('ACCOUNT', needsOnSomeObject('users:create')),
    createServiceAccount: creates('ACCOUNT', needsOnSomeObject('users:create')),
    updateUser: creates('AUTHORITY', needsOnSomeObject('users:update')),
    disableUser: ends(needsOnSomeObject('users:disable')),
    enableUser: creates('ACCOUNT', needsOnSomeObject('users:disable')),
    deleteUser: ends(needsOnSomeObject('users:delete')),
    disableUsers: ends(needsOnSomeObject('users:disable')),
    enableUsers: creates('ACCOUNT', needsOnSomeObject('users:disable')),
    deleteUsers: ends(needsOnSomeObject('users:delete')),
  },
  User: {
    viewerCanUpdate: carried,
    viewerCanDisable: carried,
    viewerCanEnable: carried,
    viewerCanDelete: carried,
    owner: carried,
    previousIds: carried,
    subject: carried,
    requiredActions: carried,
  },
};
