/** The table of memberships of groups: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { GroupMember } from './entity';

class GroupMemberRepository extends TableRepository<GroupMember> {
  /** `ids` are those of the memberships, which the entity leaves out. */
  async deleteByIds(ids: string[]): Promise<void> {
    await this.database.execute('delete from group_members where id = any($1::uuid[])', [ids]);
  }
}

export const groupMembers = repositoryOf(GroupMember, GroupMemberRepository);
