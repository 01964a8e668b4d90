/** The entry point: reads the configuration, starts the service, says that it is ready, and stops on a signal. */
import { tracing } from './app/tracing';
import 'reflect-metadata';
import { type App, startApp } from './app/app';
import { StartError, StartInterrupted } from './app/connect';
import { ConfigurationError, readConfig } from './config';
import { DataDirError } from './database/data-dir-lock';
import { NewerSchemaError } from './database/migrate';
import { systemClock } from './platform/clock';
import { createLogger, loggable } from './platform/logger';
import { collectProcessMetrics } from './platform/metrics';
import { SecretFileError } from './platform/secret-file';
import { ListenError } from './server/http';

const isExpected = (error: unknown): error is Error =>
  [ConfigurationError, DataDirError, StartError, NewerSchemaError, ListenError, SecretFileError].some(
    (kind) => error instanceof kind,
  );

/** npm forwards Ctrl-C, so that the signal arrives twice. A second one after this time is meant. */
const INSISTENCE_MS = 1_000;

const main = async (): Promise<void> => {
  const config = readConfig();
  const logger = createLogger(config.logLevel);
  tracing?.logTo(logger);
  collectProcessMetrics();
  process.on('unhandledRejection', (error) => logger.error({ err: error }, 'unhandled promise rejection'));

  // Node would print the error with all its properties, including values.
  process.on('uncaughtException', (error) => {
    const line = {
      level: 60,
      time: systemClock.now().getTime(),
      err: loggable(error),
      msg: 'uncaught exception; the process exits',
    };
    process.stderr.write(`${JSON.stringify(line)}\n`);
    process.exit(1);
  });

  // A signal during startup ends the wait for the database, and otherwise waits until the start has finished: it is short.
  const interrupt = new AbortController();
  let app: App | null = null;
  let stopping: { signal: NodeJS.Signals; since: number } | null = null;
  // Ctrl-C is a person who waits; SIGTERM comes from a supervisor that may have clients on the way.
  const stop = (started: App, signal: NodeJS.Signals, atOnce = signal === 'SIGINT'): void => {
    logger.info({ signal }, 'stopping');
    const stopped = started.stop({ atOnce }).then(() => tracing?.stop());
    stopped.then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      const now = systemClock.now().getTime();
      if (!stopping) {
        stopping = { signal, since: now };
        interrupt.abort();
        if (app) stop(app, signal);
      } else if (now - stopping.since >= INSISTENCE_MS) {
        logger.warn({ signal }, 'stopped at once by a second signal');
        process.exit(1);
      }
    });

  try {
    app = await startApp(config, logger, interrupt.signal);
  } catch (error) {
    if (error instanceof StartInterrupted) process.exit(0);
    throw error;
  }
  // Nobody has been told that it is ready.
  if (stopping) return stop(app, (stopping as { signal: NodeJS.Signals }).signal, true);
  const { publicUrl } = app;
  process.stdout.write(
    `castellan ready ${publicUrl} graphql=${publicUrl}/graphql issuer=${publicUrl}/oidc playground=${publicUrl}/playground\n`,
  );
};

main().catch((error: unknown) => {
  process.stderr.write(
    `castellan cannot start: ${isExpected(error) ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exit(1);
});
