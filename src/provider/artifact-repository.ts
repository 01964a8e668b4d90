/** The table of interactions and the like: the only place with its statements. */
import { repositoryOf, TableRepository } from '../database/repository';
import { OidcArtifact } from './tables';

class OidcArtifactRepository extends TableRepository<OidcArtifact> {}

export const oidcArtifacts = repositoryOf(OidcArtifact, OidcArtifactRepository);
