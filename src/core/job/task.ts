/**
 * Tasks of the background worker. A module defines each of its tasks with a payload type, and the handler in its manifest. Jobs are stored, so a
 * payload holds ids and never a secret. Jobs run at least once: a handler must be able to run again after it was interrupted at any point.
 */
import type { Config } from '../../config';
import type { Database } from '../../database/database';
import type { Clock } from '../../platform/clock';
import type { Logger } from '../../platform/logger';
import type { Mailer } from '../../mail/mailer';
import type { MailKind } from '../../schema/enums';
import type { SealingKeys } from '../../platform/sealing-keys';
import type { PushGateways } from '../../push';
import type { LetterWriter } from '../letter/letter';

/** The name under which jobs are stored. */
export interface Task<Payload> {
  readonly name: string;
  /** Carries the payload's type only. */
  readonly payload?: Payload;
}

/** The payload of tasks that need none. */
export type NoPayload = Record<string, never>;

export const defineTask = <Payload = NoPayload>(name: string): Task<Payload> => ({ name });

/** What a handler can use. */
export interface Services {
  database: Database;
  config: Config;
  clock: Clock;
  logger: Logger;
  push: PushGateways;
  /** Null if mail is not configured. */
  mailer: Mailer | null;
  letters: ReadonlyMap<MailKind, LetterWriter>;
  /** The origin that links start with. */
  publicUrl: string;
  sealing: SealingKeys;
}

export interface Job extends Services {
  /** 1 for the first attempt. */
  attempt: number;
  /** Whether this is the last attempt. */
  last: boolean;
  /** Aborted when the process shuts down. A handler that runs longer than a second checks it between steps, and throws its reason if work is left. */
  signal: AbortSignal;
}

/** Runs one job. If it throws, the error is logged and the job is retried with increasing delays. */
export type Handler<Payload = NoPayload> = (payload: Payload, job: Job) => Promise<void>;

/** The schedule of a recurring job, shared by all processes. A job that is still waiting is not added again. */
export interface Recurrence {
  /** A crontab expression, in UTC. */
  at: string;
  /** Makes up for a run missed within the last hour, when no process was running. */
  catchUp?: boolean;
}

export interface JobDefinition {
  task: string;
  handle: Handler<unknown>;
  recurs?: Recurrence;
}

export const jobOf = <Payload>(task: Task<Payload>, handle: Handler<Payload>, recurs?: Recurrence): JobDefinition => ({
  task: task.name,
  handle: handle as Handler<unknown>,
  ...(recurs ? { recurs } : {}),
});
