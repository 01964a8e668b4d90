/** The table of roles that users hold everywhere: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { UserRole } from './entity';

class UserRoleRepository extends TableRepository<UserRole> {}

export const userRoles = repositoryOf(UserRole, UserRoleRepository);
