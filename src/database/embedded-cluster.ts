/**
 * The files of the embedded PostgreSQL: binaries, data directory and password. They are created on first use, and a crash never leaves them
 * half-finished.
 */
import { spawn, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { findBinaries, type Binaries } from './embedded-binaries';
import { passPaths, serverAccount, type Account } from './embedded-account';

export interface Cluster {
  binaries: Binaries;
  account: Account | undefined;
  /** PostgreSQL's data directory. */
  directory: string;
  logFile: string;
  password: string;
}

export const SUPERUSER = 'castellan';

export async function openCluster(dataDir: string, durable: boolean): Promise<Cluster> {
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
    password: readOrCreatePassword(passwordFile, account, initialised),
  };
  const version = initialised ? fs.readFileSync(join(directory, 'PG_VERSION'), 'utf8').trim() : binaries.majorVersion;
  if (version !== binaries.majorVersion) {
    throw new Error(
      `${directory} was created by PostgreSQL ${version}, but this version of castellan runs ${binaries.majorVersion}.`,
    );
  }
  if (!initialised) await initializeCluster(cluster, dataDir, passwordFile, durable);
  return cluster;
}

function readOrCreatePassword(file: string, account: Account | undefined, initialised: boolean): string {
  const found = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim() : '';
  if (found !== '') return found;
  if (initialised) throw new Error(`${file} is missing. Without it the database next to it cannot be opened.`);
  const password = randomBytes(24).toString('base64url');
  fs.writeFileSync(file, `${password}\n`, { mode: 0o600, flush: true });
  if (account) fs.chownSync(file, account.uid, account.gid);
  return password;
}

/** Created under a temporary name and renamed when complete, so that a crash leaves nothing half-finished. */
async function initializeCluster(
  cluster: Cluster,
  dataDir: string,
  passwordFile: string,
  durable: boolean,
): Promise<void> {
  for (const name of fs.readdirSync(dataDir)) {
    if (name.startsWith('postgres.new-'))
      fs.rmSync(join(dataDir, name), { recursive: true, force: true, maxRetries: 5 });
  }
  if (fs.existsSync(cluster.directory)) {
    fs.renameSync(cluster.directory, `${cluster.directory}.unfinished-${randomBytes(4).toString('hex')}`);
  }
  const made = fs.mkdtempSync(join(dataDir, 'postgres.new-'));
  if (cluster.account) fs.chownSync(made, cluster.account.uid, cluster.account.gid);
  // The builtin C.UTF-8 locale does not depend on the system, so sort order and case rules are the same everywhere.
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const { names, descriptors } = passPaths(cluster.account, [made, passwordFile]);
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
    throw new Error(`The embedded PostgreSQL could not be initialized. See ${cluster.logFile} for details.`);
  }
  fs.renameSync(made, cluster.directory);
  if (durable && process.platform !== 'win32') {
    const folder = fs.openSync(dataDir, 'r');
    fs.fsyncSync(folder);
    fs.closeSync(folder);
  }
}

/** Passes on none of our environment: it contains secrets, and PG* variables would affect the server. */
export function identity({ account }: Cluster): SpawnOptions {
  return { cwd: '/', uid: account?.uid, gid: account?.gid, env: { LC_ALL: 'C', TZ: 'UTC' } };
}
