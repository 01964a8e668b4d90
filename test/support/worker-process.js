/** A process with nothing in it but the background worker: its tasks write down who began and who finished which job. */
'use strict';
require('reflect-metadata');
const { setTimeout: sleep } = require('node:timers/promises');
const { createDataSource } = require(process.env.CASTELLAN_BUILD + '/app/data-source');
const { Database } = require(process.env.CASTELLAN_BUILD + '/database/database');
const { createLogger } = require(process.env.CASTELLAN_BUILD + '/platform/logger');
const { startWorker } = require(process.env.CASTELLAN_BUILD + '/worker/worker');

const [url, leaseMs, recurring = '[]'] = process.argv.slice(2);

const main = async () => {
  const logger = createLogger('warn');
  const database = Database.of(await createDataSource(url, 5, logger).initialize());
  const note = (what, n) =>
    database.execute('insert into noted (what, n, pid) values ($1, $2, $3)', [what, n, process.pid]);
  const handlers = {
    note: ({ n }) => note('done', n ?? 0),
    slow: async ({ n, ms }) => {
      await note('begun', n);
      await sleep(ms);
      await note('done', n);
    },
    patient: async ({ n }, { signal, attempt }) => {
      await note('begun', n);
      if (attempt === 1) await sleep(60_000, null, { signal });
      await note('done', n);
    },
    failing: async ({ n, secret }, { attempt }) => {
      if (attempt === 1) await database.query('select $1::text::integer', [secret]);
      await note('done', n);
    },
  };
  const recurs = new Map(JSON.parse(recurring).map(({ task, ...when }) => [task, when]));
  const services = { database, logger, clock: { now: () => new Date() }, config: {} };
  const worker = startWorker({
    ...services,
    url,
    jobs: Object.entries(handlers).map(([task, handle]) => ({
      task,
      handle,
      ...(recurs.has(task) ? { recurs: recurs.get(task) } : {}),
    })),
    leaseMs: Number(leaseMs),
    pollMs: 200,
  });
  process.on('SIGTERM', () => void worker.stop(10_000).then(() => process.exit(0)));
  process.stdout.write('ready\n');
};
void main();
