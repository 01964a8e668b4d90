/** Two processes on one database: one answers checks of tokens before the library, the other lets the library answer all. And requests as they are on the wire. */
import { request } from 'node:http';
import path from 'node:path';
import { type Service, type ServiceOptions, startService } from './service';

export const withoutChecks = (): Record<string, string> => ({
  CASTELLAN_BUILD: process.env.CASTELLAN_BUILD!,
  NODE_OPTIONS: `--require ${path.join(__dirname, 'without-checks.js')}`,
});

export interface Ways {
  fast: Service;
  library: Service;
  stop(): Promise<void>;
}

export const startWays = async ({ env = {} }: ServiceOptions = {}): Promise<Ways> => {
  const fast = await startService({ env, alone: true });
  const { PORT: _, ...rest } = env;
  const library = await startService({ beside: fast, env: { ...rest, ...withoutChecks() }, alone: true });
  return {
    fast,
    library,
    stop: async () => {
      await library.stop();
      await fast.stop();
    },
  };
};

export interface WireRequest {
  path: string;
  method?: string;
  /** As pairs, so that one can be there twice. */
  headers?: [string, string][];
  body?: string | Buffer;
  /** Without a length. */
  chunked?: boolean;
}

export interface WireAnswer {
  status: string;
  /** All but the date, in the order in which they were sent. */
  headers: string[];
  body: string;
}

/** `base` is the path of PUBLIC_URL. */
export const send = (
  { address }: Pick<Service, 'address'>,
  base: string,
  { path: at, method = 'POST', headers = [], body, chunked = false }: WireRequest,
): Promise<WireAnswer> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address);
    const host: [string, string] = ['host', 'id.example.com'];
    const length = body === undefined ? [] : [['content-length', String(Buffer.byteLength(body))]];
    const sized = chunked ? [['transfer-encoding', 'chunked']] : length;
    const pairs = [host, ['x-request-id', 'the-same-request'], ...headers, ...sized] as [string, string][];
    const asked = request(
      { hostname, port, path: base + at, method, headers: pairs.flat() as never, agent: false },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const lines = answer.rawHeaders.flatMap((name, i) =>
            i % 2 === 0 && name.toLowerCase() !== 'date' ? [`${name}: ${answer.rawHeaders[i + 1]}`] : [],
          );
          const status = `${answer.statusCode} ${answer.statusMessage}`;
          resolve({ status, headers: lines, body: Buffer.concat(chunks).toString('latin1') });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
