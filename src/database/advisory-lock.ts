/** Locks that belong to no row, by number: one process at a time. */
import type { Database } from './database';

/** Waits for the lock and holds it until the transaction ends. */
export const advisoryLock = (tx: Database, key: number): Promise<unknown> =>
  tx.query('select pg_advisory_xact_lock($1)', [key]);
