/** The table of versions of applications: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { ApplicationVersion } from './entity';

class ApplicationVersionRepository extends TableRepository<ApplicationVersion> {}

export const applicationVersions = repositoryOf(ApplicationVersion, ApplicationVersionRepository);
