/** The table of roles that are held by groups or on objects: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { StoredRoleAssignment } from './tables';

class StoredRoleAssignmentRepository extends TableRepository<StoredRoleAssignment> {}

export const roleAssignments = repositoryOf(StoredRoleAssignment, StoredRoleAssignmentRepository);
