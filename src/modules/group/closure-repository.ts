/** Statements of the table `group_closure`, which holds the tree of groups. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { GroupClosure } from './tables';

class GroupClosureRepository extends TableRepository<GroupClosure> {
  /** The group itself and all groups above it. */
  async listAncestors(groupId: string | null): Promise<string[]> {
    if (groupId === null) return [];
    const rows = await this.database.query<{ id: string }>(
      'select ancestor_id as id from group_closure where descendant_id = $1',
      [groupId],
    );
    return rows.map(({ id }) => id);
  }

  /** Places a group, with all groups below it, under a parent or at the top. */
  async place(groupId: string, parentId: string | null): Promise<void> {
    await this.database.execute(
      'insert into group_closure (descendant_id, ancestor_id) values ($1, $1) on conflict do nothing',
      [groupId],
    );
    await this.database.execute(
      `delete from group_closure where descendant_id in (select descendant_id from group_closure where ancestor_id = $1)
         and ancestor_id not in (select descendant_id from group_closure where ancestor_id = $1)`,
      [groupId],
    );
    await this.database.execute(
      `insert into group_closure (descendant_id, ancestor_id)
       select below.descendant_id, above.ancestor_id from group_closure below, group_closure above
       where below.ancestor_id = $1 and above.descendant_id = $2`,
      [groupId, parentId],
    );
  }
}

export const groupClosure = repositoryOf(GroupClosure, GroupClosureRepository);
