/** Access rules of plans: the caller must be signed in. The rule of the planned operation applies in addition. */
import {
  allowedDuringImpersonation,
  carried,
  createsNothing,
  ends,
  signedIn,
  type FieldRules,
} from '../../schema/rules';

export const planRules: FieldRules = {
  Mutation: {
    planRevocation: createsNothing(allowedDuringImpersonation(signedIn)),
    applyRevocation: ends(allowedDuringImpersonation(signedIn)),
  },
  RevocationPlan: { counts: carried, samples: carried, warnings: carried, unchanged: carried },
  PlanDrifted: { planned: carried, actual: carried },
};
