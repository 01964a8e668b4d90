/** Plans: shows what an operation would end, and then carries out exactly that. */
import { defineModule } from '../../core/module/module';
import { revocationPlans } from './repository';
import { deletedWithUser } from '../../core/revocation/dependents';
import { PlanResolver } from './resolver';
import { PlanDrifted } from './entity';
import { planRules } from './rules';
import { retention } from './retention';
import { withoutPersonalData } from './personal-data';
import { addSelectorFields } from './inputs';
import { composePlans } from './mutations';
import { StoredPlan } from './tables';

export const planModule = defineModule({
  name: 'plan',
  entities: [StoredPlan],
  resolvers: [PlanResolver],
  orphanedTypes: [PlanDrifted],
  rules: planRules,
  endsWith: { user: deletedWithUser(revocationPlans) },
  retention,
  withoutPersonalData,
  compose: ({ plannable }) => {
    composePlans(plannable);
    addSelectorFields(plannable);
  },
});
