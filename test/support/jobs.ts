/** The worker of a running service, asked for a task at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from './graphql';
import type { Service } from './service';

/** Waits until it holds. */
export const until = async <T>(
  found: () => Promise<T | null | false | undefined> | T | null | false | undefined,
  what = 'a wait',
  ms = 20_000,
): Promise<T> => {
  const deadline = performance.now() + ms;
  for (;;) {
    const value = await found();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`${what}: it did not come to that`);
    await sleep(30);
  }
};

/** Has a task done, and waits until it is. */
export const runTask = async (service: Service, task: string): Promise<void> => {
  const [job] = await sql<{ id: string }>(service.databaseUrl, 'select id from graphile_worker.add_job($1)', [task]);
  const isDone = async () =>
    (await sql(service.databaseUrl, 'select 1 from graphile_worker.jobs where id = $1', [job!.id])).length === 0;
  await until(isDone, `${task} of\n${service.log()}`);
};

/** Has what failed and waits for another try done now; `also` sets more of it. */
export const retryNow = ({ databaseUrl }: Pick<Service, 'databaseUrl'>, also = '') =>
  sql(databaseUrl, `update graphile_worker._private_jobs set run_at = now() ${also} where attempts > 0`);
