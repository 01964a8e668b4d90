/**
 * A reverse proxy as plain as they come: it keeps its connections to the upstreams, takes them in turn, and asks the next one only if a connection
 * is refused. It knows no health checks, and whatever else goes wrong is a lost request.
 */
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PlainProxy {
  url: string;
  /** What went wrong on the way to an upstream, other than a refused connection. */
  lost: string[];
  stop(): Promise<void>;
}

export const startPlainProxy = async (ports: number[]): Promise<PlainProxy> => {
  const upstreams = ports.map((port) => ({ port, agent: new Agent({ keepAlive: true, maxSockets: 64 }) }));
  const lost: string[] = [];
  let turn = 0;
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const first = (turn += 1);
    for (const again of upstreams.keys()) {
      const { port, agent } = upstreams[(first + again) % upstreams.length]!;
      const { method, url, headers } = incoming;
      const answer = await new Promise<IncomingMessage | NodeJS.ErrnoException>((resolve) =>
        request({ host: '127.0.0.1', port, agent, method, path: url, headers }, resolve)
          .once('error', resolve)
          .end(Buffer.concat(chunks)),
      );
      if ('headers' in answer) {
        const body: Buffer[] = [];
        for await (const chunk of answer) body.push(chunk as Buffer);
        const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...kept } = answer.headers;
        return outgoing.writeHead(answer.statusCode!, kept).end(Buffer.concat(body));
      }
      if (answer.code === 'ECONNREFUSED') continue;
      lost.push(answer.code ?? answer.message);
      break;
    }
    outgoing.writeHead(502).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lost,
    stop: async () => {
      for (const { agent } of upstreams) agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
