/** Statements of the table `group_members`. */
import type { IdQuery } from '../../core/authority/affected';
import { repositoryOf, TableRepository } from '../../database/repository';
import { GroupMember, type GroupRule } from './entity';

/** Whether the user `x` is a direct member of the group. */
export const isDirectMember = (group: string): string =>
  `exists (select from group_members m where m.group_id = ${group} and m.user_id = x.id)`;

/** The members whom the new rule would remove from the group. */
export const membersRemovedBy =
  (groupId: string, rule: GroupRule): IdQuery =>
  (add) =>
    `select gm.user_id from group_members gm join users u on u.id = gm.user_id where gm.group_id = ${add(groupId)}::uuid
       and not group_rule_holds(${add(JSON.stringify(rule))}::jsonb, u.path, u.attributes, u.type, u.source)`;

class GroupMemberRepository extends TableRepository<GroupMember> {
  /** `ids` are those of the memberships, which the entity leaves out. */
  async deleteByIds(ids: string[]): Promise<void> {
    await this.database.execute('delete from group_members where id = any($1::uuid[])', [ids]);
  }

  /** False where the user is a member already. */
  async add(id: string, { userId, groupId }: Pick<GroupMember, 'userId' | 'groupId'>): Promise<boolean> {
    const added = await this.database.execute(
      'insert into group_members (id, user_id, group_id, added_at) values ($1, $2, $3, now()) on conflict do nothing',
      [id, userId, groupId],
    );
    return added === 1;
  }

  /** The direct members of the group. */
  async countOf(groupId: string): Promise<number> {
    const row = await this.database.one<{ n: number }>(
      'select count(*)::int as n from group_members where group_id = $1',
      [groupId],
    );
    return row!.n;
  }

  /** The members of the group and of the groups below it who have not completed their registration. */
  async countWaiting(groupId: string): Promise<number> {
    const row = await this.database.one<{ waiting: number }>(
      `select count(distinct u.id)::int as waiting from group_closure c join group_members m on m.group_id = c.descendant_id
       join users u on u.id = m.user_id where c.ancestor_id = $1 and u.status in ('INVITED', 'PENDING_CONFIRMATION', 'PENDING_LOGIN')`,
      [groupId],
    );
    return row!.waiting;
  }
}

export const groupMembers = repositoryOf(GroupMember, GroupMemberRepository);
