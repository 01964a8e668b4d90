/**
 * `npm run seed`: loads many users with devices, sessions, tokens, consents and events directly into the database. Continues where it was
 * stopped.
 */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { ConfigurationError, readConfig } from '../config';
import { DataDirError } from '../database/data-dir-lock';
import { createDataSource } from '../database/data-source';
import { Database } from '../database/database';
import { startEmbeddedPostgres } from '../database/embedded';
import { migrate } from '../database/migrate';
import { ensurePartitions } from '../database/partitions';
import { systemClock } from '../platform/clock';
import { createLogger } from '../platform/logger';
import { newId } from '../platform/random';
import { type Applications, MONTHS, seedBatch, SEEDED, type Volume } from './seed/batch';

const USAGE = `Usage: npm run seed -- --users N [--sessions 2] [--devices 1] [--events 5] [--database-url URL]

  --users N         the total number of seeded users, 1 to 10000000, including existing ones
  --sessions N      sessions per user, 0 to 20: the first on the user's devices, the others in a browser
  --devices N       devices per user, 0 to 20
  --events N        events per user, 0 to 100, over the past ${MONTHS} months
  --database-url    the database (default: DATABASE_URL, or the embedded server in DATA_DIR)
`;
const BATCH = 10_000;

class SeedError extends Error {}

interface Options extends Volume {
  users: number;
  databaseUrl: string | undefined;
}

const readOptions = (): Options | null => {
  const text = (name: string) => ({ [name]: { type: 'string' as const } });
  let values: Record<string, string | boolean | undefined>;
  try {
    ({ values } = parseArgs({
      options: {
        ...text('users'),
        ...text('sessions'),
        ...text('devices'),
        ...text('events'),
        ...text('database-url'),
        help: { type: 'boolean', short: 'h' },
      },
    }));
  } catch (error) {
    throw new SeedError(`${(error as Error).message}\n\n${USAGE}`);
  }
  if (values['help']) return null;
  const faults: string[] = [];
  const count = (name: string, fallback: number | null, min: number, max: number): number => {
    const value = values[name] ?? fallback;
    if (value !== null && /^\d{1,8}$/.test(String(value)) && Number(value) >= min && Number(value) <= max)
      return Number(value);
    faults.push(`--${name} must be a number from ${min} to ${max}${value === null ? ', and is required' : ''}`);
    return min;
  };
  const options: Options = {
    users: count('users', null, 1, 10_000_000),
    sessions: count('sessions', 2, 0, 20),
    devices: count('devices', 1, 0, 20),
    events: count('events', 5, 0, 100),
    databaseUrl: values['database-url'] as string | undefined,
  };
  if (options.databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(options.databaseUrl))
    faults.push('--database-url must be a PostgreSQL URL, for example postgres://user:password@host:5432/castellan');
  if (faults.length > 0) throw new SeedError(`${faults.join('\n')}\n\n${USAGE}`);
  return options;
};

/** The seeded applications, by client id. None has a secret, so they can only be used with a browser sign-in. */
const ensureApplications = async (database: Database): Promise<Applications> => {
  const ensure = async (name: string, kind: string): Promise<string> => {
    const clientId = `${SEEDED}${name.toLowerCase()}`;
    await database.execute(
      `insert into applications (id, name, client_id, kind, redirect_uris, created_at, updated_at)
       values ($1, $2, $3, $4, array[$5], now(), now()) on conflict (client_id) do nothing`,
      [newId(), name, clientId, kind, `https://${name.toLowerCase()}.example.com/callback`],
    );
    return (await database.one<{ id: string }>('select id from applications where client_id = $1', [clientId]))!.id;
  };
  const web: string[] = [];
  for (const name of ['Portal', 'Wiki', 'Payroll']) web.push(await ensure(name, 'WEB'));
  return { mobile: await ensure('Pocket', 'MOBILE'), web };
};

const BAR = 30;
const progress = (done: number, start: number, total: number, since: number): void => {
  const rate = Math.round((done - start) / ((systemClock.now().getTime() - since) / 1000));
  const text = `${done} of ${total} users, ${rate} per second`;
  const filled = Math.round((done / total) * BAR);
  if (process.stdout.isTTY)
    process.stdout.write(`\r[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${text}  ${done === total ? '\n' : ''}`);
  else process.stdout.write(`${text}\n`);
};

const fill = async (database: Database, options: Options): Promise<void> => {
  await ensurePartitions(database, systemClock.now(), MONTHS);
  const applications = await ensureApplications(database);
  const last = await database.one<{ n: number }>(
    `select coalesce(max(substr(username_key, ${SEEDED.length + 1})::int), 0) as n from users where username_key ~ $1`,
    [`^${SEEDED}\\d{9}$`],
  );
  const start = last!.n;
  if (start >= options.users) {
    process.stdout.write(`${start} seeded users exist already; nothing to do.\n`);
    return;
  }
  if (start > 0) process.stdout.write(`${start} seeded users exist already; continuing from there.\n`);
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => (stopping = true));
  const since = systemClock.now().getTime();
  for (let from = start + 1; from <= options.users && !stopping; from += BATCH) {
    const to = Math.min(from + BATCH - 1, options.users);
    await seedBatch(database, { from, to, total: options.users }, options, applications);
    progress(to, start, options.users, since);
  }
  if (stopping) throw new SeedError('Stopped. Finished batches are kept; run the same command to continue.');
  process.stdout.write('Collecting statistics.\n');
  await database.query('vacuum (analyze)');
};

const main = async (): Promise<void> => {
  const options = readOptions();
  if (!options) return void process.stdout.write(USAGE);
  const config = readConfig();
  const given = options.databaseUrl ?? config.databaseUrl;
  const embedded = given ? null : await startEmbeddedPostgres({ dataDir: config.dataDir });
  try {
    const url = given ?? embedded!.url;
    await migrate(url);
    const source = await createDataSource(url, 2, createLogger(config.logLevel), []).initialize();
    try {
      await fill(Database.of(source), options);
    } finally {
      await source.destroy();
    }
  } finally {
    await embedded?.stop();
  }
};

main().catch((error: unknown) => {
  const hint = error instanceof DataDirError ? 'Stop that service, or set DATABASE_URL to its database.' : '';
  const isExpected = error instanceof SeedError || error instanceof ConfigurationError || error instanceof DataDirError;
  const { code, message } = error as { code?: string; message: string };
  const text =
    code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === '28P01' || code === '3D000'
      ? `the database cannot be used: ${message || code}`
      : null;
  process.stderr.write(`${text ?? (isExpected ? message + hint : ((error as Error).stack ?? String(error)))}\n`);
  process.exitCode = 1;
});
