/** The worker of a running service, asked for a task at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from './graphql';
import type { Service } from './service';

/** Waits until it holds. */
export const until = async <T>(found: () => Promise<T | null | false | undefined>, what: string): Promise<T> => {
  const deadline = performance.now() + 20_000;
  for (;;) {
    const value = await found();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`${what}: it did not come to that`);
    await sleep(50);
  }
};

/** Has a task done, and waits until it is. */
export const runTask = async (service: Service, task: string): Promise<void> => {
  const [job] = await sql<{ id: string }>(service.databaseUrl, 'select id from graphile_worker.add_job($1)', [task]);
  const isDone = async () =>
    (await sql(service.databaseUrl, 'select 1 from graphile_worker.jobs where id = $1', [job!.id])).length === 0;
  await until(isDone, `${task} of\n${service.log()}`);
};
