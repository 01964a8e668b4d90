/** Access rules for the impersonation fields and mutations. */
import {
  allowedDuringImpersonation,
  carried,
  creates,
  ends,
  needsOnSomeObject,
  signedIn,
  type FieldRules,
} from '../../schema/rules';

export const impersonationRules: FieldRules = {
  Mutation: {
    impersonateUser: creates('CREDENTIAL', needsOnSomeObject('users:impersonate')),
    endImpersonation: ends(allowedDuringImpersonation(signedIn)),
  },
  User: { viewerCanImpersonate: carried },
  Session: { viewerCanEndImpersonation: carried },
};
