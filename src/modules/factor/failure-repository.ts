/** The table of wrong codes: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { SecondFactorFailure } from './tables';

class SecondFactorFailureRepository extends TableRepository<SecondFactorFailure> {}

export const secondFactorFailures = repositoryOf(SecondFactorFailure, SecondFactorFailureRepository);
