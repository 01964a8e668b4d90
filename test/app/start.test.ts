/** Starting, draining and outliving the database, with the real process: what is wrong is said in one line, and nothing is left behind. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { request } from 'node:http';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/database/embedded';
import { built } from '../support/built';
import { adminToken, as, codes, post, sql } from '../support/graphql';
import { runToEnd, startService, type Exit, type Service } from '../support/service';
import { createTestDatabase, databaseUrl, type TestDatabase } from '../support/test-database';
import { undoes } from '../support/undo';

jest.setTimeout(60_000);

const undo = undoes(afterEach);

const testDatabase = async (): Promise<TestDatabase> => {
  const database = await createTestDatabase();
  undo.push(() => database.drop());
  return database;
};
const service = async (...options: Parameters<typeof startService>): Promise<Service> => {
  const started = await startService({ alone: true, ...options[0] });
  undo.push(() => started.stop());
  return started;
};

const saysInOneLine = ({ code, stdout, stderr }: Exit, pattern: RegExp) => {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/^castellan cannot start: /);
  expect(stderr).toMatch(pattern);
};

describe('a start that must fail', () => {
  test('names every wrong variable in one message, and starts nothing', async () => {
    const dataDir = path.join(undo.directory(), 'new');
    const { code, stdout, stderr } = await runToEnd({
      PORT: '70000',
      HOST: 'not a host',
      PUBLIC_URL: 'ftp://example.com/path',
      DATABASE_URL: 'mysql://root:hunter2@localhost/x',
      DATABASE_POOL_SIZE: '1',
      LOG_LEVEL: 'loud',
      TRUST_PROXY: 'perhaps',
      GRAPHQL_INTROSPECTION: 'nobody',
      BOOTSTRAP_ADMIN_PASSWORD: 'short',
      BOOTSTRAP_CLIENT_SECRET: 'a secret',
      DATA_DIR: dataDir,
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('10 problems');
    for (const name of ['PORT', 'HOST', 'PUBLIC_URL', 'DATABASE_URL', 'DATABASE_POOL_SIZE', 'LOG_LEVEL', 'TRUST_PROXY'])
      expect(stderr).toMatch(new RegExp(`^ +- ${name} must be `, 'm'));
    expect(stderr.trim().split('\n')).toHaveLength(11);
    for (const secret of ['hunter2', 'a secret', 'short']) expect(stderr).not.toContain(secret);
    expect(fs.existsSync(dataDir)).toBe(false);
  });

  test('port taken', async () => {
    const { url } = await testDatabase();
    const taken = await new Promise<Server>((resolve) => {
      const server: Server = createServer().listen(0, '127.0.0.1', () => resolve(server));
    });
    undo.push(() => taken.close());
    const { port } = taken.address() as AddressInfo;
    const exit = await runToEnd({ PORT: String(port), DATABASE_URL: url, DATA_DIR: undo.directory() });
    saysInOneLine(exit, new RegExp(`port ${port} on 127.0.0.1 is already in use`));
    expect(await sql(url, 'select from users')).toEqual([]);
  });

  test('database unreachable, at once without a wait; refused, unknown and silent hosts', async () => {
    const silent = await new Promise<Server>((resolve) => {
      const server: Server = createServer().listen(0, '127.0.0.1', () => resolve(server));
    });
    undo.push(() => silent.close());
    const { port } = silent.address() as AddressInfo;
    const start = performance.now();
    const exits = await Promise.all(
      ['127.0.0.1:9', 'nowhere.invalid:5432', `127.0.0.1:${port}`].map((at) =>
        runToEnd({
          PORT: '0',
          DATABASE_URL: `postgres://castellan:hunter2@${at}/castellan`,
          DATABASE_WAIT: '0',
          DATA_DIR: undo.directory(),
        }),
      ),
    );
    expect(performance.now() - start).toBeLessThan(20_000);
    for (const exit of exits) {
      saysInOneLine(exit, /the database at .* cannot be reached/);
      expect(exit.stderr).not.toContain('hunter2');
    }
  });

  test('wrong password, and a database that does not exist', async () => {
    const server = await startEmbeddedPostgres({ dataDir: undo.directory(), durable: false });
    undo.push(() => server.stop());
    const wrong = new URL(server.url);
    wrong.password = 'hunter2';
    const exit = await runToEnd({ PORT: '0', DATABASE_URL: wrong.href, DATA_DIR: undo.directory() });
    saysInOneLine(exit, /refuses this user or password/);
    expect(exit.stderr).not.toContain('hunter2');
    const missing = new URL(server.url);
    missing.pathname = '/missing';
    saysInOneLine(
      await runToEnd({ PORT: '0', DATABASE_URL: missing.href, DATA_DIR: undo.directory() }),
      /\/missing does not exist/,
    );
  });

  test('a database of a newer schema, which is left as it is', async () => {
    const { url } = await testDatabase();
    await sql(url, `insert into migrations (timestamp, name) values (9999, 'Future0000000009999')`);
    const exit = await runToEnd({ PORT: '0', DATABASE_URL: url, DATA_DIR: undo.directory() });
    saysInOneLine(exit, /newer release .*Future0000000009999/);
    expect(await sql(url, 'select from users')).toEqual([]);
  });

  test('a database whose job queue is newer', async () => {
    const { url } = await testDatabase();
    await sql(url, 'insert into graphile_worker.migrations (id, breaking) values (9999, true)');
    const exit = await runToEnd({ PORT: '0', DATABASE_URL: url, DATA_DIR: undo.directory() });
    saysInOneLine(exit, /newer release .*job queue has revision 9999/);
    expect(await sql(url, 'select from users')).toEqual([]);
  });

  test('a data directory in use, which stays with its owner', async () => {
    const dataDir = undo.directory();
    const server = await startEmbeddedPostgres({ dataDir, durable: false });
    undo.push(() => server.stop());
    saysInOneLine(await runToEnd({ PORT: '0', DATA_DIR: dataDir }), /in use|already/);
    expect(await sql(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });
});

test('several processes on one empty database migrate and bootstrap it once', async () => {
  const name = `${process.env.CASTELLAN_TEST_TEMPLATE!.replace(/template$/, '')}${randomBytes(6).toString('hex')}`;
  await sql(process.env.CASTELLAN_TEST_SERVER!, `create database ${name}`);
  undo.push(() => sql(process.env.CASTELLAN_TEST_SERVER!, `drop database if exists ${name} with (force)`));
  const url = databaseUrl(name);
  const directories = [1, 2, 3, 4].map(undo.directory);
  const children = directories.map((dataDir) =>
    spawn(process.execPath, [built('main.js')], {
      cwd: path.resolve(__dirname, '../..'),
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PORT: '0',
        DATABASE_URL: url,
        DATA_DIR: dataDir,
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  const outputs = await Promise.all(
    children.map(
      (child) =>
        new Promise<string>((resolve) => {
          let text = '';
          for (const stream of [child.stdout, child.stderr])
            stream.on('data', (chunk) => {
              text += chunk;
              if (text.includes('castellan ready')) resolve(text);
            });
          child.on('exit', () => resolve(text));
        }),
    ),
  );
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(
    children.map((child) => new Promise((done) => (child.exitCode === null ? child.once('exit', done) : done(0)))),
  );
  for (const output of outputs) expect(output).toMatch(/^castellan ready /m);
  // One has brought the sealing key of its own; the others say that they cannot seal with theirs.
  expect(outputs.filter((output) => output.includes('SEALING_KEYS'))).toHaveLength(outputs.length - 1);
  expect(await sql(url, 'select count(*)::int as count, count(distinct name)::int as names from migrations')).toEqual([
    {
      count: fs.readdirSync('migrations').filter((file) => file.endsWith('.up.sql')).length,
      names: expect.any(Number) as number,
    },
  ]);
  expect(await sql(url, 'select username from users')).toEqual([{ username: 'admin' }]);
  expect(directories.filter((dataDir) => fs.existsSync(path.join(dataDir, 'bootstrap.json')))).toHaveLength(1);
});

test('SIGTERM: a request in flight is finished, new ones are not taken, and the process ends with 0', async () => {
  const running = await service();
  const token = await adminToken(running);
  // The row lock holds the mutation up until after the signal.
  const locker = new Client({ connectionString: running.databaseUrl });
  await locker.connect();
  undo.push(() => locker.end());
  const [user] = await sql<{ id: string }>(running.databaseUrl, 'select id from users');
  await locker.query('begin');
  await locker.query('select from users where id = $1 for update', [user!.id]);
  const found = await as(running, token)('{ user(by: {username: "admin"}) { id } }');
  const inFlight = as(
    running,
    token,
  )(
    `mutation { updateUser(input: {userId: "${found.data.user.id}", name: "Drained"}) { user { name } errors { code } } }`,
  );
  await sleep(300);
  const ended = new Promise<number | null>((resolve) => running.process.once('exit', resolve));
  running.process.kill('SIGTERM');
  await sleep(300);
  await expect(fetch(`${running.url}/livez`)).rejects.toThrow();
  expect(running.process.exitCode).toBeNull();
  await locker.query('commit');
  expect((await inFlight).data).toEqual({ updateUser: { user: { name: 'Drained' }, errors: [] } });
  const answered = performance.now();
  expect(await ended).toBe(0);
  expect(performance.now() - answered).toBeLessThan(3_000);
  expect(await sql(running.databaseUrl, 'select name from users')).toEqual([{ name: 'Drained' }]);
});

test('SIGKILL, and a new start on the embedded server has what was acknowledged', async () => {
  const env = { DATABASE_URL: '', DATA_DIR: undo.directory() };
  const first = await service({ env });
  const made = await as(
    first,
    await adminToken(first),
  )('mutation { createUser(input: {username: "kept"}) { user { id } errors { code } } }');
  expect(made.data.createUser.errors).toEqual([]);
  const gone = new Promise((resolve) => first.process.once('exit', resolve));
  first.process.kill('SIGKILL');
  await gone;
  const second = await service({ env });
  const { data } = await as(second, await adminToken(second))('{ user(by: {username: "kept"}) { username } }');
  expect(data).toEqual({ user: { username: 'kept' } });
});

test('while the database is away: alive, not ready, UNAVAILABLE; and all is well when it is back', async () => {
  const dataDir = undo.directory();
  const startDatabase = (): Promise<EmbeddedPostgres> => startEmbeddedPostgres({ dataDir, durable: false });
  let database = await startDatabase();
  undo.push(() => database.stop());
  // The server takes another port at each start: the service's way to it stays the same.
  const way = await new Promise<Server>((resolve) => {
    const server: Server = createServer((near) => {
      const far = connect(Number(new URL(database.url).port), '127.0.0.1');
      for (const socket of [near, far]) socket.on('error', () => [near, far].forEach((end) => end.destroy()));
      near.pipe(far).pipe(near);
    }).listen(0, '127.0.0.1', () => resolve(server));
  });
  undo.push(() => way.close());
  const url = new URL(database.url);
  url.port = String((way.address() as AddressInfo).port);
  const running = await service({ env: { DATABASE_URL: url.href } });
  const status = async (at: string) => (await fetch(`${running.url}${at}`)).status;
  const token = await adminToken(running);
  const ask = as(running, token);
  expect([await status('/livez'), await status('/readyz')]).toEqual([200, 200]);

  await database.stop();
  expect([await status('/livez'), await status('/readyz')]).toEqual([200, 503]);
  for (let i = 0; i < 3; i += 1) {
    const answer = await ask('{ users { totalCount } }');
    expect([answer.status, codes(answer), answer.data ?? null]).toEqual([503, ['UNAVAILABLE'], null]);
    expect(answer.text).not.toMatch(/ECONN|127\.0\.0\.1|pg_/);
  }
  // Anonymous callers reach the resolvers, which need no database here.
  expect((await post(running, JSON.stringify({ query: '{ viewer { kind } }' }))).status).toBe(200);
  expect(await status('/livez')).toBe(200);

  database = await startDatabase();
  const deadline = Date.now() + 5_000;
  while ((await status('/readyz')) !== 200 && Date.now() < deadline) await sleep(50);
  expect(await status('/readyz')).toBe(200);
  expect((await ask('{ users { totalCount } }')).data).toEqual({ users: { totalCount: 1 } });
  expect(running.process.exitCode).toBeNull();
});

test('what is no endpoint is 404, and health says so to HEAD too', async () => {
  const running = await service();
  for (const at of ['/nothing', '/graphql/x', '/livez/x', '/..%2fetc/passwd', '/playground/../../package.json'])
    expect([at, (await fetch(`${running.url}${at}`)).status]).toEqual([at, 404]);
  const status = await new Promise<number>((resolve) =>
    request(`${running.url}/livez`, { method: 'HEAD' }, (response) => resolve(response.statusCode!)).end(),
  );
  expect(status).toBe(200);
});

test('a start and a stop print no warnings of Node', async () => {
  const running = await service({ env: { NODE_OPTIONS: '--trace-warnings --pending-deprecation', LOG_LEVEL: 'warn' } });
  await adminToken(running);
  const ended = new Promise((resolve) => running.process.once('exit', resolve));
  running.process.kill('SIGTERM');
  await ended;
  expect(running.log()).toBe('');
});
