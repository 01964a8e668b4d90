/** The server process of the embedded PostgreSQL: adopts, starts, checks and stops it. */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, DatabaseError } from 'pg';
import { passPaths } from './embedded-account';
import { identity, SUPERUSER, type Cluster } from './embedded-cluster';
import { isRunning } from './process-record';

/** Keeps the log short and without statements or rows, because it must not contain user data. */
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

export interface ServerOptions {
  /** PostgreSQL settings that override the defaults here. */
  settings?: Record<string, string>;
  /** False trades safety against power loss for speed; used by tests. */
  durable?: boolean;
}

/** Reuses a server that is still running in this directory after its service was killed. */
export async function reuseRunningServer(cluster: Cluster): Promise<{ pid: number; port: number } | undefined> {
  for (let waited = 0; waited < START_MS; waited += POLL_MS) {
    const found = readPostmasterFile(cluster);
    if (found === undefined) return undefined;
    if (!isRunning(found.pid) || !ownsDirectory(found.pid, cluster.directory)) {
      // The server refuses to start if this file names an existing pid, even that of a zombie or an unrelated process. If processes of the old
      // server remain, it detects them through their shared memory.
      fs.rmSync(join(cluster.directory, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (found.status === 'ready' && (await acceptsConnections(cluster, found.port))) return found;
    await sleep(POLL_MS);
  }
  throw new Error(`The PostgreSQL that is already running in ${cluster.directory} does not become ready.`);
}

/** False while a killed server is shutting down: its process still exists, but its socket is gone. */
async function acceptsConnections(cluster: Cluster, port: number): Promise<boolean> {
  try {
    await query(cluster, port, 'postgres', 'SELECT 1');
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === WRONG_PASSWORD) throw error;
    return false;
  }
}

export async function launch(cluster: Cluster, options: ServerOptions): Promise<{ pid: number; port: number }> {
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
    // The port was taken in the meantime, or processes of a killed server are still shutting down. Both are temporary.
    if (!/could not bind|still in use|is another postmaster/i.test(complaint)) break;
    await sleep(attempt * 200);
  }
  throw new Error(`The embedded PostgreSQL failed to start: ${complaint || `see ${cluster.logFile}`}`);
}

/** Returns the running server, or the last line of its error output. */
async function spawnServer(
  cluster: Cluster,
  port: number,
  settings: Record<string, string>,
): Promise<{ pid: number; port: number } | string> {
  const { names, descriptors } = passPaths(cluster.account, [cluster.directory]);
  const log = fs.openSync(cluster.logFile, 'a', 0o600);
  const logStart = fs.fstatSync(log).size;
  // Its own process group: Ctrl-C in the terminal reaches only this process, which stops the server after draining.
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
  throw new Error(
    `The embedded PostgreSQL did not start within ${START_MS / 1000} s. See ${cluster.logFile} for details.`,
  );
}

/** Fast shutdown first, then immediate; neither loses committed data. */
export async function stopServer(pid: number): Promise<void> {
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

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Already stopped.
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

/** A server's working directory is its data directory. If it cannot be read, the password check decides. */
function ownsDirectory(pid: number, directory: string): boolean {
  try {
    return fs.readlinkSync(`/proc/${pid}/cwd`) === fs.realpathSync(directory);
  } catch {
    return true;
  }
}

export async function query(cluster: Cluster, port: number, database: string, text: string): Promise<number> {
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

export function connectionUrl(cluster: Cluster, port: number, database: string): string {
  return `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`;
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
