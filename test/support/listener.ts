/** Real listeners on the loopback that stand where push services are: they keep what reached them and answer as told. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createSecureServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface Received {
  path: string;
  headers: Record<string, string>;
  body: string;
}
export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** Never answers. */
  hangs?: boolean;
}
export interface Listener {
  url: string;
  received: Received[];
  /** What it answers from now on. */
  reply(how: Reply | ((received: Received) => Reply)): void;
  stop(): Promise<void>;
}
export interface SecureListener extends Listener {
  certificate: string;
  connections: ServerHttp2Session[];
}

const textOf = (headers: NodeJS.Dict<string | string[]>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));

export const listen = async (): Promise<Listener> => {
  const received: Received[] = [];
  let how: Reply | ((received: Received) => Reply) = { status: 200 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { path: request.url!, headers: textOf(request.headers), body: Buffer.concat(chunks).toString() };
      received.push(one);
      const { status, headers, body, hangs } = typeof how === 'function' ? how(one) : how;
      if (!hangs) response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    reply: (next) => void (how = next),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

/** With a certificate of its own, valid for localhost, that the test has to trust. */
export const listenSecurely = async (): Promise<SecureListener> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'castellan-tls-'));
  const [keyFile, certificateFile] = [path.join(directory, 'key.pem'), path.join(directory, 'certificate.pem')];
  const options = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost';
  execFileSync(
    'openssl',
    [...options.split(' '), '-addext', 'subjectAltName=DNS:localhost', '-keyout', keyFile, '-out', certificateFile],
    { stdio: 'ignore' },
  );
  const [key, certificate] = [keyFile, certificateFile].map((file) => readFileSync(file, 'utf8')) as [string, string];
  rmSync(directory, { recursive: true });

  const received: Received[] = [];
  const connections: ServerHttp2Session[] = [];
  let how: Reply | ((received: Received) => Reply) = { status: 200 };
  const server = createSecureServer({ key, cert: certificate });
  server.on('session', (session) => connections.push(session));
  server.on('stream', (stream, headers) => {
    let body = '';
    stream.setEncoding('utf8');
    stream.on('error', () => {});
    stream.on('data', (chunk: string) => (body += chunk));
    stream.on('end', () => {
      const one = { path: headers[':path']!, headers: textOf(headers), body };
      received.push(one);
      const { status, headers: more, body: text, hangs } = typeof how === 'function' ? how(one) : how;
      if (hangs) return;
      stream.respond({ ':status': status, ...more });
      stream.end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    certificate,
    received,
    connections,
    reply: (next) => void (how = next),
    stop: async () => {
      for (const session of connections) session.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
