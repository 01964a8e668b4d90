/** The table of access grants: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { AccessGrant } from './entity';

class AccessGrantRepository extends TableRepository<AccessGrant> {}

export const accessGrants = repositoryOf(AccessGrant, AccessGrantRepository);
