/** The job queue's tables. They have their own schema, which graphile-worker installs and upgrades under our migration lock. */
import { runMigrations } from 'graphile-worker';
import type { Pool } from 'pg';

export const QUEUE_SCHEMA = 'graphile_worker';

/** The queue's schema belongs to a newer release. */
export class NewerQueueError extends Error {}

export const installQueue = async (pool: Pool): Promise<void> => {
  // Connection errors reach the statement that is waiting; without a listener the library logs to the console.
  if (pool.listenerCount('connect') === 0) pool.on('connect', (client) => void client.on('error', () => {}));
  try {
    await runMigrations({ pgPool: pool, schema: QUEUE_SCHEMA, noHandleSignals: true });
  } catch (error) {
    const revision = /schema revision (\d+) which includes breaking/.exec((error as Error).message)?.[1];
    if (revision) throw new NewerQueueError(`revision ${revision}`);
    throw error;
  }
};

export const removeQueue = async (pool: Pool): Promise<void> => {
  await pool.query(`drop schema if exists ${QUEUE_SCHEMA} cascade`);
};
