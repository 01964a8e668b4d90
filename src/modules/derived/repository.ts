/** The table of what credentials were created with: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { DerivedCredential } from './entity';

class DerivedCredentialRepository extends TableRepository<DerivedCredential> {}

export const derivedCredentials = repositoryOf(DerivedCredential, DerivedCredentialRepository);
