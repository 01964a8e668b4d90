/**
 * Monthly partitions of the events: made ahead of time (and for past months by the seed), and dropped whole when all of the month is past
 * what is kept. What falls outside of them goes to the default one.
 */
import { lowestIdAt } from '../platform/random';
import { advisoryLock } from './advisory-lock';
import type { Database } from './database';

const AHEAD = 3;
const LOCK = 7_230_013;

const nameOf = (month: Date): string =>
  `events_${month.getUTCFullYear()}_${String(month.getUTCMonth() + 1).padStart(2, '0')}`;

/** Both lock all of the events for a moment: rather than hold up everybody behind a long query, they give up and come again. */
const exclusively = (database: Database, work: (tx: Database) => Promise<void>): Promise<void> =>
  database.transaction(async (tx) => {
    await advisoryLock(tx, LOCK);
    await tx.query(`set local lock_timeout = '2s'`);
    await work(tx);
  });

export const ensurePartitions = (database: Database, now: Date, behind = 0): Promise<void> =>
  exclusively(database, async (tx) => {
    for (let ahead = -behind; ahead <= AHEAD; ahead += 1) {
      const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
      const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1));
      const name = nameOf(from);
      if (await tx.one('select to_regclass($1) as found where to_regclass($1) is not null', [name])) continue;
      // A month that already has rows in the default partition stays there.
      const [low, high] = [lowestIdAt(from), lowestIdAt(to)];
      if (await tx.one('select 1 from events_default where id >= $1 and id < $2 limit 1', [low, high])) continue;
      await tx.query(`create table ${name} partition of events for values from ('${low}') to ('${high}')`);
    }
  });

/** Every month that ended at or before this time. */
export const dropPartitions = async (database: Database, before: Date): Promise<void> => {
  const first = nameOf(before);
  const old = await database.query<{ name: string }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'events'::regclass and c.relname ~ '^events_\\d{4}_\\d{2}$' and c.relname < $1 order by 1`,
    [first],
  );
  for (const { name } of old)
    await exclusively(database, async (tx) => void (await tx.query(`drop table if exists ${name}`)));
};
