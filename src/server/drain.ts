/**
 * Stops an HTTP server without losing a request. A connection that is closed while its client sends a request resets that request, so nearly all
 * connections are closed by a response that says `Connection: close`, and the client opens no request on them.
 */
import type { Server } from 'node:http';
import { Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  /** How long the server accepts requests as before, so that health checks notice and each kept connection makes its last request. */
  delayMs: number;
  /** How long requests in flight may take after that. */
  drainMs: number;
}

/** A turn without work takes less. */
const QUIET_MS = 0.05;
const WAIT_FOR_QUIET_MS = 1_000;
/** On a busy machine all turns are longer, so this is how fast longer ones become good enough. */
const DOUBLES_MS = 150;
const POLL_MS = 20;
const UNUSED_MS = 500;

/**
 * Resolves when the last turn of the event loop was so short that whatever has arrived was accepted and read. Closing a listener resets the
 * connections that wait to be accepted.
 */
const quietMoment = async (): Promise<void> => {
  const first = performance.now();
  for (let began = first; began - first < WAIT_FOR_QUIET_MS; began = performance.now()) {
    await nextTurn();
    if (performance.now() - began < QUIET_MS * 2 ** ((began - first) / DOUBLES_MS)) return;
  }
};

/** All responses must say `Connection: close` from now on. */
export const drain = async (
  server: Server,
  sockets: ReadonlySet<Socket>,
  { delayMs, drainMs }: Patience,
): Promise<void> => {
  if (server.listening && delayMs > 0) await sleep(delayMs);
  await quietMoment();
  // The listener first: `server.close` would spend the quiet moment on closing idle connections.
  const closed = new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
  server.closeIdleConnections();
  // After a response that was begun before the shutdown, its client may keep the connection open.
  const idle = setInterval(() => server.closeIdleConnections(), POLL_MS);
  // Node does not count a connection as idle before its first request, which may have been sent already.
  const unused = setTimeout(() => sockets.forEach((socket) => socket.bytesRead === 0 && socket.destroy()), UNUSED_MS);
  const late = setTimeout(() => server.closeAllConnections(), drainMs);
  await closed;
  for (const timer of [idle, unused, late]) clearTimeout(timer);
};
