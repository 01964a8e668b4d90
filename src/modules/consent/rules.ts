/** Access rules for the consent fields and mutations. */
import { alsoInPlace, carried, ends, needsOrOwner, needsOrSelf, type FieldRules } from '../../schema/rules';

export const consentRules: FieldRules = {
  Query: { consents: needsOrSelf('consents:read') },
  Mutation: {
    revokeConsent: ends(alsoInPlace(needsOrSelf('consents:revoke'))),
    revokeConsents: ends(alsoInPlace(needsOrSelf('consents:revoke'))),
    revokeApplicationAccess: ends(alsoInPlace(needsOrSelf('applicationAccess:revoke'))),
  },
  User: { viewerCanRevokeApplicationAccess: carried, consents: needsOrOwner('consents:read', 'id') },
  Consent: {
    viewerCanRevoke: carried,
    user: carried,
    application: carried,
  },
};
