/** The metrics that are read when they are asked for: the pool, the queue, the schema and the build. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { readMeasures } from '../core/measures/read';
import type { Database } from '../database/database';
import { loggable, type Logger } from '../platform/logger';
import { ROOT } from '../platform/root';
import { gauge, registry } from '../platform/metrics';
import type { MetricsText } from '../server/metrics';

export const VERSION = (JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as { version: string })
  .version;

const build = gauge('castellan_build_info', 'Always 1; the labels are the version of the service and of Node.js.', [
  'version',
  'node',
]);
const pool = gauge('castellan_database_connections', 'Connections of the pool of this process, by state.', ['state']);
const waiting = gauge('castellan_database_requests_waiting', 'Requests of this process that wait for a connection.');
const up = gauge('castellan_database_up', 'Whether the database answered when the metrics were read.');
const migrations = gauge('castellan_database_migrations', 'Migrations that the database has.');
const jobs = gauge('castellan_jobs', 'Jobs in the queue that all processes share, by task and state.', [
  'task',
  'state',
]);
const oldest = gauge('castellan_jobs_oldest_seconds', 'Since when the earliest job of the task waits to be run.', [
  'task',
]);
const unsettled = gauge('castellan_receipts_unsettled', 'Receipts whose items are still being written.');

const forget = (): void => {
  for (const one of [jobs, oldest]) one.reset();
  for (const one of [migrations, unsettled]) one.remove();
};

const readShared = async (database: Database): Promise<void> => {
  const read = await readMeasures(database);
  forget();
  migrations.set(read.migrations);
  unsettled.set(read.unsettled);
  for (const { task, state, count, oldestSeconds } of read.jobs) {
    jobs.set({ task, state }, count);
    if (state === 'waiting') oldest.set({ task }, oldestSeconds);
  }
};

/** During an outage the values of the database are left out. */
export const metricsOf = (source: DataSource, database: Database, logger: Logger): MetricsText => {
  build.set({ version: VERSION, node: process.version }, 1);
  const { master } = source.driver as unknown as { master: Pool };
  return {
    type: registry.contentType,
    read: async () => {
      pool.set({ state: 'idle' }, master.idleCount);
      pool.set({ state: 'busy' }, master.totalCount - master.idleCount);
      waiting.set(master.waitingCount);
      await readShared(database).then(
        () => up.set(1),
        (error: unknown) => {
          up.set(0);
          forget();
          logger.debug({ err: loggable(error) }, 'the metrics of the database could not be read');
        },
      );
      return registry.metrics();
    },
  };
};
