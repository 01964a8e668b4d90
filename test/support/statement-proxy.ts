/** Stands between a service and PostgreSQL and reads the statements that pass, connection by connection. */
import { createServer, connect, type AddressInfo } from 'node:net';

export interface StatementProxy {
  url: string;
  /** The statements of each connection so far, in order. */
  connections: string[][];
  stop(): Promise<void>;
}

const text = (message: Buffer, from: number): string => message.toString('utf8', from, message.indexOf(0, from));

/** Reads the frontend's messages (PostgreSQL protocol 3): Query carries SQL, Parse gives it a name, and Bind runs it by that name. */
const reader = (statements: string[]) => {
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
      else if (message[0] === 0x51) statements.push(message.toString('utf8', 5, length - 1));
      else if (message[0] === 0x50) prepared.set(text(message, 5), text(message, message.indexOf(0, 5) + 1));
      else if (message[0] === 0x42) statements.push(prepared.get(text(message, message.indexOf(0, 5) + 1)) ?? '');
    }
  };
};

export const startStatementProxy = async (databaseUrl: string): Promise<StatementProxy> => {
  const target = new URL(databaseUrl);
  const connections: string[][] = [];
  const sockets = new Set<{ destroy(): unknown }>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port || 5432), target.hostname);
    const statements: string[] = [];
    connections.push(statements);
    const read = reader(statements);
    client.on('data', read);
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
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((done) => server.close(done));
    },
  };
};
