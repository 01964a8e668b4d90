/**
 * The background worker of this process. Any number of processes share the jobs in the database: each is taken by one of them, and again by
 * another where that one is gone. While the database is away the worker waits, and goes on by itself.
 */
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  Logger as QueueLogger,
  parseCronItems,
  run,
  type Runner,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker';
import pg from 'pg';
import { QUEUE_SCHEMA } from '../database/queue';
import { loggable, type Logger } from '../platform/logger';
import { Lease, LEASE_MS } from './lease';
import type { JobDefinition, Services } from '../core/job/task';

/** Jobs that one process does at the same time. */
const CONCURRENCY = 4;
/** Connections of the worker besides the pool: one listens for new jobs, the others take jobs and give them back. */
const CONNECTIONS = 3;
const POLL_MS = 2_000;
const AGAIN_MS = [500, 2_000, 5_000, 15_000];
const QUIET_MS = 60_000;
const CATCH_UP_MS = 3_600_000;
/** Of the time to stop in, what is left for giving back the jobs that are not done. */
const GIVE_BACK_MS = 2_000;

export interface WorkerOptions extends Services {
  url: string;
  jobs: readonly JobDefinition[];
  /** How long the worker of a killed process keeps its jobs. */
  leaseMs?: number;
  /** How often it looks for jobs of which it was not told: those that are due later or tried again. */
  pollMs?: number;
}

export interface Worker {
  /** Takes no more jobs and waits for those at work; what is not done in time is given back. */
  stop(withinMs: number): Promise<void>;
}

/** Works from now on; nothing waits for it to have begun. */
export const startWorker = (options: WorkerOptions): Worker => {
  const { url, logger, leaseMs = LEASE_MS } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: 2_500,
    idleTimeoutMillis: 60_000,
    statement_timeout: 60_000,
    application_name: 'castellan worker',
  });
  pool.on('error', (error) => logger.debug({ reason: error.message }, 'a connection of the worker was lost'));
  pool.on('connect', (client) => void client.on('error', () => {}));
  const lease = new Lease(pool, logger, leaseMs);
  const seldom = seldomOf(logger, () => options.clock.now().getTime());
  const going = new AbortController();
  let runner: Runner | null = null;

  const keepRunning = async (): Promise<void> => {
    for (let failures = 0; !going.signal.aborted; failures += 1) {
      const began = options.clock.now().getTime();
      try {
        runner = await runQueue(pool, lease, options, seldom, going.signal);
        if (going.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (error) {
        seldom('start', { err: loggable(error) }, 'the worker could not go on; starting it again');
      }
      runner = null;
      if (options.clock.now().getTime() - began > QUIET_MS) failures = 0;
      const wait = AGAIN_MS[Math.min(failures, AGAIN_MS.length - 1)];
      await sleep(wait, null, { signal: going.signal }).catch(() => null);
    }
  };
  const running = keepRunning();

  return {
    stop: async (withinMs) => {
      going.abort(new Error('the process goes down'));
      const stopped = Promise.all([runner?.stop().catch(() => null), running]);
      await Promise.race([stopped, sleep(withinMs - GIVE_BACK_MS, null, { ref: false })]);
      const givenBack = lease.release().then(() => pool.end());
      await Promise.race([givenBack.catch(() => null), sleep(GIVE_BACK_MS, null, { ref: false })]);
    },
  };
};

const runQueue = (
  pool: pg.Pool,
  lease: Lease,
  options: WorkerOptions,
  seldom: Seldom,
  signal: AbortSignal,
): Promise<Runner> =>
  run({
    pgPool: pool,
    schema: QUEUE_SCHEMA,
    noHandleSignals: true,
    concurrency: CONCURRENCY,
    pollInterval: options.pollMs ?? POLL_MS,
    logger: queueLogger(options.logger, seldom),
    events: new EventEmitter() as WorkerEvents,
    taskList: taskList(options, signal),
    parsedCronItems: parseCronItems(
      options.jobs.flatMap(({ task, recurs }) =>
        recurs
          ? {
              task,
              match: recurs.at,
              options: { jobKey: task, queueName: task, backfillPeriod: recurs.catchUp ? CATCH_UP_MS : 0 },
            }
          : [],
      ),
    ),
    preset: {
      plugins: [
        {
          name: 'lease',
          version: '1',
          worker: { hooks: { startWorker: (_context, { worker }) => lease.take(worker.workerPool.id) } },
        },
      ],
      // Told to wait, the queue waits for the outcome: where it cannot be written, the worker starts anew and the job is done again.
      worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
    },
  });

const taskList = ({ jobs, url: _, ...services }: WorkerOptions, signal: AbortSignal): TaskList =>
  Object.fromEntries(
    jobs.map(({ task, handle }) => [
      task,
      async (payload, { job }) => {
        const last = job.attempts >= job.max_attempts;
        try {
          await handle(payload, { ...services, attempt: job.attempts, last, signal });
        } catch (error) {
          const facts = { task, job: job.id, attempt: job.attempts, err: loggable(error) };
          if (signal.aborted) services.logger.debug(facts, 'a job was cut off');
          else if (last) services.logger.error(facts, 'a job was given up');
          else services.logger.warn(facts, 'a job failed and is tried again');
          // Kept with the job: what kind of fault it was, without its values.
          const { code, name } = error as { code?: string; name?: string };
          throw new Error(String(code ?? name ?? 'unknown'));
        }
      },
    ]),
  );

type Seldom = (kind: string, facts: object, message: string) => void;

/** Says things of one kind once a minute: while the database is away they come again and again. */
const seldomOf = (logger: Logger, now: () => number): Seldom => {
  const said = new Map<string, number>();
  return (kind, facts, message) => {
    if (now() - (said.get(kind) ?? -Infinity) < QUIET_MS) return logger.debug(facts, message);
    said.set(kind, now());
    logger.warn(facts, message);
  };
};

/** The library's own lines: what went wrong with the queue itself, without the jobs that it adds to each line. */
const queueLogger = (logger: Logger, seldom: Seldom): QueueLogger =>
  new QueueLogger(() => (level, message, meta) => {
    if (meta?.failure) return;
    if (level !== 'error') return logger.debug(message);
    seldom(message.split(/\d|:/, 1)[0]!, { reason: message.split('\n', 1)[0] }, 'the worker has difficulties');
  });
