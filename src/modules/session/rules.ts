/** Access rules for the session fields and mutations. */
import {
  allowedDuringImpersonation,
  carried,
  ends,
  needsOrOwner,
  needsOrOwnRows,
  type FieldRules,
} from '../../schema/rules';

export const sessionRules: FieldRules = {
  Query: { session: needsOrOwnRows('sessions:read'), sessions: needsOrOwnRows('sessions:read') },
  Mutation: {
    revokeSession: ends(allowedDuringImpersonation(needsOrOwnRows('sessions:revoke'))),
    revokeSessions: ends(allowedDuringImpersonation(needsOrOwnRows('sessions:revoke'))),
    revokeAllSessions: ends(allowedDuringImpersonation(needsOrOwnRows('sessions:revoke'))),
  },
  Session: {
    viewerCanRevoke: carried,
    user: carried,
    device: needsOrOwner('devices:read', 'userId'),
    applications: carried,
    impersonator: carried,
  },
  PlatformSessions: { sessions: carried },
  User: {
    sessions: needsOrOwner('sessions:read', 'id'),
    sessionsByPlatform: needsOrOwner('sessions:read', 'id'),
    viewerCanRevokeAllSessions: carried,
  },
};
