/** A transaction takes statements that nobody waits for. Whatever fails first is what the caller hears of. */
import '../../src/app/modules';
import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { Raw, type DataSource } from 'typeorm';
import { createDataSource } from '../../src/app/data-source';
import { Database } from '../../src/database/database';
import { withSavepoint } from '../../src/database/savepoint';
import { createLogger } from '../../src/platform/logger';
import { users } from '../../src/modules/user';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

let own: TestDatabase;
let source: DataSource;
let database: Database;
beforeAll(async () => {
  own = await createTestDatabase();
  source = await createDataSource(own.url, 2, createLogger('silent')).initialize();
  database = Database.of(source);
  await database.execute('create table notes (n int primary key)');
});
afterAll(async () => {
  await source?.destroy();
  await own?.drop();
});
beforeEach(() => database.execute('delete from notes'));

const DIVISION_BY_ZERO = '22012';
const codeOf = (error: unknown) => (error as { driverError: { code: string } }).driverError.code;
const codeOfFailed = (work: Promise<unknown>) => work.then(() => null, codeOf);
const notes = async () => (await database.query<{ n: number }>('select n from notes order by n')).map(({ n }) => n);

test('statements run in the order in which they are sent, and each sees those before', async () => {
  const counts = await database.transaction(async (tx) => {
    const counting = () => tx.one<{ n: number }>('select count(*)::int as n from notes');
    const [before, after] = [counting(), (await tx.post('insert into notes values ($1)', [1]), counting())];
    return [await before, await after].map((row) => row!.n);
  });
  expect(counts).toEqual([0, 1]);
  expect(await notes()).toEqual([1]);
});

test('a statement that nobody waits for and that fails makes the next one fail with its error', async () => {
  const failed = database.transaction(async (tx) => {
    await tx.post('insert into notes values ($1)', [2]);
    await tx.post('select 1 / $1::int', [0]);
    await tx.query('select 1');
  });
  expect(await codeOfFailed(failed)).toBe(DIVISION_BY_ZERO);
  expect(await notes()).toEqual([]);
});

test('or COMMIT, if it is the last', async () => {
  let followed = false;
  const failed = database.transaction(async (tx) => {
    await tx.post('insert into notes values ($1)', [3]);
    tx.afterCommit(() => (followed = true));
    await tx.post('select 1 / $1::int', [0]);
  });
  expect(await codeOfFailed(failed)).toBe(DIVISION_BY_ZERO);
  expect([await notes(), followed]).toEqual([[], false]);
});

test('within a savepoint only what was done there is lost', async () => {
  await database.transaction(async (tx) => {
    await tx.post('insert into notes values ($1)', [4]);
    const attempt = withSavepoint(tx, async () => {
      await tx.post('insert into notes values ($1)', [5]);
      await tx.post('select 1 / $1::int', [0]);
    });
    expect(await codeOfFailed(attempt)).toBe(DIVISION_BY_ZERO);
    await tx.post('insert into notes values ($1)', [6]);
  });
  expect(await notes()).toEqual([4, 6]);
});

test('the connection is as good as before afterwards', async () => {
  for (let n = 0; n < 5; n += 1) {
    const failed = database.transaction(async (tx) => {
      await tx.post('select 1 / $1::int', [0]);
      await tx.query('select $1::int as never_parsed_before', [n]);
    });
    expect(await codeOfFailed(failed)).toBe(DIVISION_BY_ZERO);
    expect(await database.one('select $1::int as never_parsed_before', [n])).toEqual({ never_parsed_before: n });
  }
});

test('outside of a transaction, someone waits for it', async () => {
  await database.post('insert into notes values ($1)', [7]);
  expect(await notes()).toEqual([7]);
  expect((await database.post('select 1 / $1::int', [0]).catch((error: { code: string }) => error))!.code).toBe(
    DIVISION_BY_ZERO,
  );
});

test("a failure of TypeORM's own statement is reported before those that follow from it", async () => {
  const reported: unknown[] = [];
  const { database: tx, rollback } = await database.begin((error) => reported.push(error));
  const failing = users(tx).findOneBy({ id: Raw(() => `(select pg_sleep(0.2)::text::uuid) is not null`) });
  await setTimeout(50);
  await Promise.allSettled([failing, tx.query('select 1')]);
  await rollback();
  const invalidText = '22P02';
  expect(reported.map(codeOf)).toEqual([invalidText, invalidText]);
});

/** A connection of the pool whose statements that match fail in the given way, before they are sent. */
const failing = (pattern: RegExp, failure: () => Error) => {
  const { query } = pg.Client.prototype;
  return jest.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
    const [text] = args;
    if (typeof text === 'string' && pattern.test(text)) return Promise.reject(failure());
    return (query as (...all: unknown[]) => unknown).apply(this, args);
  } as never);
};
afterEach(() => jest.restoreAllMocks());

test('if a transaction cannot begin, nothing of it is sent', async () => {
  failing(/^START TRANSACTION$/, () => new Error('cannot begin'));
  const failed = database.transaction(async (tx) => {
    await setTimeout(10);
    await tx.post('insert into notes values ($1)', [8]);
    await tx.query('insert into notes values ($1)', [9]).catch(() => {});
    await tx.values('insert into notes values ($1) returning n', [10], true).catch(() => {});
  });
  await expect(failed).rejects.toThrow('cannot begin');
  expect(await notes()).toEqual([]);
});

test.each(['COMMIT', 'ROLLBACK'])('a connection on which %s fails is closed', async (statement) => {
  const pid = async (by: Database) => (await by.one<{ pid: number }>('select pg_backend_pid() as pid'))!.pid;
  failing(new RegExp(`^${statement}$`), () => new Error('lost'));
  let used = 0;
  const failed = database.transaction(async (tx) => {
    await tx.post('insert into notes values ($1)', [11]);
    used = await pid(tx);
    if (statement === 'ROLLBACK') throw new Error('lost');
  });
  await expect(failed).rejects.toThrow('lost');
  const others = await Promise.all([pid(database), pid(database), pid(database)]);
  expect(others).not.toContain(used);
  expect(await notes()).toEqual([]);
});

test('a list that fails is the failure that COMMIT reports', async () => {
  const failed = database.transaction(async (tx) => {
    await tx.values('select 1 / $1::int', [0], true).catch(() => {});
    await tx.query('select 1').catch(() => {});
  });
  await expect(failed).rejects.toMatchObject({ driverError: { code: DIVISION_BY_ZERO } });
});

test('a list sees what was sent before it, and comes after the start', async () => {
  const found = database.transaction(async (tx) => {
    void tx.post('insert into notes values ($1)', [12]);
    return tx.values('select n from notes where n > $1', [0], true);
  });
  expect(await found).toEqual([[12]]);
});

test('rows can only be locked in a transaction', () => {
  expect(() => database.postLock('select 1 from notes for update', [])).toThrow('in a transaction');
});
