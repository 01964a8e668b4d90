/** Starts the real service, in a process that runs one after the other or in one of its own, on a fresh database or on one that another process already uses. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { built } from './built';
import { type HostKind, startHosted } from './service-hosts';
import { createTestDatabase } from './test-database';

export interface Service {
  /** The public address: what issuer and links are made of. */
  url: string;
  /** Where this very process listens; differs from `url` for a service beside another. */
  address: string;
  databaseUrl: string;
  dataDir: string;
  admin: { username: string; password: string };
  client: { client_id: string; client_secret: string };
  /** Only of a service that was started alone. */
  process: ChildProcess;
  /** What the service has written to stderr. */
  log(): string;
  stop(): Promise<void>;
}

type Env = Record<string, string | undefined>;
type Started = Pick<Service, 'url' | 'process' | 'log' | 'stop'>;

export interface ServiceOptions {
  env?: Record<string, string>;
  /** In a process of its own: for tests that kill or measure it, or that set what is read when the modules are loaded. */
  alone?: boolean;
  /** Shares the database and the public address of a service that is already running, as behind a load balancer. */
  beside?: Service;
}

const ROOT = path.resolve(__dirname, '../..');
const NODE = process.execPath;

export interface Exit {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs the service until it ends by itself: for starts that must fail. */
export const runToEnd = (env: Record<string, string>): Promise<Exit> =>
  new Promise((resolve) => {
    const child = spawn(NODE, [built('main.js')], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    });
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

/** Without a process of its own, which must not be killed or measured. */
const startInHost = async (kind: HostKind, env: Env): Promise<Started> => {
  const { url, log, stop } = await startHosted(kind, env);
  return {
    url,
    log,
    stop,
    get process(): ChildProcess {
      throw new Error('this service shares a process with others; start it with `alone: true`');
    },
  };
};

const startAlone = async (env: Env): Promise<Started> => {
  const child = spawn(NODE, [built('main.js')], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  child.stderr.on('data', (chunk) => (log += chunk));
  const url = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      const ready = /^castellan ready (\S+)/m.exec(out);
      if (ready) resolve(ready[1]!);
    });
    child.on('exit', (code) => reject(new Error(`the service ended with code ${code}:\n${log}`)));
  });
  return {
    url,
    process: child,
    log: () => log,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
    },
  };
};

export const startService = async ({ env = {}, beside, alone: isAlone }: ServiceOptions = {}): Promise<Service> => {
  const database = beside ? null : await createTestDatabase();
  const databaseUrl = beside?.databaseUrl ?? database!.url;
  const port = env['PORT'] ?? (beside ? await freePort() : 0);
  const dataDir = env['DATA_DIR'] ?? mkdtempSync(path.join(tmpdir(), 'castellan-test-'));
  const settings: Env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    DATABASE_POOL_SIZE: '10',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    SHUTDOWN_DELAY: '0',
    // What one start has compiled, the next reads.
    NODE_COMPILE_CACHE: path.join(ROOT, 'node_modules', '.cache', 'castellan'),
    ...(beside ? { PUBLIC_URL: beside.url } : {}),
    ...env,
  };
  const kind = beside ? 'beside' : 'first';
  const started = await (isAlone ? startAlone(settings) : startInHost(kind, settings));
  const bootstrap =
    beside ??
    (JSON.parse(readFileSync(path.join(dataDir, 'bootstrap.json'), 'utf8')) as Pick<Service, 'admin' | 'client'>);
  return {
    url: started.url,
    address: beside ? `http://127.0.0.1:${port}` : started.url,
    databaseUrl,
    dataDir,
    admin: bootstrap.admin,
    client: bootstrap.client,
    get process() {
      return started.process;
    },
    log: started.log,
    stop: async () => {
      await started.stop();
      await database?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
};
