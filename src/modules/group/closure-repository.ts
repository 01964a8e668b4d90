/** The table of the tree of groups: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { GroupClosure } from './tables';

class GroupClosureRepository extends TableRepository<GroupClosure> {}

export const groupClosure = repositoryOf(GroupClosure, GroupClosureRepository);
