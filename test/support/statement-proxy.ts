/** Stands between a service and PostgreSQL and reads the statements that pass, connection by connection. */
import { createServer, connect, type AddressInfo } from 'node:net';

export interface StatementProxy {
  url: string;
  /** The statements of each connection so far, in order. */
  connections: string[][];
  /** For each of these statements, the number of the round trip of its connection that carried it. */
  roundTrips: number[][];
  stop(): Promise<void>;
}

const text = (message: Buffer, from: number): string => message.toString('utf8', from, message.indexOf(0, from));

/** Tells the round trips of a connection apart: one begins with what is sent when everything before it has been answered. */
class Trips {
  private unanswered = 0;
  private trip = 0;

  sent(): number {
    if (this.unanswered === 0) this.trip += 1;
    this.unanswered += 1;
    return this.trip;
  }

  answered(): void {
    this.unanswered = Math.max(0, this.unanswered - 1);
  }
}

/** Reads the frontend's messages (PostgreSQL protocol 3): Query carries SQL, Parse gives it a name, and Bind runs it by that name. */
const reader = (sent: (statement: string) => void) => {
  let buffer: Buffer = Buffer.alloc(0);
  let started = false;
  const prepared = new Map<string, string>();
  return (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    for (;;) {
      const head = started ? 1 : 0;
      if (buffer.length < head + 4) return;
      const length = head + buffer.readInt32BE(head);
      if (buffer.length < length) return;
      const message = buffer.subarray(0, length);
      buffer = buffer.subarray(length);
      if (!started) started = true;
      else if (message[0] === 0x51) sent(message.toString('utf8', 5, length - 1));
      else if (message[0] === 0x50) prepared.set(text(message, 5), text(message, message.indexOf(0, 5) + 1));
      else if (message[0] === 0x42) sent(prepared.get(text(message, message.indexOf(0, 5) + 1)) ?? '');
    }
  };
};

/** Calls back for every ReadyForQuery of the backend. */
const readiness = (ready: () => void) => {
  let buffer: Buffer = Buffer.alloc(0);
  return (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= 5) {
      const length = 1 + buffer.readInt32BE(1);
      if (buffer.length < length) return;
      if (buffer[0] === 0x5a) ready();
      buffer = buffer.subarray(length);
    }
  };
};

export const startStatementProxy = async (databaseUrl: string): Promise<StatementProxy> => {
  const target = new URL(databaseUrl);
  const connections: string[][] = [];
  const roundTrips: number[][] = [];
  const sockets = new Set<{ destroy(): unknown }>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    const statements: string[] = [];
    const tripOf: number[] = [];
    const trips = new Trips();
    connections.push(statements);
    roundTrips.push(tripOf);
    client.on(
      'data',
      reader((statement) => {
        statements.push(statement);
        tripOf.push(trips.sent());
      }),
    );
    upstream.on(
      'data',
      readiness(() => trips.answered()),
    );
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    connections,
    roundTrips,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
};
