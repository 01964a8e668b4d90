/** A transaction of the test's own that holds rows of the service, and what waits for it meanwhile. */
import { Client } from 'pg';
import { sql } from './graphql';
import { until } from './jobs';
import type { Service } from './service';

export interface Holding {
  /** Runs within the transaction. */
  run(text: string, ...values: unknown[]): Promise<void>;
  /** Until so many others wait for it. */
  blocks(number?: number): Promise<void>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

export const hold = async ({ databaseUrl }: Pick<Service, 'databaseUrl'>): Promise<Holding> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('begin');
  const [{ pid }] = (await client.query('select pg_backend_pid() as pid')).rows as [{ pid: number }];
  const waiting = `with recursive waiting as (
      select a.pid from pg_stat_activity a where a.datname = current_database() and $1 = any(pg_blocking_pids(a.pid))
      union select a.pid from pg_stat_activity a join waiting w on w.pid = any(pg_blocking_pids(a.pid)) where a.datname = current_database())
    select pid from waiting`;
  const end = async (how: 'commit' | 'rollback'): Promise<void> => {
    await client.query(how);
    await client.end();
  };
  return {
    run: async (text, ...values) => void (await client.query(text, values)),
    blocks: async (number = 1) => {
      const enough = async () => (await sql(databaseUrl, waiting, [pid])).length >= number;
      await until(enough, `${number} that wait for the lock`);
    },
    commit: () => end('commit'),
    rollback: () => end('rollback'),
  };
};
