/** Access rules for the token fields and mutations. */
import {
  alsoInPlace,
  carried,
  creates,
  createsNothing,
  ends,
  needs,
  needsOrOwner,
  needsOrSelf,
  needsWithin,
  type FieldRules,
} from '../../schema/rules';

export const tokenRules: FieldRules = {
  Query: { token: needsOrSelf('tokens:read'), tokens: needsOrSelf('tokens:read') },
  Mutation: {
    createApiToken: creates('CREDENTIAL', needsWithin('tokens:create')),
    revokeToken: ends(alsoInPlace(needsOrSelf('tokens:revoke'))),
    revokeTokens: ends(alsoInPlace(needsOrSelf('tokens:revoke'))),
    introspectToken: createsNothing(alsoInPlace(needs('tokens:introspect'))),
  },
  User: { viewerCanCreateApiToken: carried, tokens: needsOrOwner('tokens:read', 'id') },
  Session: { tokens: needsOrOwner('tokens:read', 'userId') },
  Token: {
    viewerCanRevoke: carried,
    user: carried,
    application: carried,
    device: needsOrOwner('devices:read', 'userId'),
    session: carried,
    consent: needsOrOwner('consents:read', 'userId'),
  },
};
