/** Who may plan: anybody signed in, and then the rule of the operation itself. */
import { alsoInPlace, carried, createsNothing, ends, signedIn, type FieldRules } from '../../schema/rules';

export const planRules: FieldRules = {
  Mutation: { planRevocation: createsNothing(alsoInPlace(signedIn)), applyRevocation: ends(alsoInPlace(signedIn)) },
  RevocationPlan: { counts: carried, samples: carried, warnings: carried, unchanged: carried },
  PlanDrifted: { planned: carried, actual: carried },
};
