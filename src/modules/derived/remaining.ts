/** What was created with something that has just ended, and can still be used: what a plan warns of. */
import type { Database } from '../../database/database';
import { MOST, reached } from './closure';
import { derivedSource } from './list';

/** Of as many ended things as one ending may include. */
export const countDerived = async (database: Database, items: { sql: string; values: unknown[] }): Promise<number> => {
  const roots = `select case when i."type" in ('ACCESS_TOKEN', 'REFRESH_TOKEN') then 'TOKEN' else i."type" end as kind, i."itemId" as id
    from (select * from (${items.sql}) a limit ${MOST}) i`;
  const row = await database.one<{ n: number }>(
    `${reached(roots)} select count(distinct x.credential_id)::int as n from ${derivedSource}
     where x.credential_id in (select id from reached limit ${MOST}) and x.live`,
    items.values,
  );
  return row?.n ?? 0;
};
