/** The hosts of service-host.js: for each worker of Jest, one for services and one for those beside another. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import readline from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

export type HostKind = 'first' | 'beside';
const KINDS: HostKind[] = ['first', 'beside'];

/** Starts the hosts; one that ends is started again, so that only the test that ended it fails. Returns what ends them. */
export const startHosts = (workers: number): (() => Promise<void>) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'castellan-hosts-'));
  process.env.CASTELLAN_TEST_HOSTS = directory;
  const children = new Set<ChildProcess>();
  let ending = false;
  const start = (name: string): void => {
    const file = path.join(directory, name);
    rmSync(file, { force: true });
    const child = spawn(process.execPath, [path.join(__dirname, 'service-host.js'), file], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    children.add(child);
    child.once('exit', () => {
      children.delete(child);
      if (!ending) start(name);
    });
  };
  for (let worker = 1; worker <= workers; worker += 1) for (const kind of KINDS) start(`${kind}-${worker}`);
  return async () => {
    ending = true;
    const gone = [...children].map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(gone);
    rmSync(directory, { recursive: true, force: true });
  };
};

/** A service in a host. */
export interface Hosted {
  url: string;
  log(): string;
  stop(): Promise<void>;
}

const TRIES = 200;

/** The worker's host of this kind, which may still be starting. */
const connected = async (kind: HostKind): Promise<Socket> => {
  const file = path.join(process.env.CASTELLAN_TEST_HOSTS!, `${kind}-${process.env.JEST_WORKER_ID}`);
  for (let tries = 1; ; tries += 1) {
    const socket = connect(file);
    const error = await new Promise<Error | null>((resolve) => {
      socket.once('connect', () => resolve(null));
      socket.once('error', resolve);
    });
    if (!error) return socket;
    if (tries === TRIES) throw error;
    await sleep(50);
  }
};

export const startHosted = async (kind: HostKind, env: Record<string, string | undefined>): Promise<Hosted> => {
  const socket = await connected(kind);
  let log = '';
  let fault: Error | null = null;
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => {});
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (message: string) => {
      reject((fault = new Error(`${message}\n${log}`)));
      socket.destroy();
    };
    readline.createInterface({ input: socket }).on('line', (line) => {
      const said = JSON.parse(line) as { log?: string; ready?: string; failed?: string };
      if (said.log !== undefined) log += said.log;
      if (said.ready !== undefined) resolve(said.ready);
      if (said.failed !== undefined) fail(said.failed);
    });
    void closed.then(() => reject(new Error(`the host of the service ended:\n${log}`)));
    socket.write(`${JSON.stringify({ env })}\n`);
  });
  fault = null;
  return {
    url,
    log: () => log,
    stop: async () => {
      if (socket.writable) socket.write('{}\n');
      await closed;
      if (fault) throw fault;
    },
  };
};
