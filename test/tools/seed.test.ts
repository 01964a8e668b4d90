/** `npm run seed`: what it loads is seen in every list of a running service, a second run adds more, and bad arguments end it. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { built } from '../support/built';
import { adminToken, as, type Ask, ok, sql } from '../support/graphql';
import { type Service, startService } from '../support/service';

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

test.each([
  [[], '--users must be a number'],
  [['--users', 'many'], '--users must be a number'],
  [['--users', '10', '--events', '101'], '--events must be a number from 0 to 100'],
  [['--users', '10', '--database-url', 'mysql://x'], '--database-url must be a PostgreSQL URL'],
  [['--volume', '10'], '--volume'],
])('%j is refused in words', async (args, text) => {
  await expect(seed(...args)).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(text) as string });
});
