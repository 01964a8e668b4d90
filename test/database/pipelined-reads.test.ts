/** Reads that many requests send on one connection: what one of them does must not matter to the others. */
import { createDataSource, type ServiceDataSource, statements } from '../../src/database/data-source';
import { Database } from '../../src/database/database';
import { createLogger } from '../../src/platform/logger';
import { until } from '../support/jobs';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { wireTo } from '../support/wire';

let testDatabase: TestDatabase;
let source: ServiceDataSource;
let database: Database;
let wire: Awaited<ReturnType<typeof wireTo>>;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  wire = await wireTo(new URL(testDatabase.url));
});
/** Two pipelined connections beside a pool of eight. */
beforeEach(async () => {
  source = await createDataSource(wire.url, 10, createLogger('silent'), []).initialize();
  database = Database.of(source);
  await until(async () => (await pid()) === (await pid()) && source.reads.counts.idle + source.reads.counts.busy > 0);
});
afterEach(async () => {
  wire.mend();
  if (source.isInitialized) await source.destroy();
});
afterAll(async () => {
  await wire?.close();
  await testDatabase?.drop();
});

const number = async (n: number): Promise<number> =>
  (await database.lookUp<{ n: number }>('select $1::int as n', [n]))!.n;
const pid = async (): Promise<number> =>
  (await database.lookUp<{ pid: number }>('select pg_backend_pid() as pid, $1::int', [0]))!.pid;
const TWENTY = Array.from({ length: 20 }, (_, i) => i);
const settled = async (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (value) => value,
    (error: { code?: string; message: string }) => error.code ?? error.message,
  );

it('sends many on one connection at once, and gives each its own rows', async () => {
  const before = statements.sent;
  const pids = await Promise.all(TWENTY.map(pid));
  expect(new Set(pids).size).toBeLessThanOrEqual(2);
  expect(await Promise.all(TWENTY.map(number))).toEqual(TWENTY);
  expect(statements.sent - before).toBe(40);
});

it('fails only the statement that fails', async () => {
  const divide = (by: number) => settled(database.lookUp('select 1 / $1::int as n', [by]));
  const answers = await Promise.all(TWENTY.map((n) => (n % 5 === 2 ? divide(0) : number(n))));
  expect(answers).toEqual(TWENTY.map((n) => (n % 5 === 2 ? '22012' : n)));
  const unknown = settled(database.lookUp('select $1::int from nowhere', [1]));
  expect(await Promise.all([number(1), unknown, number(2)])).toEqual([1, '42P01', 2]);
});

it('fails only the statement that takes too long', async () => {
  await database.lookUp(`select set_config('statement_timeout', $1, false)`, ['300']);
  const slow = settled(database.lookUp('select pg_sleep($1)', [2]));
  expect(await Promise.all([number(1), slow, number(2), number(3)])).toEqual([1, '57014', 2, 3]);
});

it('leaves no statement running for long on a connection that was given up', async () => {
  const timeout = await source.reads.query<{ value: string }>('select current_setting($1) as value', [
    'statement_timeout',
  ]);
  expect(timeout).toEqual([{ value: '10s' }]);
});

it('repeats elsewhere what was on its way when a connection broke, and connects again', async () => {
  const broken = await pid();
  const slow = database.lookUp<{ n: number }>('select $1::int as n from pg_sleep(0.5)', [7]);
  const behind = TWENTY.map(number);
  const running = `select 1 from pg_stat_activity where pid = $1 and state = 'active'`;
  await until(async () => (await database.query(running, [broken])).length > 0);
  await database.query('select pg_terminate_backend($1)', [broken]);
  expect(await Promise.all(behind)).toEqual(TWENTY);
  expect((await slow)!.n).toBe(7);
  await until(async () => (await number(1)) === 1 && source.reads.counts.idle > 0);
  expect(await pid()).not.toBe(broken);
});

it('repeats a statement whose preparation the server has forgotten', async () => {
  await Promise.all(TWENTY.map(number));
  await database.lookUp(`select set_config('application_name', $1, false)`, ['x']);
  await source.reads.query('deallocate all', []);
  expect(await Promise.all(TWENTY.map(number))).toEqual(TWENTY);
});

it('goes around a connection that does not answer, and gives it up', async () => {
  const stuck = await pid();
  // A backend that holds its own answer back, as one behind a broken network does.
  const slow = database.lookUp<{ n: number }>('select $1::int as n from pg_sleep(5.5)', [7]);
  // Longer than a connection may go without an answer before others are preferred.
  await new Promise((resolve) => setTimeout(resolve, 400));
  const began = performance.now();
  const pids = await Promise.all(TWENTY.map(pid));
  expect(pids).not.toContain(stuck);
  expect(performance.now() - began).toBeLessThan(3_000);
  expect((await slow)!.n).toBe(7);
}, 30_000);

it('fails as the pool does while the database cannot be reached, and recovers', async () => {
  wire.cut();
  expect(await settled(number(1))).toMatch(/ECONNREFUSED|ECONNRESET|terminated/);
  wire.mend();
  expect(await number(2)).toBe(2);
  await until(async () => (await number(1)) === 1 && source.reads.counts.idle > 0);
});

it('stops while statements are on their way', async () => {
  const slow = settled(database.lookUp('select pg_sleep($1)', [10]));
  await new Promise((resolve) => setTimeout(resolve, 50));
  const began = performance.now();
  await source.destroy();
  expect(performance.now() - began).toBeLessThan(5_000);
  expect(await slow).toMatch(/terminated/);
}, 20_000);

it('names fixed statements, however many selections of columns there were', async () => {
  const names = await database.transaction(async (inside) => {
    for (let n = 0; n < 1_100; n += 1)
      for (let time = 0; time < 2; time += 1) await inside.values(`select $1::int as a${n}`, [n], true);
    for (let time = 0; time < 3; time += 1) await inside.query('select $1::int as fixed', [1]);
    return inside.query<{ name: string; statement: string }>('select name, statement from pg_prepared_statements');
  });
  expect(names.find(({ statement }) => statement === 'select $1::int as fixed')?.name).toMatch(/^s/);
  expect(names.filter(({ statement }) => /as a[0-9]+$/.test(statement))).toHaveLength(300);
}, 20_000);
