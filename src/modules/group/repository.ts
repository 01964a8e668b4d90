/** The table of groups: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Group } from './entity';

class GroupRepository extends TableRepository<Group> {}

export const groups = repositoryOf(Group, GroupRepository);
