/**
 * Budgets of failed attempts. An attempt reserves a place in each of its budgets before anything is checked; it keeps the place if it fails and
 * returns it if it succeeds. So concurrent attempts, in any number of processes, never exceed a budget, and a refused attempt changes nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../database/database';
import { Refusal } from '../../schema/errors';
import { QueueFull } from '../../platform/concurrency-limit';
import type { TooMany } from '../../schema/refusal-reason';
import { type RateLimit, keyOf } from './throttle';

export interface FailureBudget extends RateLimit {
  /** Groups failures for `clearFailures`. */
  subject?: string;
  /** A success clears all failures, not only its own attempt. */
  clearedBySuccess?: boolean;
  /** Why an attempt is refused. */
  cause: Exclude<TooMany, 'TOO_MANY_REQUESTS'>;
}

const MESSAGES: Record<FailureBudget['cause'], string> = {
  TOO_MANY_PASSWORDS: 'Too many failed password attempts.',
  TOO_MANY_FROM_NETWORK: 'Too many failed sign-ins from your network.',
  TOO_MANY_EVERYWHERE: 'The service has received too many failed sign-ins.',
  BUSY: 'Too many people are signing in at the moment.',
};

/** Refused until some time has passed. */
export class TooManyFailures extends Refusal {
  constructor(
    cause: FailureBudget['cause'],
    readonly seconds: number,
  ) {
    const minutes = Math.ceil(seconds / 60);
    super('RATE_LIMITED', `${MESSAGES[cause]} Try again in ${minutes === 1 ? '1 minute' : `${minutes} minutes`}.`);
    this.because({ is: cause, minutes });
  }
}

const subjectOf = (subject: string): Buffer => keyOf({ what: 'subject', of: subject });

/** Pending attempts of a process that has stopped count as failures after this time. */
const LEASE = `interval '30 seconds'`;
const PENDING = `case when t.pending_until > now() then t.pending else 0 end`;

/** Null unless failures alone have used up a budget. Attempts that are still being checked may return their places. */
export const refusalBy = async (database: Database, budgets: FailureBudget[]): Promise<TooManyFailures | null> => {
  const rows = await database.query<{ key: Buffer; failures: number; seconds: number }>(
    `select t.key, t.count - ${PENDING} as failures, ceil(extract(epoch from t.expires_at - now()))::int as seconds
     from throttles t where t.key = any($1::bytea[]) and t.expires_at > now()`,
    [budgets.map(keyOf)],
  );
  let refusal: TooManyFailures | null = null;
  for (const budget of budgets) {
    const row = rows.find(({ key }) => key.equals(keyOf(budget)));
    if (row && row.failures >= budget.limit && row.seconds > (refusal?.seconds ?? 0))
      refusal = new TooManyFailures(budget.cause, row.seconds);
  }
  return refusal;
};

/** One statement, so that no more concurrent attempts than the limit succeed. The time starts with the first failure. */
const reserve = async (database: Database, budget: FailureBudget): Promise<boolean> =>
  (await database.execute(
    `insert into throttles as t (key, subject, count, pending, pending_until, expires_at)
     values ($1, $2, 1, 1, now() + ${LEASE}, now() + $3 * interval '1 second')
     on conflict (key) do update set
       count = case when t.expires_at > now() then t.count else ${PENDING} end + 1,
       pending = ${PENDING} + 1,
       pending_until = excluded.pending_until,
       expires_at = case when t.expires_at > now() and t.count > 0 then t.expires_at else excluded.expires_at end
     where case when t.expires_at > now() then t.count else ${PENDING} end < $4`,
    [keyOf(budget), budget.subject === undefined ? null : subjectOf(budget.subject), budget.seconds, budget.limit],
  )) === 1;

type Result = 'FAILED' | 'SUCCEEDED' | 'UNDONE';

/** One statement per row, so that no one holds a row lock while waiting for another. */
const release = async (database: Database, budgets: FailureBudget[], result: Result): Promise<void> => {
  for (const budget of budgets) {
    const left = `greatest(${PENDING} - 1, 0)`;
    const count =
      result === 'FAILED'
        ? 't.count'
        : result === 'SUCCEEDED' && budget.clearedBySuccess
          ? left
          : 'greatest(t.count - 1, 0)';
    await database.execute(`update throttles t set count = ${count}, pending = ${left} where t.key = $1`, [
      keyOf(budget),
    ]);
  }
};

const reserveAll = async (database: Database, budgets: FailureBudget[]): Promise<boolean> => {
  for (const [n, budget] of budgets.entries())
    if (!(await reserve(database, budget))) {
      await release(database, budgets.slice(0, n), 'UNDONE');
      return false;
    }
  return true;
};

const LONGEST_WAIT_MS = 10_000;
const PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 250;

/** If all remaining places are taken by pending attempts, these may still succeed, so this attempt waits for them. */
const reserveOrRefuse = async (database: Database, budgets: FailureBudget[]): Promise<TooManyFailures | null> => {
  let waited = 0;
  for (let pause = PAUSE_MS; ; pause = Math.min(pause * 1.5, LONGEST_PAUSE_MS)) {
    const refusal = await refusalBy(database, budgets);
    if (refusal) return refusal;
    if (await reserveAll(database, budgets)) return null;
    if (waited > LONGEST_WAIT_MS) return new TooManyFailures('BUSY', 60);
    await sleep(pause);
    waited += pause;
  }
};

/**
 * Runs the check unless a budget is used up; returns true if it succeeded. A check that throws does not count as an attempt, and is refused as
 * BUSY if its queue is full. Call it outside of a transaction: the result is written before the caller learns it.
 */
export const checkWithinBudgets = async (
  database: Database,
  budgets: FailureBudget[],
  check: () => Promise<boolean>,
): Promise<TooManyFailures | boolean> => {
  const refusal = await reserveOrRefuse(database, budgets);
  if (refusal) return refusal;
  let result: Result = 'UNDONE';
  try {
    result = (await check()) ? 'SUCCEEDED' : 'FAILED';
  } catch (error) {
    if (error instanceof QueueFull) return new TooManyFailures('BUSY', 60);
    throw error;
  } finally {
    await release(database, budgets, result);
  }
  return result === 'SUCCEEDED';
};

/** Clears all failures of these subjects in the caller's transaction; returns the number of budgets that had any. */
export const clearFailures = (database: Database, subjects: string[]): Promise<number> =>
  database.execute(
    `update throttles t set count = ${PENDING} where t.subject = any($1::bytea[]) and t.expires_at > now() and t.count > ${PENDING}`,
    [subjects.map(subjectOf)],
  );
