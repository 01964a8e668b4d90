/** The table of memberships of groups: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { GroupMember } from './entity';

class GroupMemberRepository extends TableRepository<GroupMember> {}

export const groupMembers = repositoryOf(GroupMember, GroupMemberRepository);
