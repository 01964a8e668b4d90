/** Monthly partitions of the events, made ahead of time (and for past months by the seed); what falls outside goes to the default one. */
import { lowestIdAt } from '../platform/random';
import type { Database } from './database';

const AHEAD = 3;
const LOCK = 7_230_013;

export const ensurePartitions = (database: Database, now: Date, behind = 0): Promise<void> =>
  database.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    for (let ahead = -behind; ahead <= AHEAD; ahead += 1) {
      const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1));
      const to = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead + 1, 1));
      const name = `events_${from.getUTCFullYear()}_${String(from.getUTCMonth() + 1).padStart(2, '0')}`;
      if (await tx.one('select to_regclass($1) as found where to_regclass($1) is not null', [name])) continue;
      // A month that already has rows in the default partition stays there.
      const [low, high] = [lowestIdAt(from), lowestIdAt(to)];
      if (await tx.one('select 1 from events_default where id >= $1 and id < $2 limit 1', [low, high])) continue;
      await tx.query(`create table ${name} partition of events for values from ('${low}') to ('${high}')`);
    }
  });
