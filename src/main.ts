/** The entry point: reads the configuration, starts the service, says that it is ready, and stops on a signal. */
import 'reflect-metadata';
import { startApp, StartError } from './app/app';
import { ConfigurationError, readConfig } from './config';
import { DataDirError } from './database/data-dir-lock';
import { NewerSchemaError } from './database/migrate';
import { systemClock } from './platform/clock';
import { createLogger, loggable } from './platform/logger';
import { SecretFileError } from './platform/secret-file';
import { ListenError } from './server/http';

const isExpected = (error: unknown): error is Error =>
  [ConfigurationError, DataDirError, StartError, NewerSchemaError, ListenError, SecretFileError].some(
    (kind) => error instanceof kind,
  );

const main = async (): Promise<void> => {
  const config = readConfig();
  const logger = createLogger(config.logLevel);
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

  // A signal during startup waits until it has finished: `startApp` only stops half-started parts if one of them fails.
  let stopping: NodeJS.Signals | null = null;
  let stop: ((signal: NodeJS.Signals) => void) | null = null;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stopping) return;
      stopping = signal;
      stop?.(signal);
    });

  const app = await startApp(config, logger);
  stop = (signal) => {
    logger.info({ signal }, 'stopping');
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logger.error({ err: error }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  if (stopping) return stop(stopping);
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
