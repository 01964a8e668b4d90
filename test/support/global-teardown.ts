/** After all tests: leaves no database, process or file behind. */

/** What globalSetup started. Jest runs both in one process. */
export const running: { dropDatabases?: () => Promise<void>; stopServer?: () => Promise<void> } = ((
  globalThis as { castellanTests?: object }
).castellanTests ??= {});

export default async function globalTeardown(): Promise<void> {
  const { dropDatabases, stopServer } = running;
  running.dropDatabases = running.stopServer = undefined;
  try {
    await dropDatabases?.();
  } finally {
    await stopServer?.();
  }
}
