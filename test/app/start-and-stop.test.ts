/** A start waits for its database and answers nothing before it can serve; a stop lets clients and health checks notice. */
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { Agent, request } from 'node:http';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { built } from '../support/built';
import { until } from '../support/jobs';
import { freePort, startService } from '../support/service';
import { createTestDatabase } from '../support/test-database';
import { undoes } from '../support/undo';

const undo = undoes(afterEach);

interface Run {
  child: ChildProcess;
  out: () => string;
  log: () => string;
  ended: Promise<number | null>;
}

const spawnService = (env: Record<string, string>): Run => {
  const dataDir = fs.mkdtempSync(path.join(tmpdir(), 'castellan-test-'));
  const child = spawn(process.execPath, [built('main.js')], {
    cwd: path.resolve(__dirname, '../..'),
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, log] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (log += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  undo.push(async () => {
    child.kill('SIGKILL');
    await ended;
    fs.rmSync(dataDir, { recursive: true, force: true });
  });
  return { child, out: () => out, log: () => log, ended };
};

/** A way to the database that can be opened later than the service is started. */
const wayTo = async (url: string, port: number, first?: (socket: Socket) => void): Promise<void> => {
  const target = new URL(url);
  const server: Server = createServer((near) => {
    near.on('error', () => {});
    if (first) return first(near);
    const far = connect(Number(target.port), target.hostname);
    for (const socket of [near, far]) socket.on('error', () => [near, far].forEach((end) => end.destroy()));
    near.pipe(far).pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  undo.push(() => server.close());
};

const databaseBehind = async (): Promise<{ url: string; behind: string; port: number }> => {
  const { url, drop } = await createTestDatabase();
  undo.push(drop);
  const port = await freePort();
  const behind = new URL(url);
  Object.assign(behind, { hostname: '127.0.0.1', port: String(port) });
  return { url, behind: behind.href, port };
};

const isRefused = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => false,
    (error: { cause?: { code?: string } }) => error.cause?.code === 'ECONNREFUSED',
  );

test('a database that comes later is waited for; until then nothing listens, and the log says why', async () => {
  const { url, behind, port } = await databaseBehind();
  const own = await freePort();
  const run = spawnService({ DATABASE_URL: behind, DATABASE_WAIT: '30', PORT: String(own) });
  await until(async () => run.log().includes('waiting for the database'));
  const line = JSON.parse(run.log().split('\n')[0]!) as Record<string, unknown>;
  expect(line).toMatchObject({ reason: 'ECONNREFUSED', msg: 'waiting for the database' });
  expect(String(line.database)).toContain(`127.0.0.1:${port}`);
  expect(run.log()).not.toContain(new URL(url).password || 'no password');
  // Every answer until the service is ready would be a failure of a client's request.
  const seen = new Set<string>();
  const watch = (async () => {
    while (!run.out().includes('castellan ready'))
      await fetch(`http://127.0.0.1:${own}/graphql?query={__typename}`).then(
        async (response) => seen.add(`${response.status < 500 ? 'served' : await response.text()}`),
        (error: { cause?: { code?: string } }) => seen.add(error.cause?.code ?? 'unknown'),
      );
  })();
  await wayTo(url, port);
  await watch;
  expect([...seen].filter((what) => what !== 'served')).toEqual(['ECONNREFUSED']);
  expect((await fetch(`http://127.0.0.1:${own}/readyz`)).status).toBe(200);
});

test('a server that is starting up is waited for, and no longer than DATABASE_WAIT', async () => {
  const { behind, port } = await databaseBehind();
  const error = Buffer.from('SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0');
  const message = Buffer.concat([Buffer.from('E'), Buffer.alloc(4), error]);
  message.writeInt32BE(error.length + 4, 1);
  await wayTo('postgres://127.0.0.1', port, (socket) => socket.once('data', () => socket.end(message)));
  const began = performance.now();
  const run = spawnService({ DATABASE_URL: behind, DATABASE_WAIT: '2' });
  expect(await run.ended).toBe(1);
  expect(performance.now() - began).toBeGreaterThan(2_000);
  expect(run.log()).toContain('waiting for the database');
  expect(run.log()).toMatch(/^castellan cannot start: the database at .* cannot be reached \(57P03\)/m);
});

test('SIGTERM while it waits for the database ends the start', async () => {
  const { behind } = await databaseBehind();
  const run = spawnService({ DATABASE_URL: behind, DATABASE_WAIT: '60' });
  await until(async () => run.log().includes('waiting for the database'));
  const began = performance.now();
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
  expect(performance.now() - began).toBeLessThan(1_000);
});

describe('after SIGTERM', () => {
  const get = (url: string, agent: Agent) =>
    new Promise<{ status: number; connection: string | undefined; reused: boolean }>((resolve, reject) => {
      const asked = request(url, { agent }, (response) => {
        response.resume().once('end', () =>
          resolve({
            status: response.statusCode!,
            connection: response.headers.connection,
            reused: asked.reusedSocket,
          }),
        );
      });
      asked.once('error', reject).end();
    });

  test('for SHUTDOWN_DELAY it is not ready but serves, and a kept connection makes its last request', async () => {
    const service = await startService({ alone: true, env: { SHUTDOWN_DELAY: '2' } });
    undo.push(() => service.stop());
    const agent = new Agent({ keepAlive: true });
    undo.push(() => agent.destroy());
    expect(await get(`${service.url}/livez`, agent)).toMatchObject({ status: 200, connection: 'keep-alive' });
    const ended = new Promise<number | null>((resolve) => service.process.once('exit', resolve));
    service.process.kill('SIGTERM');
    await sleep(300);
    expect(await get(`${service.url}/livez`, agent)).toEqual({ status: 200, connection: 'close', reused: true });
    expect((await fetch(`${service.url}/readyz`)).status).toBe(503);
    // A connection that is never used does not hold it up.
    const idle = connect(Number(new URL(service.url).port), '127.0.0.1').on('error', () => {});
    undo.push(() => idle.destroy());
    const began = performance.now();
    expect(await ended).toBe(0);
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(await isRefused(`${service.url}/livez`)).toBe(true);
  });

  test('Ctrl-C does not delay, and a second signal ends it at once', async () => {
    const quick = await startService({ alone: true, env: { SHUTDOWN_DELAY: '60' } });
    undo.push(() => quick.stop());
    const gone = new Promise<number | null>((resolve) => quick.process.once('exit', resolve));
    quick.process.kill('SIGINT');
    // As npm does: it forwards the signal that the terminal has sent already.
    quick.process.kill('SIGINT');
    expect(await gone).toBe(0);

    const slow = await startService({ alone: true, env: { SHUTDOWN_DELAY: '60' } });
    undo.push(() => slow.stop());
    const ended = new Promise<number | null>((resolve) => slow.process.once('exit', resolve));
    slow.process.kill('SIGTERM');
    await sleep(1_200);
    expect(slow.process.exitCode).toBeNull();
    slow.process.kill('SIGTERM');
    expect(await ended).toBe(1);
  });
});
