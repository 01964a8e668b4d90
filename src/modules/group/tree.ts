/** The tree of groups: its lock, its closure, and the roles that hang on it. */
import type { Database } from '../../database/database';
import { Refusal } from '../../schema/errors';
import type { Held, Principal } from '../../core/authority/principal';
import { mustHold } from '../../core/authority/rights';

export const ancestorsOf = async (database: Database, groupId: string | null): Promise<string[]> => {
  if (groupId === null) return [];
  const rows = await database.query<{ id: string }>(
    'select ancestor_id as id from group_closure where descendant_id = $1',
    [groupId],
  );
  return rows.map(({ id }) => id);
};

/** Puts a group, with all below it, below another one or at the top. */
export const hang = async (database: Database, groupId: string, parentId: string | null): Promise<void> => {
  await database.execute(
    'insert into group_closure (descendant_id, ancestor_id) values ($1, $1) on conflict do nothing',
    [groupId],
  );
  await database.execute(
    `delete from group_closure where descendant_id in (select descendant_id from group_closure where ancestor_id = $1)
       and ancestor_id not in (select descendant_id from group_closure where ancestor_id = $1)`,
    [groupId],
  );
  await database.execute(
    `insert into group_closure (descendant_id, ancestor_id)
     select below.descendant_id, above.ancestor_id from group_closure below, group_closure above
     where below.ancestor_id = $1 and above.descendant_id = $2`,
    [groupId, parentId],
  );
};

/** Being in these groups gives rights, or takes them: nobody does that with rights that they do not hold themselves. */
export const mustHoldRolesOf = async (database: Database, principal: Principal, groupIds: string[]): Promise<void> => {
  const given = await database.query<Held>(
    `select r.permissions, case when num_nonnulls(a.on_user_id, a.on_group_id, a.on_path) > 0
       then jsonb_build_object('userId', a.on_user_id, 'groupId', a.on_group_id, 'path', a.on_path) end as "on"
     from role_assignments a join roles r on r.id = a.role_id where a.group_id = any($1::uuid[])`,
    [groupIds],
  );
  for (const held of given) await mustHold(database, principal, held, 'the roles of the group');
};

export const giveRoles = async (database: Database, groupIds: readonly string[]): Promise<boolean> =>
  (await database.one('select 1 from role_assignments where group_id = any($1::uuid[]) limit 1', [groupIds])) !== null;

/** A role that waits would be for whoever completes the registration. One who is disabled is enabled by those who hold as much. */
export const mustHaveArrived = async (database: Database, groupId: string, field: string): Promise<void> => {
  const { waiting } = (await database.one<{ waiting: number }>(
    `select count(distinct u.id)::int as waiting from group_closure c join group_members m on m.group_id = c.descendant_id
     join users u on u.id = m.user_id where c.ancestor_id = $1 and u.status in ('INVITED', 'PENDING_CONFIRMATION', 'PENDING_LOGIN')`,
    [groupId],
  ))!;
  if (waiting > 0)
    throw new Refusal(
      'INVALID_STATE',
      `The group has ${waiting} ${waiting === 1 ? 'member' : 'members'} who ${waiting === 1 ? 'is' : 'are'} INVITED, PENDING_CONFIRMATION or PENDING_LOGIN; only groups whose members have all arrived get roles.`,
      ['input', field],
    );
};
