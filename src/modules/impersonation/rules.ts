/** Who may act in the place of users, and end it. */
import { alsoInPlace, carried, creates, ends, needsWithin, signedIn, type FieldRules } from '../../schema/rules';

export const impersonationRules: FieldRules = {
  Mutation: {
    impersonateUser: creates('CREDENTIAL', needsWithin('users:impersonate')),
    endImpersonation: ends(alsoInPlace(signedIn)),
  },
  User: { viewerCanImpersonate: carried },
  Session: { viewerCanEndImpersonation: carried },
};
