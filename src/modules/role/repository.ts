/** The table of roles: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Role } from './entity';

class RoleRepository extends TableRepository<Role> {}

export const roles = repositoryOf(Role, RoleRepository);
