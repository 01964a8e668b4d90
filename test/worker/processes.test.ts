/** The background worker in processes of its own: they share the jobs, outlive the database, and take over from one that was killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../src/app/data-source';
import { Database } from '../../src/database/database';
import { createLogger } from '../../src/platform/logger';
import { enqueue, type JobOptions } from '../../src/core/job/enqueue';
import type { Recurrence } from '../../src/core/job/task';
import { until } from '../support/jobs';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { wireTo } from '../support/wire';

jest.setTimeout(40_000);

const LEASE_MS = 1_500;

let testDatabase: TestDatabase;
let source: DataSource;
let database: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  source = await createDataSource(testDatabase.url, 4, createLogger('silent')).initialize();
  database = Database.of(source);
  await database.query('create table noted (what text, n integer, pid integer, at timestamptz default now())');
});
afterAll(async () => {
  await source.destroy();
  await testDatabase.drop();
});

interface WorkerProcess {
  child: ChildProcess;
  log(): string;
  end(signal: NodeJS.Signals): Promise<number | null>;
}
const started: WorkerProcess[] = [];
const undo: (() => unknown)[] = [];
const start = async (
  url = testDatabase.url,
  recurring: (Recurrence & { task: string })[] = [],
): Promise<WorkerProcess> => {
  const program = path.resolve('test/support/worker-process.js');
  const child = spawn(process.execPath, [program, url, String(LEASE_MS), JSON.stringify(recurring)]);
  let log = '';
  child.stderr.on('data', (chunk) => (log += chunk));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill(signal);
    return ended;
  };
  const made = { child, log: () => log, end };
  started.push(made);
  return made;
};
afterEach(async () => {
  await Promise.all(started.splice(0).map((worker) => worker.end('SIGTERM')));
  for (const work of undo.splice(0)) await work();
  await database.query('truncate noted');
});

/** The tasks of the processes here are not those of the service. */
const add = (task: string, payload: object, options?: JobOptions, at = database) =>
  enqueue<object>(at, { name: task }, payload, options);
const noted = (what: string) =>
  database.query<{ n: number; pid: number }>('select n, pid from noted where what = $1 order by at', [what]);
const jobs = () => database.query<{ task: string }>('select task_identifier as task from graphile_worker.jobs');

test('a job exists exactly if the transaction that asked for it was committed', async () => {
  await expect(
    database.transaction(async (tx) => {
      await add('note', { n: 1 }, {}, tx);
      throw new Error('changed its mind');
    }),
  ).rejects.toThrow('changed its mind');
  expect(await jobs()).toEqual([]);
  await database.transaction(async (tx) => {
    await add('note', { n: 2 }, {}, tx);
    expect(await jobs()).toEqual([]);
  });
  expect(await jobs()).toEqual([{ task: 'note' }]);
  await start();
  await until(async () => (await jobs()).length === 0);
  expect((await noted('done')).map(({ n }) => n)).toEqual([2]);
});

test('of two jobs under one key that have not begun the later one is done', async () => {
  await add('note', { n: 1 }, { key: 'the one' });
  await add('note', { n: 2 }, { key: 'the one' });
  await start();
  await until(async () => (await jobs()).length === 0);
  expect((await noted('done')).map(({ n }) => n)).toEqual([2]);
});

test('two processes share the jobs, and each job is done once', async () => {
  const workers = await Promise.all([start(), start()]);
  await database.query(
    `select graphile_worker.add_job('slow', json_build_object('n', n, 'ms', 20)) from generate_series(1, 120) n`,
  );
  await until(async () => (await jobs()).length === 0);
  const done = await noted('done');
  expect(done.map(({ n }) => n).sort((a, b) => a - b)).toEqual(Array.from({ length: 120 }, (_, i) => i + 1));
  expect(new Set(done.map(({ pid }) => pid))).toEqual(new Set(workers.map(({ child }) => child.pid)));
});

test('jobs of one queue are done one after the other, whatever process takes them', async () => {
  await Promise.all([start(), start()]);
  await Promise.all(Array.from({ length: 6 }, (_, n) => add('slow', { n, ms: 100 }, { queue: 'single file' })));
  await until(async () => (await noted('done')).length === 6);
  const order = await database.query<{ what: string; n: number }>('select what, n from noted order by at');
  for (let i = 0; i < order.length; i += 2)
    expect([order[i], order[i + 1]]).toEqual([
      { what: 'begun', n: order[i]!.n },
      { what: 'done', n: order[i]!.n },
    ]);
});

test('what recurs is done once by all of them, and made up for where nobody was there', async () => {
  await database.query(
    `insert into graphile_worker._private_known_crontabs (identifier, known_since, last_execution) values ('note', now() - interval '1 day', now() - interval '3 hours')`,
  );
  // An hour is made up for, of which one moment is this.
  const [{ at }] = (await database.query<{ at: string }>(
    `select extract(minute from now() - interval '10 minutes')::int || ' * * * *' as at`,
  )) as [{ at: string }];
  const recurring = [{ task: 'note', at, catchUp: true }];
  await Promise.all([start(undefined, recurring), start(undefined, recurring), start(undefined, recurring)]);
  await until(async () => (await noted('done')).length > 0);
  await start(undefined, recurring);
  await sleep(1_000);
  expect(await noted('done')).toHaveLength(1);
});

test('what a killed process was at is done by another, and the queue it held goes on', async () => {
  const first = await start();
  await add('patient', { n: 1 }, { queue: 'held' });
  await until(async () => (await noted('begun')).length === 1);
  await first.end('SIGKILL');
  const second = await start();
  await add('note', { n: 2 }, { queue: 'held' });
  await until(async () => (await noted('done')).length === 2);
  expect(await noted('begun')).toEqual([
    { n: 1, pid: first.child.pid },
    { n: 1, pid: second.child.pid },
  ]);
  expect((await noted('done')).map(({ pid }) => pid)).toEqual([second.child.pid, second.child.pid]);
});

test('one that is at work longer than its lease keeps its job', async () => {
  await Promise.all([start(), start()]);
  await add('slow', { n: 1, ms: LEASE_MS * 3 });
  await until(async () => (await noted('done')).length === 1);
  expect(await noted('begun')).toHaveLength(1);
});

test('SIGTERM: what is nearly done is finished, and what takes long is handed to another at once', async () => {
  const first = await start();
  await add('slow', { n: 1, ms: 1_000 });
  await add('patient', { n: 2 });
  await until(async () => (await noted('begun')).length === 2);
  const second = await start();
  expect(await first.end('SIGTERM')).toBe(0);
  expect(await noted('done')).toEqual([{ n: 1, pid: first.child.pid }]);
  await until(async () => (await noted('done')).length === 2);
  expect((await noted('done'))[1]).toEqual({ n: 2, pid: second.child.pid });
  expect(first.log()).toBe('');
  expect(await database.query('select 1 from worker_leases where worker is not null')).toHaveLength(1);
});

test('a job that fails is tried again; neither the log nor the job keeps the values of the fault', async () => {
  const worker = await start();
  await add('failing', { n: 1, secret: 'hunter2' });
  // The line is printed before the fault is kept with the job.
  let kept: unknown[] = [];
  await until(async () => {
    kept = await database.query(
      'select last_error as error, attempts from graphile_worker.jobs where last_error is not null',
    );
    return kept.length > 0;
  });
  expect(kept).toEqual([{ error: '22P02', attempts: 1 }]);
  await until(async () => (await noted('done')).length === 1);
  expect(worker.log().trim().split('\n')).toHaveLength(1);
  expect(worker.log()).toContain('"task":"failing"');
});

test('while the database is away the worker waits, says so briefly, and goes on by itself', async () => {
  const wire = await wireTo(new URL(testDatabase.url));
  undo.push(() => wire.close());
  const worker = await start(wire.url);
  await add('slow', { n: 1, ms: 1_500 });
  await until(async () => (await noted('begun')).length === 1);
  wire.cut();
  await sleep(2_500);
  wire.mend();
  await add('note', { n: 2 });
  // The first was cut off in the middle and is done again.
  await until(async () => (await noted('done')).length >= 2);
  expect(new Set((await noted('done')).map(({ n }) => n))).toEqual(new Set([1, 2]));
  await until(async () => (await jobs()).length === 0);
  expect(worker.child.exitCode).toBeNull();
  expect(worker.log().match(/^\{/gm)!.length).toBeLessThan(12);
  expect(await worker.end('SIGTERM')).toBe(0);
});
