/** Who may ask for what about tokens. */
import {
  alsoInPlace,
  carried,
  needs,
  needsOrOwner,
  needsOrSelf,
  needsWithin,
  type FieldRules,
} from '../../schema/rules';

export const tokenRules: FieldRules = {
  Query: { token: needsOrSelf('tokens:read'), tokens: needsOrSelf('tokens:read') },
  Mutation: {
    createApiToken: needsWithin('tokens:create'),
    revokeToken: alsoInPlace(needsOrSelf('tokens:revoke')),
    revokeTokens: alsoInPlace(needsOrSelf('tokens:revoke')),
    introspectToken: alsoInPlace(needs('tokens:introspect')),
  },
  User: { viewerCanCreateApiToken: carried },
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
