/** Access rules for the impersonation fields and mutations. */
import { alsoInPlace, carried, creates, ends, needsWithin, signedIn, type FieldRules } from '../../schema/rules';

export const impersonationRules: FieldRules = {
  Mutation: {
    impersonateUser: creates('CREDENTIAL', needsWithin('users:impersonate')),
    endImpersonation: ends(alsoInPlace(signedIn)),
  },
  User: { viewerCanImpersonate: carried },
  Session: { viewerCanEndImpersonation: carried },
};
