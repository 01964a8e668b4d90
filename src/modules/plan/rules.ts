/** Who may plan: anybody signed in, and then the rule of the operation itself. */
import { alsoInPlace, carried, signedIn, type FieldRules } from '../../schema/rules';

export const planRules: FieldRules = {
  Mutation: { planRevocation: alsoInPlace(signedIn), applyRevocation: alsoInPlace(signedIn) },
  RevocationPlan: { counts: carried, samples: carried, warnings: carried, unchanged: carried },
  PlanDrifted: { planned: carried, actual: carried },
};
