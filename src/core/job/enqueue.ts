/** Adds background jobs in the caller's transaction: a job exists exactly if the change that requested it was committed. */
import type { Database } from '../../database/database';
import { QUEUE_SCHEMA } from '../../database/queue';
import type { Task } from './task';

export interface JobOptions {
  /** Earliest start; defaults to now. */
  runAt?: Date;
  /** Replaces a job with the same key that has not started yet. */
  key?: string;
  /** Jobs in the same queue run one after the other. */
  queue?: string;
  /** Total number of attempts; defaults to 25, the last one about three days after the first. */
  maxAttempts?: number;
  /** Lower runs earlier; defaults to 0. */
  priority?: number;
}

export const enqueue = async <Payload>(
  database: Database,
  task: Task<Payload>,
  payload: Payload,
  { runAt, key, queue, maxAttempts, priority }: JobOptions = {},
): Promise<void> => {
  await database.post(
    `select 1 from ${QUEUE_SCHEMA}.add_job(identifier => $1::text, payload => $2::json, queue_name => $3::text, run_at => $4::timestamptz,
       max_attempts => $5::int, job_key => $6::text, priority => $7::int)`,
    [
      task.name,
      JSON.stringify(payload),
      queue ?? null,
      runAt ?? null,
      maxAttempts ?? null,
      key ?? null,
      priority ?? null,
    ],
  );
};

/** Adds one job per payload in one statement. */
export const enqueueEach = async <Payload>(
  database: Database,
  task: Task<Payload>,
  payloads: Payload[],
  { maxAttempts }: Pick<JobOptions, 'maxAttempts'> = {},
): Promise<void> => {
  if (payloads.length === 0) return;
  await database.post(
    `select count(${QUEUE_SCHEMA}.add_job(identifier => $1::text, payload => p.payload::json, max_attempts => $3::int)) from unnest($2::text[]) as p (payload)`,
    [task.name, payloads.map((payload) => JSON.stringify(payload)), maxAttempts ?? null],
  );
};
