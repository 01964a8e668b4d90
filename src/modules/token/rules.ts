/** Who may ask for what about tokens. */
import { carried, needs, needsOrOwner, needsOrSelf, type FieldRules } from '../../schema/rules';

export const tokenRules: FieldRules = {
  Query: { token: needsOrSelf('tokens:read'), tokens: needsOrSelf('tokens:read') },
  Mutation: {
    revokeToken: needsOrSelf('tokens:revoke'),
    revokeTokens: needsOrSelf('tokens:revoke'),
    introspectToken: needs('tokens:introspect'),
  },
  Token: {
    viewerCanRevoke: carried,
    user: carried,
    application: carried,
    device: needsOrOwner('devices:read', 'userId'),
    session: carried,
    revocation: carried,
    consent: needsOrOwner('consents:read', 'userId'),
  },
};
