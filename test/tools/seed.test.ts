/**
 * `npm run seed`: what it loads is seen in every list of a running service and valid in every field, a second run adds more, bad arguments end it, and
 * a database that it has filled before the first start gets its administrator.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { built } from '../support/built';
import { adminToken, as, type Ask, ok, sql } from '../support/graphql';
import { type Service, startService } from '../support/service';
import { createTestDatabase } from '../support/test-database';
import { walk } from '../support/walk';

const ROOT = path.resolve(__dirname, '../..');
const LISTS = ['users', 'applications', 'devices', 'sessions', 'tokens', 'consents', 'events'];

let service: Service;
let ask: Ask;

const seed = (...args: string[]) =>
  promisify(execFile)(process.execPath, [built('tools/seed.js'), ...args], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DATABASE_URL: service.databaseUrl,
      DATA_DIR: service.dataDir,
    },
  });
const totals = async (): Promise<Record<string, number>> => {
  const data = await ok(ask(`{ ${LISTS.map((list) => `${list}(first: 1) { totalCount }`).join(' ')} }`));
  return Object.fromEntries(LISTS.map((list) => [list, data[list].totalCount as number]));
};

beforeAll(async () => {
  service = await startService();
  ask = as(service, await adminToken(service));
}, 60_000);
afterAll(() => service?.stop());

test('every list shows what was loaded, and a second run adds more', async () => {
  const before = await totals();
  await seed('--users', '200');
  const first = await totals();
  expect(first['users']! - before['users']!).toBe(200);
  for (const list of LISTS) expect([list, first[list]! > before[list]!]).toEqual([list, true]);

  expect((await seed('--users', '200')).stdout).toContain('nothing to do');
  await seed('--users', '250');
  expect((await totals())['users']! - before['users']!).toBe(250);
  const [names] = await sql<{ all: string; distinct: string }>(
    service.databaseUrl,
    'select count(*) as all, count(distinct username_key) as distinct from users',
  );
  expect(names!.distinct).toBe(names!.all);
}, 120_000);

test('every field of what was loaded is valid', async () => {
  const { faults, rows } = await walk(ask);
  expect(faults).toEqual([]);
  for (const list of LISTS) expect([list, rows[list]! > 0]).toEqual([list, true]);
}, 120_000);

test('the first start after it creates the administrator, and later ones do not', async () => {
  const database = await createTestDatabase();
  const env = { DATABASE_URL: database.url };
  const administrators = () =>
    sql(database.url, `select u.username from users u join user_roles r on r.user_id = u.id`);
  try {
    await seed('--users', '20', '--database-url', database.url);
    const first = await startService({ env });
    try {
      expect(await administrators()).toEqual([{ username: first.admin.username }]);
      const { users } = await ok(as(first, await adminToken(first))('{ users { totalCount } }'));
      expect(users.totalCount).toBe(21);
      // Whoever removes the administrators from the database gets no new one by starting the service again.
      await sql(database.url, 'delete from user_roles');
      await sql(database.url, `delete from users where username = 'admin'`);
      const second = await startService({ env, beside: first });
      try {
        expect(existsSync(path.join(second.dataDir, 'bootstrap.json'))).toBe(false);
        expect(await administrators()).toEqual([]);
      } finally {
        await second.stop();
      }
    } finally {
      await first.stop();
    }
  } finally {
    await database.drop();
  }
}, 120_000);

test.each([
  [[], '--users must be a number'],
  [['--users', 'many'], '--users must be a number'],
  [['--users', '10', '--events', '101'], '--events must be a number from 0 to 100'],
  [['--users', '10', '--database-url', 'mysql://x'], '--database-url must be a PostgreSQL URL'],
  [['--volume', '10'], '--volume'],
])('%j is refused in words', async (args, text) => {
  await expect(seed(...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(text) as string });
});
