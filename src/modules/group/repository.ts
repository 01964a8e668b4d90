/** The table of groups: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Group } from './entity';

class GroupRepository extends TableRepository<Group> {
  /** Gives those that hold roles by these assignments a new version. */
  async touchHolders(assignmentIds: string[]): Promise<void> {
    await this.database.execute(
      `update groups set version = version + 1, updated_at = now() where id in (
         select group_id from role_assignments where id = any($1::uuid[]))`,
      [assignmentIds],
    );
  }

  /** Gives the groups of these memberships a new version. */
  async touchOfMemberships(membershipIds: string[]): Promise<void> {
    await this.database.execute(
      `update groups set version = version + 1, updated_at = now() where id in (
         select group_id from group_members where id = any($1::uuid[]))`,
      [membershipIds],
    );
  }

  /** The groups of these memberships; `id` is that of the membership. */
  listOfMemberships(membershipIds: string[]): Promise<{ id: string; groupId: string; path: string }[]> {
    return this.database.query(
      `select m.id, g.id as "groupId", g.path from group_members m join groups g on g.id = m.group_id where m.id = any($1::uuid[])`,
      [membershipIds],
    );
  }
}

export const groups = repositoryOf(Group, GroupRepository);
