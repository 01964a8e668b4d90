/** After all tests: leaves no database, process or file behind. */

type End = () => Promise<void>;

/** What globalSetup started. Jest runs both in one process. */
export const running: { stopHosts?: End; dropDatabases?: End; stopServer?: End } = ((
  globalThis as { castellanTests?: object }
).castellanTests ??= {});

export default async function globalTeardown(): Promise<void> {
  const { stopHosts, dropDatabases, stopServer } = running;
  running.stopHosts = running.dropDatabases = running.stopServer = undefined;
  try {
    await stopHosts?.();
    await dropDatabases?.();
  } finally {
    await stopServer?.();
  }
}
