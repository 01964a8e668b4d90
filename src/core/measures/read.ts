/** What the metrics say about the database that all processes share: waiting jobs, unsettled receipts and the schema. */
import type { Database } from '../../database/database';
import { MAX_FAILURES } from '../revocation/settle';
import { QUEUE_SCHEMA } from '../../database/queue';

export interface JobMeasure {
  task: string;
  /** Failed: will not be tried again. */
  state: 'waiting' | 'scheduled' | 'running' | 'failed';
  count: number;
  /** Since the earliest one should have run. */
  oldestSeconds: number;
}

export interface Measures {
  jobs: JobMeasure[];
  /** Receipts whose items are still being written. */
  unsettled: number;
  /** Those of them that failed several times. */
  unsettledFailed: number;
  migrations: number;
}

export const readMeasures = async (database: Database): Promise<Measures> => {
  const row = await database.one<Measures>(
    `select
       (select count(*)::int from revocations where counts is null) as unsettled,
       (select count(*)::int from revocations where counts is null and settle_failures >= ${MAX_FAILURES}) as "unsettledFailed",
       (select count(*)::int from migrations) as migrations,
       (select coalesce(jsonb_agg(j), '[]') from (
          select task, state, count(*)::int as count, greatest(0, extract(epoch from now() - min(run_at)))::float as "oldestSeconds"
          from (select task_identifier as task, run_at, case when locked_at is not null then 'running' when attempts >= max_attempts then 'failed'
                  when run_at > now() then 'scheduled' else 'waiting' end as state from ${QUEUE_SCHEMA}.jobs) each_job
          group by task, state) j) as jobs`,
  );
  return row!;
};
