/**
 * The tasks of the background worker: what each is called and what a job of it carries. Jobs are stored, so a payload holds ids, never a
 * secret. A job is done at least once: its handler must bear being run again after it was cut off anywhere.
 */
import type { Config } from '../../config';
import type { Database } from '../../database/database';
import type { Clock } from '../../platform/clock';
import type { Logger } from '../../platform/logger';
import type { Mailer } from '../../mail/mailer';
import type { SealingKeys } from '../../platform/sealing-keys';
import type { PushGateways } from '../../push';

export interface Tasks {
  /** Writes out the receipts that were too large to write at once. */
  settle: Record<string, never>;
  /** Removes what is of no use to anybody once it has expired. */
  sweep: Record<string, never>;
  /** Removes what has been kept for as long as the settings say, and makes room for the events of the next months. */
  retention: Record<string, never>;
  /** Seals anew what an earlier key sealed. */
  reseal: Record<string, never>;
  /** Sends one push message, or tries again. */
  push: {
    /** The same at each try. */
    messageId: string;
    enrollmentId: string;
    /** The public id of what the device is asked for. */
    authenticationId: string;
    /** The application that asks. */
    applicationId: string;
    expiresAt: string;
    tries: number;
  };
  /** Disables the users whose account has expired. */
  expire: Record<string, never>;
  /** Disables the users who have been dormant for as long as the setting says. */
  dormancy: Record<string, never>;
  /** Carries out the off-boardings that are due. */
  offboard: Record<string, never>;
  /** Creates the users of the imports that were started. */
  import: Record<string, never>;
  /** Sends one mail. */
  mail: { mailId: string };
}
export type TaskName = keyof Tasks;

/** What a handler works with. */
export interface Services {
  database: Database;
  config: Config;
  clock: Clock;
  logger: Logger;
  push: PushGateways;
  /** Null where no mail can be sent. */
  mailer: Mailer | null;
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
export type Handler<Name extends TaskName> = (payload: Tasks[Name], job: Job) => Promise<void>;
export type Handlers = { [Name in TaskName]: Handler<Name> };

/** A job that comes again by itself, once for all processes; one that is still waiting is not doubled. */
export interface Recurring {
  task: TaskName;
  /** When, as in a crontab, in UTC. */
  at: string;
  /** The last hour's is made up for where no process was there to do it. */
  catchUp?: boolean;
}
