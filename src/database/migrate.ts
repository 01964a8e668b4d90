/**
 * Applies the SQL files in migrations/ in order, each in its own transaction, with TypeORM's runner. Several processes can start at once on one
 * database: an advisory lock lets one of them migrate while the others wait. The job queue's schema is installed afterwards.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Pool } from 'pg';
import { DataSource, type MigrationInterface, type QueryRunner } from 'typeorm';
import { ROOT } from '../platform/root';
import { installQueue, NewerQueueError, removeQueue } from './queue';

const DIRECTORY = path.join(ROOT, 'migrations');
const LOCK = 7_230_011;
const HISTORY = 'migrations';

/** The database was migrated by a newer release and must not be used by this one. */
export class NewerSchemaError extends Error {}
const newerSchemaError = (sign: string): NewerSchemaError =>
  new NewerSchemaError(
    `the database was migrated by a newer release (${sign}); start that release or restore a backup`,
  );

/** TypeORM orders migrations by the last 13 digits of their class names. */
const migrationClass = (name: string): new () => MigrationInterface => {
  const sql = (direction: 'up' | 'down') => readFileSync(path.join(DIRECTORY, `${name}.${direction}.sql`), 'utf8');
  const [number, ...words] = name.split('_');
  const className = `${words.map((w) => w[0]!.toUpperCase() + w.slice(1)).join('')}${number!.padStart(13, '0')}`;
  return class implements MigrationInterface {
    name = className;
    up = async (runner: QueryRunner) => void (await runner.query(sql('up')));
    down = async (runner: QueryRunner) => void (await runner.query(sql('down')));
  };
};

const migrationNames = (): string[] =>
  readdirSync(DIRECTORY)
    .filter((file) => file.endsWith('.up.sql'))
    .map((file) => file.replace('.up.sql', ''))
    .sort();

const createSource = (url: string): DataSource =>
  new DataSource({
    type: 'postgres',
    url,
    migrations: migrationNames().map(migrationClass),
    migrationsTableName: HISTORY,
    extra: { max: 2, connectionTimeoutMillis: 5_000 },
  });

/** Counts the migrations that the database lacks; throws `NewerSchemaError` if it has one that this release does not know. */
const pendingOf = async (source: DataSource): Promise<number> => {
  const exists = await source.query<{ found: string | null }[]>(`select to_regclass('${HISTORY}') as found`);
  const known = source.migrations.map((migration) => migration.name!);
  if (!exists[0]!.found) return known.length;
  const applied = (await source.query<{ name: string }[]>(`select name from ${HISTORY}`)).map((row) => row.name);
  const unknown = applied.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw newerSchemaError(`it has ${unknown.join(', ')}`);
  return known.length - applied.length;
};

const poolOf = (source: DataSource): Pool => (source.driver as unknown as { master: Pool }).master;

const withLockedSource = async <T>(url: string, work: (source: DataSource) => Promise<T>): Promise<T> => {
  const source = await createSource(url).initialize();
  try {
    const runner = source.createQueryRunner();
    await runner.query('select pg_advisory_lock($1)', [LOCK]);
    try {
      return await work(source);
    } finally {
      await runner.query('select pg_advisory_unlock($1)', [LOCK]);
      await runner.release();
    }
  } finally {
    await source.destroy();
  }
};

/** Migrates the database at `url` to this release's schema. Several processes can call it at once. */
export const migrate = (url: string): Promise<void> =>
  withLockedSource(url, async (source) => {
    if ((await pendingOf(source)) > 0) await source.runMigrations({ transaction: 'each' });
    await installQueue(poolOf(source)).catch((error: unknown) => {
      if (error instanceof NewerQueueError) throw newerSchemaError(`its job queue has ${error.message}`);
      throw error;
    });
  });

/** Reverts all migrations in reverse order. Used to test the down scripts. */
export const migrateDown = (url: string): Promise<void> =>
  withLockedSource(url, async (source) => {
    for (let left = source.migrations.length; left > 0; left -= 1)
      await source.undoLastMigration({ transaction: 'each' });
    await removeQueue(poolOf(source));
  });
