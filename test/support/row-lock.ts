/** Holds the lock of a row or a table from the test, so that a request has to wait where the test wants it to. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { decodeId, type IdType } from '../../src/platform/type-id';

export interface RowLock {
  /** Resolves when so many more backends wait for a lock than before. */
  waitedFor(backends?: number): Promise<void>;
  release(): Promise<void>;
}

const waiting = async (client: Client): Promise<number> =>
  (
    await client.query<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    )
  ).rows[0]!.n;

const hold = async (databaseUrl: string, statement: string, values: unknown[] = []): Promise<RowLock> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const before = await waiting(client);
  await client.query('begin');
  await client.query(statement, values);
  return {
    waitedFor: async (backends = 1) => {
      for (let tries = 0; (await waiting(client)) < before + backends; tries += 1) {
        if (tries === 1_000) throw new Error('nothing waits for the row');
        await sleep(5);
      }
    },
    release: async () => {
      await client.query('commit');
      await client.end();
    },
  };
};

export const holdRow = (
  databaseUrl: string,
  table: 'users' | 'applications',
  type: IdType,
  publicId: string,
): Promise<RowLock> => hold(databaseUrl, `select 1 from ${table} where id = $1 for update`, [decodeId(type, publicId)]);

/** Keeps even readers of a table waiting. */
export const holdTable = (databaseUrl: string, table: 'mails'): Promise<RowLock> =>
  hold(databaseUrl, `lock table ${table} in access exclusive mode`);
