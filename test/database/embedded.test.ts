/** The embedded PostgreSQL with real processes: services that are killed, restarted, or started twice. */
import { spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedOptions, type EmbeddedPostgres } from '../../src/database/embedded';
import { isRunning } from '../../src/database/process-record';
import { built } from '../support/built';

let dataDir: string;
const services: ChildProcess[] = [];
const servers: EmbeddedPostgres[] = [];

beforeEach(() => {
  // Under this name the next run finds it, should this one be killed.
  dataDir = fs.mkdtempSync(join(tmpdir(), 'castellan-test-'));
  fs.chmodSync(dataDir, 0o711);
});

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
  for (const service of services.splice(0)) await kill(service);
  if (postmasterPid() !== undefined) await (await startEmbeddedPostgres({ dataDir })).stop();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

test('what was committed is there after a stop and a new start', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept AS SELECT 1 AS value');
  await first.stop();
  expect(postmasterPid()).toBeUndefined();
  expect(fs.existsSync(join(dataDir, 'castellan.pid'))).toBe(false);

  const second = await start({ durable: false });
  expect(await query(second.url, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
  await second.stop();
});

test('it listens on the loopback address only, asks for a password, and is UTF-8', async () => {
  const server = await start({ durable: false, settings: { max_connections: '17' } });
  const settings = `SELECT current_setting('listen_addresses') AS address, current_setting('server_encoding') AS encoding,
    current_setting('max_connections') AS connections, current_setting('fsync') AS fsync, upper('é') AS upper`;
  expect(await query(server.url, settings)).toEqual([
    { address: '127.0.0.1', encoding: 'UTF8', connections: '17', fsync: 'off', upper: 'É' },
  ]);
  const wrong = new URL(server.url);
  wrong.password = 'wrong';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  expect(fs.statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);
  await server.stop();
});

test('a server whose service was killed is taken over, with every committed row, and then stopped', async () => {
  const killed = await startService();
  await query(killed.url, 'CREATE TABLE kept AS SELECT 1 AS value');
  const orphan = postmasterPid();
  await kill(killed.process);
  expect(postmasterPid()).toBe(orphan);

  const next = await start({ durable: false });
  expect(postmasterPid()).toBe(orphan);
  expect(await query(next.url, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
  await next.stop();
  expect(isRunning(orphan!)).toBe(false);
});

test('a server that was killed itself is started again, with every committed row', async () => {
  const killed = await startService();
  await query(killed.url, 'CREATE TABLE kept AS SELECT 1 AS value');
  process.kill(postmasterPid()!, 'SIGKILL');
  await kill(killed.process);

  const next = await start({ durable: false });
  expect(await query(next.url, 'SELECT value FROM kept')).toEqual([{ value: 1 }]);
  await next.stop();
});

test('a second service on the same directory is refused in one line, and the first is not disturbed', async () => {
  const first = await startService();
  await expect(start({ durable: false })).rejects.toThrow(
    `The data directory ${dataDir} is in use by another running castellan process (pid ${first.process.pid}).`,
  );
  expect(await query(first.url, 'SELECT 1 AS value')).toEqual([{ value: 1 }]);
});

test('of several services that find the claim of a killed one, exactly one starts', async () => {
  await kill((await startService()).process);
  const outcomes = await Promise.allSettled([startService(), startService(), startService()]);
  expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
});

test('a folder that only its owner can enter is no obstacle, also not to root', async () => {
  fs.chmodSync(dataDir, 0o700);
  await kill((await startService()).process);
  const next = await start();
  expect(await query(next.url, 'SELECT 1 AS value')).toEqual([{ value: 1 }]);
});

test('a claim whose pid now belongs to another process is void', async () => {
  fs.writeFileSync(
    join(dataDir, 'castellan.pid'),
    JSON.stringify({ pid: process.ppid, startedAt: 'an earlier boot/1' }),
  );
  await (await start({ durable: false })).stop();
});

test('a server file whose pid now belongs to another process is no obstacle', async () => {
  await (await start({ durable: false })).stop();
  fs.writeFileSync(
    join(dataDir, 'postgres/postmaster.pid'),
    `${process.ppid}\n${dataDir}/postgres\n1\n5432\n\n127.0.0.1\n\nready\n`,
  );
  await (await start({ durable: false })).stop();
});

test('a first start that was torn is made good', async () => {
  fs.mkdirSync(join(dataDir, 'postgres.new-torn/base'), { recursive: true });
  fs.mkdirSync(join(dataDir, 'postgres/base'), { recursive: true });
  const server = await start({ durable: false });
  expect(await query(server.url, 'SELECT 1 AS value')).toEqual([{ value: 1 }]);
  await server.stop();
  expect(fs.existsSync(join(dataDir, 'postgres.new-torn'))).toBe(false);
});

test('data of another PostgreSQL is refused in one line', async () => {
  await (await start({ durable: false })).stop();
  fs.writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '9\n');
  await expect(start({ durable: false })).rejects.toThrow(/was created by PostgreSQL 9/);
});

test('the interrupt key of the terminal does not reach the server', async () => {
  const service = await startService();
  process.kill(-service.process.pid!, 'SIGINT');
  await ended(service.process);
  const pid = postmasterPid();
  expect(pid).toBeDefined();
  const next = await start({ durable: false });
  expect(postmasterPid()).toBe(pid);
  await next.stop();
});

async function start(options: Omit<EmbeddedOptions, 'dataDir'> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, ...options });
  servers.push(server);
  return server;
}

/** A service process that does nothing but own the directory, in a process group of its own as a terminal gives it. It ends with us. */
async function startService(): Promise<{ process: ChildProcess; url: string }> {
  const embedded = built('database/embedded.js');
  const script = `require(${JSON.stringify(embedded)}).startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} })
    .then(({ url }) => { console.log(url); process.stdin.resume().on('end', () => process.exit()); })`;
  const service = spawn(process.execPath, ['-e', script], { detached: true, stdio: ['pipe', 'pipe', 'ignore'] });
  services.push(service);
  for await (const url of createInterface(service.stdout)) return { process: service, url };
  throw new Error('the service did not start');
}

async function kill(service: ChildProcess): Promise<void> {
  if (service.exitCode !== null || service.signalCode !== null) return;
  const end = ended(service);
  service.kill('SIGKILL');
  await end;
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((done) => child.once('exit', () => done()));
}

function postmasterPid(): number | undefined {
  try {
    return Number(fs.readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  } catch {
    return undefined;
  }
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  // A server that is killed under an idle connection reports it here; the test looks at the server itself.
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}
