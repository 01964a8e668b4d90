/** The GraphQL endpoint in this process, with everything that a request leaves behind: the answer, log lines, metrics, spans, uses, denials. */
import { Agent, type OutgoingHttpHeaders, request } from 'node:http';
import { createDataSource } from '../../src/app/data-source';
import { composedModules } from '../../src/app/modules';
import { allRules, buildSchema, declarations } from '../../src/app/schema';
import { UsageRecorder } from '../../src/core/usage/usage';
import { Database } from '../../src/database/database';
import { systemClock } from '../../src/platform/clock';
import { createLogger } from '../../src/platform/logger';
import { graphqlFields } from '../../src/platform/metrics';
import { SealingKeys } from '../../src/platform/sealing-keys';
import { setTracer } from '../../src/platform/spans';
import { createGraphql, type GraphqlOptions } from '../../src/server/graphql';
import { HttpServer } from '../../src/server/http';

export interface Sent {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string;
}

export interface Observed {
  status: number;
  /** Names and values as they were sent, except for the date. */
  headers: string[];
  body: string;
  log: unknown[];
  fields: Record<string, number>;
  spans: unknown[];
  uses: string[];
  denials: unknown[];
}

export interface ObservedEndpoint {
  send(sent: Sent): Promise<Observed>;
  stop(): Promise<void>;
}

/** Notes the uses instead of collecting them for the next write, which would change what later requests read. */
class NotedUses extends UsageRecorder {
  noted: string[] = [];
  override token(id: string): void {
    this.noted.push(`token ${id}`);
  }
  override session(id: string): void {
    this.noted.push(`session ${id}`);
  }
  override device(linkId: string): void {
    this.noted.push(`device ${linkId}`);
  }
}

const spans: unknown[] = [];
/** Notes the spans of this process. */
export const noteSpans = (): void => {
  const span = { setAttribute: () => span, setStatus: () => span, end: () => {}, updateName: () => span };
  const tracer = {
    startActiveSpan: (name: string, { attributes }: { attributes: object }, work: (given: object) => unknown) => {
      spans.push({ name, attributes });
      return work(span);
    },
  };
  setTracer(tracer as never, () => undefined);
};

/** The root fields counted since the last reset. */
const fieldCounts = async (): Promise<Record<string, number>> =>
  Object.fromEntries((await graphqlFields.get()).values.map(({ labels, value }) => [JSON.stringify(labels), value]));

export const startObservedEndpoint = async (
  databaseUrl: string,
  publicUrl: string,
  options: Partial<GraphqlOptions>,
): Promise<ObservedEndpoint> => {
  let lines: string[] = [];
  const logger = createLogger('debug', { write: (line) => void lines.push(line) });
  const source = await createDataSource(databaseUrl, 4, logger).initialize();
  const database = Database.of(source);
  const uses = new NotedUses(database, logger, systemClock);
  const http = new HttpServer(logger, () => '192.0.2.1', { observed: { log: true } });
  const graphql = await createGraphql({
    schema: buildSchema(),
    rules: allRules,
    database,
    logger,
    usage: uses,
    resource: `${publicUrl}/graphql`,
    introspection: 'staff',
    services: {
      pushProviders: new Set(),
      canMail: false,
      sealing: new SealingKeys([], null),
      publicUrl,
      clock: systemClock,
      declarations,
      nodes: composedModules.nodes,
    },
    ...options,
  });
  http.serve((message, response, info) => graphql.handle(message, response, info));
  const port = await http.listen('127.0.0.1', 0);
  const agent = new Agent({ keepAlive: true });

  const exchange = ({ method = 'POST', path = '/graphql', headers = {}, body }: Sent) =>
    new Promise<Pick<Observed, 'status' | 'headers' | 'body'>>((resolve, reject) => {
      const sent: OutgoingHttpHeaders = { 'x-request-id': 'request-of-a-test', ...headers };
      const asked = request({ agent, port, host: '127.0.0.1', method, path, headers: sent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode!,
            headers: response.rawHeaders.filter((_, i, all) => all[i - (i % 2)] !== 'Date'),
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      asked.on('error', reject);
      asked.end(body);
    });

  return {
    send: async (sent) => {
      [lines, uses.noted] = [[], []];
      spans.length = 0;
      graphqlFields.reset();
      const answer = await exchange(sent);
      // The line of the request is written once its answer has left.
      while (!lines.some((line) => line.includes('"msg":"request"'))) await new Promise(setImmediate);
      const denials = await database.query(
        `delete from events where type = 'ACCESS_DENIED' returning details, outcome, request_id`,
      );
      return {
        ...answer,
        log: lines.map((line) => ({ ...(JSON.parse(line) as object), time: 0, ms: 0 })),
        fields: await fieldCounts(),
        spans: [...spans],
        uses: uses.noted,
        denials,
      };
    },
    stop: async () => {
      agent.destroy();
      await http.drain({ delayMs: 0, drainMs: 0 });
      await graphql.stop();
      await uses.stop();
      await source.destroy();
    },
  };
};
