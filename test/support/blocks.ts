/** Counts the blocks of tables and indexes that some work reads, from the cache or not: a cost that does not depend on the machine. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../src/database/database';

/** A connection reports what it read with its next statement, at most once a second. */
const reported = async (database: Database): Promise<number> => {
  await sleep(1_100);
  await Promise.all(Array.from({ length: 4 }, () => database.query('select pg_sleep(0.1)')));
  const row = await database.one<{ n: number }>(
    `select sum(coalesce(heap_blks_hit + heap_blks_read, 0) + coalesce(idx_blks_hit + idx_blks_read, 0))::int as n from pg_statio_user_tables`,
  );
  return row!.n;
};

/** Vacuuming reads tables too. */
const noAutovacuum = (database: Database): Promise<number> =>
  database.execute(`do $$ declare t regclass; begin
    for t in select oid from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
        and not coalesce(reloptions::text like '%autovacuum_enabled%', false) loop
      execute format('alter table %s set (autovacuum_enabled = false)', t);
    end loop; end $$`);

/** `database` must be the only user of its server's database, with at most four connections. */
export const blocksOf = async (database: Database, work: () => Promise<unknown>): Promise<number> => {
  await noAutovacuum(database);
  const before = await reported(database);
  await work();
  return (await reported(database)) - before;
};
