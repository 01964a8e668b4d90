/**
 * Connects to the database and migrates it. A database that cannot be reached yet is waited for, because it often starts together with the
 * service; a wrong address or password is reported at once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from '../config';
import type { ServiceDataSource } from '../database/data-source';
import { migrate } from '../database/migrate';
import { isOutage } from '../database/outage';
import type { Clock } from '../platform/clock';
import type { Logger } from '../platform/logger';
import { createDataSource } from './data-source';

/** A problem that only the operator can fix, described in one line. */
export class StartError extends Error {}

/** A signal arrived before the service had started. */
export class StartInterrupted extends Error {}

const RETRY_MS = 250;
const REPORT_MS = 5_000;

/** The host and name of a database, without the credentials in its URL. */
const locationOf = (url: string): string => {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
};

const reasonOf = (error: unknown): string => {
  const { code, message } = error as { code?: string; message: string };
  return code ?? message;
};

/** What the operator has to correct; waiting does not help. */
const refusal = (error: unknown, at: string): StartError | null => {
  const { code } = error as { code?: string };
  if (code === '28P01' || code === '28000')
    return new StartError(`the database at ${at} refuses this user or password; correct DATABASE_URL`);
  if (code === '3D000')
    return new StartError(`the database at ${at} does not exist; create it or correct DATABASE_URL`);
  return null;
};

export interface ConnectOptions {
  url: string;
  config: Config;
  clock: Clock;
  logger: Logger;
  /** Ends the waiting. */
  signal: AbortSignal;
}

const rejectedBy = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const interrupt = () => reject(new StartInterrupted('the start was interrupted'));
    if (signal.aborted) interrupt();
    else signal.addEventListener('abort', interrupt, { once: true });
  });

export const connect = async ({ url, config, clock, logger, signal }: ConnectOptions): Promise<ServiceDataSource> => {
  const at = locationOf(url);
  const began = clock.now().getTime();
  const interrupted = rejectedBy(signal);
  interrupted.catch(() => null);
  const attempt = async (): Promise<ServiceDataSource> => {
    await migrate(url);
    return createDataSource(url, config.databasePoolSize, logger).initialize();
  };
  for (let reported = -Infinity; ;) {
    try {
      return await Promise.race([attempt(), interrupted]);
    } catch (error) {
      const refused = refusal(error, at);
      if (refused) throw refused;
      if (!isOutage(error)) throw error;
      const now = clock.now().getTime();
      const left = began + config.databaseWait * 1_000 - now;
      if (left <= 0)
        throw new StartError(
          `the database at ${at} cannot be reached (${reasonOf(error)}); start it or correct DATABASE_URL`,
        );
      if (now - reported >= REPORT_MS) {
        reported = now;
        logger.warn(
          { database: at, reason: reasonOf(error), seconds: Math.ceil(left / 1_000) },
          'waiting for the database',
        );
      }
      await Promise.race([sleep(RETRY_MS), interrupted]);
    }
  }
};
