/** Before all tests: builds the service, starts or finds a PostgreSQL server and migrates the template that createTestDatabase clones. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { GlobalConfig } from 'jest';
import { Client } from 'pg';
import { migrate } from '../../src/database/migrate';
import globalTeardown, { running } from './global-teardown';
import { startHosts } from './service-hosts';
import { databaseUrl } from './test-database';
import { startTestServer } from './test-server';

/** Our databases on a shared server: the prefix, the second of their run's start, what tells runs apart. */
const PREFIX = 'castellan_test_';
const ROOT = path.resolve(__dirname, '../..');
const ABANDONED_SECONDS = 24 * 60 * 60;

export default async function globalSetup({ maxWorkers }: GlobalConfig): Promise<void> {
  process.env.CASTELLAN_BUILD = build();
  running.stopHosts = startHosts(maxWorkers);
  const server = await startTestServer();
  process.stderr.write(`Tests run on ${server.description}.\n`);
  running.stopServer = server.stop;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => void globalTeardown().finally(() => process.exit(1)));
  }
  try {
    const run = `${PREFIX}${Math.floor(Date.now() / 1000)}_${randomBytes(3).toString('hex')}`;
    const template = `${run}_template`;
    process.env.CASTELLAN_TEST_SERVER = server.url;
    process.env.CASTELLAN_TEST_TEMPLATE = template;
    const admin = new Client({ connectionString: server.url });
    await admin.connect();
    running.dropDatabases = () => dropDatabases(server.url, (name) => name.startsWith(`${run}_`));
    await dropDatabases(server.url, (name) => secondsOld(name) > ABANDONED_SECONDS);
    await admin.query(`CREATE DATABASE ${template} TEMPLATE template0 ENCODING 'UTF8'`);
    await migrate(databaseUrl(template));
    await admin.query(`ALTER DATABASE ${template} ALLOW_CONNECTIONS false`);
    await admin.end();
  } catch (error) {
    await globalTeardown();
    throw error;
  }
}

/** Builds the service; the build stays while this process runs. */
function build(): string {
  const args = [path.join(ROOT, 'scripts/build.js'), '--for', String(process.pid)];
  const printed = execFileSync(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
  return path.join(ROOT, String(printed).trim());
}

async function dropDatabases(url: string, condemned: (name: string) => boolean): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database WHERE datname LIKE $1', [
    `${PREFIX.replaceAll('_', '\\_')}%`,
  ]);
  for (const { datname } of rows.filter((row) => condemned(row.datname))) {
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(datname)} WITH (FORCE)`);
  }
  await client.end();
}

function secondsOld(name: string): number {
  const started = /^castellan_test_(\d{9,11})_[0-9a-f]{6}_/.exec(name)?.[1];
  return started === undefined ? 0 : Date.now() / 1000 - Number(started);
}
