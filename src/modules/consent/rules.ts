/** Access rules for the consent fields and mutations. */
import {
  allowedDuringImpersonation,
  carried,
  ends,
  needsOrOwner,
  needsOrOwnRows,
  type FieldRules,
} from '../../schema/rules';

export const consentRules: FieldRules = {
  Query: { consents: needsOrOwnRows('consents:read') },
  Mutation: {
    revokeConsent: ends(allowedDuringImpersonation(needsOrOwnRows('consents:revoke'))),
    revokeConsents: ends(allowedDuringImpersonation(needsOrOwnRows('consents:revoke'))),
    revokeApplicationAccess: ends(allowedDuringImpersonation(needsOrOwnRows('applicationAccess:revoke'))),
  },
  User: { viewerCanRevokeApplicationAccess: carried, consents: needsOrOwner('consents:read', 'id') },
  Consent: {
    viewerCanRevoke: carried,
    user: carried,
    application: carried,
  },
};
