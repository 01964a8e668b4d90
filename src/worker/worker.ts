/**
 * The background worker of this process. Any number of processes share the jobs in the database. Each job runs in one of them, and again in
 * another if the first one dies. While the database is unavailable the worker waits, and then resumes by itself.
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
import { jobDuration } from '../platform/metrics';
import { withSpan } from '../platform/spans';
import { Lease, LEASE_MS } from './lease';
import type { JobDefinition, Services } from '../core/job/task';

/** Jobs that one process runs at the same time. */
const CONCURRENCY = 4;
/** Connections of the worker besides the pool: one listens for new jobs, the others lock and release jobs. */
const CONNECTIONS = 3;
const POLL_MS = 2_000;
const RETRY_DELAYS_MS = [500, 2_000, 5_000, 15_000];
const WARN_INTERVAL_MS = 60_000;
const BACKFILL_MS = 3_600_000;
/** The part of the shutdown time that is reserved for releasing unfinished jobs. */
const RELEASE_MS = 2_000;

export interface WorkerOptions extends Services {
  url: string;
  jobs: readonly JobDefinition[];
  /** How long a killed process keeps its jobs locked. */
  leaseMs?: number;
  /** How often the worker polls for scheduled jobs and retries, for which there is no notification. */
  pollMs?: number;
}

export interface Worker {
  /** Takes no more jobs and waits for the running ones. Jobs that do not finish in time are released. */
  stop(withinMs: number): Promise<void>;
}

/** Starts the worker in the background. */
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
  pool.on('error', (error) => logger.debug({ reason: error.message }, 'the worker lost a database connection'));
  pool.on('connect', (client) => void client.on('error', () => {}));
  const lease = new Lease(pool, logger, leaseMs);
  const warn = throttledWarnings(logger, () => options.clock.now().getTime());
  const shutdown = new AbortController();
  let runner: Runner | null = null;

  const keepRunning = async (): Promise<void> => {
    for (let failures = 0; !shutdown.signal.aborted; failures += 1) {
      const began = options.clock.now().getTime();
      try {
        runner = await runQueue(pool, lease, options, warn, shutdown.signal);
        if (shutdown.signal.aborted) await runner.stop();
        await runner.promise;
      } catch (error) {
        warn('start', { err: loggable(error) }, 'the worker stopped unexpectedly; restarting it');
      }
      runner = null;
      if (options.clock.now().getTime() - began > WARN_INTERVAL_MS) failures = 0;
      const wait = RETRY_DELAYS_MS[Math.min(failures, RETRY_DELAYS_MS.length - 1)];
      await sleep(wait, null, { signal: shutdown.signal }).catch(() => null);
    }
  };
  const running = keepRunning();

  return {
    stop: async (withinMs) => {
      shutdown.abort(new Error('the process is shutting down'));
      const stopped = Promise.all([runner?.stop().catch(() => null), running]);
      await Promise.race([stopped, sleep(withinMs - RELEASE_MS, null, { ref: false })]);
      const released = lease.release().then(() => pool.end());
      await Promise.race([released.catch(() => null), sleep(RELEASE_MS, null, { ref: false })]);
    },
  };
};

const runQueue = (
  pool: pg.Pool,
  lease: Lease,
  options: WorkerOptions,
  warn: Warn,
  signal: AbortSignal,
): Promise<Runner> =>
  run({
    pgPool: pool,
    schema: QUEUE_SCHEMA,
    noHandleSignals: true,
    concurrency: CONCURRENCY,
    pollInterval: options.pollMs ?? POLL_MS,
    logger: queueLogger(options.logger, warn),
    events: new EventEmitter() as WorkerEvents,
    taskList: taskList(options, signal),
    parsedCronItems: parseCronItems(
      options.jobs.flatMap(({ task, recurs }) =>
        recurs
          ? {
              task,
              match: recurs.at,
              options: { jobKey: task, queueName: task, backfillPeriod: recurs.catchUp ? BACKFILL_MS : 0 },
            }
          : [],
      ),
    ),
    preset: {
      plugins: [
        {
          name: 'lease',
          version: '1',
          worker: { hooks: { startWorker: (_context, { worker }) => lease.acquire(worker.workerPool.id) } },
        },
      ],
      // With a delay set, the queue waits until the outcome is written. If it cannot be written, the worker restarts and the job runs again.
      worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
    },
  });

const taskList = ({ jobs, url: _, ...services }: WorkerOptions, signal: AbortSignal): TaskList =>
  Object.fromEntries(
    jobs.map(({ task, handle }) => [
      task,
      async (payload, { job }) => {
        const last = job.attempts >= job.max_attempts;
        const began = performance.now();
        const measure = (outcome: string) =>
          jobDuration.observe({ task, outcome }, (performance.now() - began) / 1_000);
        try {
          await withSpan(
            () => ({ name: `job ${task}`, attributes: { 'castellan.job': task } }),
            () => handle(payload, { ...services, attempt: job.attempts, last, signal }),
          );
          measure('success');
        } catch (error) {
          measure(signal.aborted ? 'interrupted' : last ? 'failed' : 'retry');
          const fields = { task, job: job.id, attempt: job.attempts, err: loggable(error) };
          if (signal.aborted) services.logger.debug(fields, 'a job was interrupted');
          else if (last) services.logger.error(fields, 'a job failed permanently');
          else services.logger.warn(fields, 'a job failed and will be retried');
          // Stored with the job: only the kind of error, since its message may contain data.
          const { code, name } = error as { code?: string; name?: string };
          throw new Error(String(code ?? name ?? 'unknown'));
        }
      },
    ]),
  );

type Warn = (kind: string, fields: object, message: string) => void;

/** Logs a warning of each kind at most once a minute, since an unavailable database causes the same warning again and again. */
const throttledWarnings = (logger: Logger, now: () => number): Warn => {
  const logged = new Map<string, number>();
  return (kind, facts, message) => {
    if (now() - (logged.get(kind) ?? -Infinity) < WARN_INTERVAL_MS) return logger.debug(facts, message);
    logged.set(kind, now());
    logger.warn(facts, message);
  };
};

/** The log of the queue library: only errors of the queue itself, without the job data that the library adds. */
const queueLogger = (logger: Logger, warn: Warn): QueueLogger =>
  new QueueLogger(() => (level, message, meta) => {
    if (meta?.failure) return;
    if (level !== 'error') return logger.debug(message);
    warn(message.split(/\d|:/, 1)[0]!, { reason: message.split('\n', 1)[0] }, 'the job queue reported an error');
  });
