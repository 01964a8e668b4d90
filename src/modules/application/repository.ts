/** The table of applications: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Application } from './entity';

class ApplicationRepository extends TableRepository<Application> {}

export const applications = repositoryOf(Application, ApplicationRepository);
