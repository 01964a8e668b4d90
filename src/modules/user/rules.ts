/** Who may ask for what about users. */
import { carried, needs, needsWithin, needsOrOwner, needsOrSelf, type FieldRules } from '../../schema/rules';

export const userRules: FieldRules = {
  Query: {
    user: needsOrSelf('users:read'),
    users: needsOrSelf('users:read'),
    folders: needsOrSelf('users:read'),
    dormancyPreview: needs('users:read'),
  },
  Mutation: {
    createUser: needsWithin('users:create'),
    createServiceAccount: needsWithin('users:create'),
    updateUser: needsWithin('users:update'),
    disableUser: needsWithin('users:disable'),
    lockdownUser: needsWithin('users:lockDown'),
    enableUser: needsWithin('users:disable'),
    deleteUser: needsWithin('users:delete'),
    disableUsers: needsWithin('users:disable'),
    enableUsers: needsWithin('users:disable'),
    deleteUsers: needsWithin('users:delete'),
  },
  User: {
    viewerCanUpdate: carried,
    viewerCanDisable: carried,
    viewerCanLockdown: carried,
    viewerCanEnable: carried,
    viewerCanDelete: carried,
    owner: carried,
    devices: needsOrOwner('devices:read', 'id'),
    sessions: needsOrOwner('sessions:read', 'id'),
    sessionsByPlatform: needsOrOwner('sessions:read', 'id'),
    tokens: needsOrOwner('tokens:read', 'id'),
    accessGrants: needsOrOwner('grants:read', 'id'),
    consents: needsOrOwner('consents:read', 'id'),
    applications: needsOrOwner('applications:read', 'id'),
    latestEvents: needsOrOwner('events:read', 'id'),
  },
  PlatformSessions: { sessions: carried },
};
