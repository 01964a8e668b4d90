/** Who may ask for what about consents. */
import { carried, needsOrSelf, type FieldRules } from '../../schema/rules';

export const consentRules: FieldRules = {
  Query: { consents: needsOrSelf('consents:read') },
  Mutation: {
    revokeConsent: needsOrSelf('consents:revoke'),
    revokeConsents: needsOrSelf('consents:revoke'),
    revokeApplicationAccess: needsOrSelf('applicationAccess:revoke'),
  },
  User: { viewerCanRevokeApplicationAccess: carried },
  Consent: {
    viewerCanRevoke: carried,
    revocation: carried,
    user: carried,
    application: carried,
  },
};
