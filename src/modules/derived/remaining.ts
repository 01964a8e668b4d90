/** What was created with something that has just ended, and can still be used, and what else was changed: what a plan warns of. */
import type { Database } from '../../database/database';
import { changesAmong, MOST, reached } from '../../core/derived/closure';
import { derivedSource } from './list';

/** Of as many ended things as one ending may include. */
export const countDerived = async (
  database: Database,
  items: { sql: string; values: unknown[] },
): Promise<{ derived: number; changes: number }> => {
  const roots = `select case when i."type" in ('ACCESS_TOKEN', 'REFRESH_TOKEN') then 'TOKEN' else i."type" end as kind, i."itemId" as id
    from (select * from (${items.sql}) a limit ${MOST}) i`;
  const row = await database.one<{ derived: number; changes: number }>(
    `${reached(roots)}, found as (select kind, id from reached limit ${MOST})
     select (select count(distinct x.credential_id)::int from ${derivedSource} where x.credential_id in (select id from found) and x.live) as derived,
       (select count(distinct c.id)::int from found r ${changesAmong}) as changes`,
    items.values,
  );
  return row!;
};
