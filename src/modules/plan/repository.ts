/** The table of plans: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { StoredPlan } from './tables';

class StoredPlanRepository extends TableRepository<StoredPlan> {}

export const revocationPlans = repositoryOf(StoredPlan, StoredPlanRepository);
