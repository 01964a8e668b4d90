/**
 * Tasks of the background worker. A module defines each of its tasks with what a job of it carries, and in its manifest who does it. Jobs are
 * stored, so a payload holds ids, never a secret. A job is done at least once: its handler must bear being run again after it was cut off anywhere.
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

/** A name under which jobs are stored. */
export interface Task<Payload> {
  readonly name: string;
  /** Only a type: what a job carries. */
  readonly payload?: Payload;
}

/** What a job carries where there is nothing to say. */
export type Nothing = Record<string, never>;

export const defineTask = <Payload = Nothing>(name: string): Task<Payload> => ({ name });

/** What a handler works with. */
export interface Services {
  database: Database;
  config: Config;
  clock: Clock;
  logger: Logger;
  push: PushGateways;
  /** Null where no mail can be sent. */
  mailer: Mailer | null;
  letters: ReadonlyMap<MailKind, LetterWriter>;
  /** What links begin with. */
  publicUrl: string;
  sealing: SealingKeys;
}

export interface Job extends Services {
  /** 1 at the first try. */
  attempt: number;
  /** No further try follows this one. */
  last: boolean;
  /** Aborted when the process goes down. Whoever works longer than a second looks at it between steps, and throws its reason if work is left. */
  signal: AbortSignal;
}

/** Does one job. What it throws is logged, and the job tried again, later each time. */
export type Handler<Payload = Nothing> = (payload: Payload, job: Job) => Promise<void>;

/** When a job comes again by itself, once for all processes; one that is still waiting is not doubled. */
export interface Recurrence {
  /** As in a crontab, in UTC. */
  at: string;
  /** The last hour's is made up for where no process was there to do it. */
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
