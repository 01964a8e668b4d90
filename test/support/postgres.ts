/** A PostgreSQL of the machine, with its tools: for backups, standbys and failovers. The embedded one has neither. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { serverAccount } from '../../src/database/embedded-account';
import { sql } from './graphql';
import { until } from './jobs';
import { freePort } from './service';

const DEBIAN = '/usr/lib/postgresql';

/** The directory of its programs; null if this machine has none. */
export const postgresPrograms = (): string | null => {
  const versions = fs.existsSync(DEBIAN) ? fs.readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const directories = [
    ...versions.map((version) => path.join(DEBIAN, version, 'bin')),
    ...process.env.PATH!.split(':'),
  ];
  return directories.find((directory) => fs.existsSync(path.join(directory, 'initdb'))) ?? null;
};

export interface Postgres {
  directory: string;
  port: number;
  url(database?: string): string;
  /** Runs one of its programs with its account. */
  run(program: string, ...args: string[]): Promise<string>;
  /** Starts it, again after a stop. */
  start(...settings: string[]): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
  remove(): Promise<void>;
}

const USER = 'castellan';

/** Prepares an empty one, or a standby of another, without starting it. */
export const preparePostgres = async (primary?: Postgres): Promise<Postgres> => {
  const programs = postgresPrograms()!;
  const account = serverAccount();
  const own = { uid: account?.uid, gid: account?.gid, cwd: '/', env: { LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin' } };
  const directory = fs.mkdtempSync(path.join(tmpdir(), 'castellan-postgres-'));
  if (account) fs.chownSync(directory, account.uid, account.gid);
  fs.chmodSync(directory, 0o700);
  const port = await freePort();
  let server: ChildProcess | null = null;
  const run = async (program: string, ...args: string[]) =>
    (await promisify(execFile)(path.join(programs, program), args, own)).stdout;
  const url = (database = 'castellan') => `postgres://${USER}@127.0.0.1:${port}/${database}`;
  if (primary) await run('pg_basebackup', '-D', directory, '-R', '--checkpoint=fast', '-d', primary.url('postgres'));
  else await run('initdb', '-D', directory, '-U', USER, '--auth=trust', '--encoding=UTF8', '--no-sync');

  const kill = async (signal: NodeJS.Signals) => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server!.once('exit', resolve));
    server.kill(signal);
    await ended;
  };
  return {
    directory,
    port,
    url,
    run,
    kill,
    start: async (...settings) => {
      const fixed = [
        'listen_addresses=127.0.0.1',
        'unix_socket_directories=',
        `port=${port}`,
        'fsync=off',
        ...settings,
      ];
      const args = ['-D', directory, ...fixed.flatMap((setting) => ['-c', setting])];
      server = spawn(path.join(programs, 'postgres'), args, { ...own, stdio: 'ignore' });
      await until(() =>
        sql(url('postgres'), 'select 1').then(
          () => true,
          () => false,
        ),
      );
    },
    remove: async () => {
      await kill('SIGQUIT');
      fs.rmSync(directory, { recursive: true, force: true });
    },
  };
};
