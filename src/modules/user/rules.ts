/** Who may ask for what about users. */
import { carried, needs, needsOrOwner, needsOrSelf, type FieldRules } from '../../schema/rules';

export const userRules: FieldRules = {
  Query: { user: needsOrSelf('users:read'), users: needsOrSelf('users:read') },
  Mutation: {
    createUser: needs('users:create'),
    updateUser: needs('users:update'),
    setUserPassword: needs('users:setPassword'),
    disableUser: needs('users:disable'),
    enableUser: needs('users:disable'),
    deleteUser: needs('users:delete'),
    disableUsers: needs('users:disable'),
    enableUsers: needs('users:disable'),
    deleteUsers: needs('users:delete'),
  },
  User: {
    viewerCanUpdate: carried,
    viewerCanSetPassword: carried,
    viewerCanDisable: carried,
    viewerCanEnable: carried,
    viewerCanDelete: carried,
    roles: needsOrOwner('users:read', 'id'),
    effectiveRoles: needsOrOwner('users:read', 'id'),
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
