/** Who may ask for what about sessions. */
import { alsoInPlace, carried, needsOrOwner, needsOrSelf, type FieldRules } from '../../schema/rules';

export const sessionRules: FieldRules = {
  Query: { session: needsOrSelf('sessions:read'), sessions: needsOrSelf('sessions:read') },
  Mutation: {
    revokeSession: alsoInPlace(needsOrSelf('sessions:revoke')),
    revokeSessions: alsoInPlace(needsOrSelf('sessions:revoke')),
    revokeAllSessions: alsoInPlace(needsOrSelf('sessions:revoke')),
  },
  Session: {
    viewerCanRevoke: carried,
    user: carried,
    device: needsOrOwner('devices:read', 'userId'),
    applications: carried,
    impersonator: carried,
    revocation: carried,
    tokens: needsOrOwner('tokens:read', 'userId'),
  },
  User: {
    viewerCanRevokeAllSessions: carried,
  },
};
