/** Who may act in the place of users, and end it. */
import { alsoInPlace, carried, needsWithin, signedIn, type FieldRules } from '../../schema/rules';

export const impersonationRules: FieldRules = {
  Mutation: { impersonateUser: needsWithin('users:impersonate'), endImpersonation: alsoInPlace(signedIn) },
  User: { viewerCanImpersonate: carried },
  Session: { viewerCanEndImpersonation: carried },
};
