/**
 * Stops an HTTP server without losing a request. A connection that is closed while its client sends a request resets that request, so nearly all
 * connections are closed by a response that says `Connection: close`, and the client opens no request on them.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import type { Server } from 'node:http';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';

export interface Patience {
  /** How long the server accepts requests as before, so that health checks notice and each kept connection makes its last request. */
  delayMs: number;
  /** How long requests in flight may take after that. */
  drainMs: number;
}

/** A turn in which little was done takes less. */
const QUIET_MS = 1;
const WAIT_FOR_QUIET_MS = 5_000;
const POLL_MS = 20;
const UNUSED_MS = 500;

/** What the kernel's table of TCP sockets begins with; the listening ones come first. Reading all of it takes too long. */
const LISTENERS_BYTES = 4_096;

/** How many connections wait to be accepted on a port, if Linux says so; otherwise 0. */
const connectionsWaiting = (port: number): number => {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const waitingIn = (table: string): number => {
    try {
      const file = openSync(table, 'r');
      try {
        const buffer = Buffer.alloc(LISTENERS_BYTES);
        const lines = buffer.toString('latin1', 0, readSync(file, buffer)).split('\n');
        const [, , , , queues] =
          lines
            .map((line) => line.trim().split(/\s+/))
            .find(([, local, , state]) => local?.endsWith(suffix) && state === '0A') ?? [];
        return queues ? parseInt(queues.split(':')[1]!, 16) : 0;
      } finally {
        closeSync(file);
      }
    } catch {
      return 0;
    }
  };
  return waitingIn('/proc/net/tcp') + waitingIn('/proc/net/tcp6');
};

/** Resolves when all that has arrived was accepted: closing a listener resets the connections that wait to be accepted. */
const quietMoment = async (server: Server): Promise<void> => {
  const { port } = server.address() as AddressInfo;
  let accepted = 0;
  const count = () => void (accepted += 1);
  server.on('connection', count);
  const first = performance.now();
  for (let began = first; began - first < WAIT_FOR_QUIET_MS; began = performance.now()) {
    const before = accepted;
    await nextTurn();
    if (accepted === before && performance.now() - began < QUIET_MS && connectionsWaiting(port) === 0) break;
  }
  server.off('connection', count);
};

/** All responses must say `Connection: close` from now on. */
export const drain = async (
  server: Server,
  sockets: ReadonlySet<Socket>,
  { delayMs, drainMs }: Patience,
): Promise<void> => {
  if (server.listening && delayMs > 0) await sleep(delayMs);
  if (server.listening) await quietMoment(server);
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
