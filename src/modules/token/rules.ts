/** Access rules for the token fields and mutations. */
import {
  allowedDuringImpersonation,
  carried,
  creates,
  createsNothing,
  ends,
  needs,
  needsOrOwner,
  needsOrOwnRows,
  needsOnSomeObject,
  type FieldRules,
} from '../../schema/rules';

export const tokenRules: FieldRules = {
  Query: { token: needsOrOwnRows('tokens:read'), tokens: needsOrOwnRows('tokens:read') },
  Mutation: {
    createApiToken: creates('CREDENTIAL', needsOnSomeObject('tokens:create')),
    revokeToken: ends(allowedDuringImpersonation(needsOrOwnRows('tokens:revoke'))),
    revokeTokens: ends(allowedDuringImpersonation(needsOrOwnRows('tokens:revoke'))),
    introspectToken: createsNothing(allowedDuringImpersonation(needs('tokens:introspect'))),
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
