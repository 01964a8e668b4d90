/** Who may ask for what about consents. */
import { alsoInPlace, carried, needsOrSelf, type FieldRules } from '../../schema/rules';

export const consentRules: FieldRules = {
  Query: { consents: needsOrSelf('consents:read') },
  Mutation: {
    revokeConsent: alsoInPlace(needsOrSelf('consents:revoke')),
    revokeConsents: alsoInPlace(needsOrSelf('consents:revoke')),
    revokeApplicationAccess: alsoInPlace(needsOrSelf('applicationAccess:revoke')),
  },
  User: { viewerCanRevokeApplicationAccess: carried },
  Consent: {
    viewerCanRevoke: carried,
    revocation: carried,
    user: carried,
    application: carried,
  },
};
