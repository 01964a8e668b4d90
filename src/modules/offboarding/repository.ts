/** The table of off-boardings: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Offboarding } from './entity';

class OffboardingRepository extends TableRepository<Offboarding> {}

export const offboardings = repositoryOf(Offboarding, OffboardingRepository);
