/** The table of client secrets: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { ApplicationSecret } from './entity';

class ApplicationSecretRepository extends TableRepository<ApplicationSecret> {}

export const applicationSecrets = repositoryOf(ApplicationSecret, ApplicationSecretRepository);
