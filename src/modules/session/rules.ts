/** Access rules for the session fields and mutations. */
import { alsoInPlace, carried, ends, needsOrOwner, needsOrSelf, type FieldRules } from '../../schema/rules';

export const sessionRules: FieldRules = {
  Query: { session: needsOrSelf('sessions:read'), sessions: needsOrSelf('sessions:read') },
  Mutation: {
    revokeSession: ends(alsoInPlace(needsOrSelf('sessions:revoke'))),
    revokeSessions: ends(alsoInPlace(needsOrSelf('sessions:revoke'))),
    revokeAllSessions: ends(alsoInPlace(needsOrSelf('sessions:revoke'))),
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
