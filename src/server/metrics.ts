/** `GET /metrics` in Prometheus' text format: with a token that has `metrics:read`, or without one on a port of its own (METRICS_PORT). */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { EndpointOptions } from './answer';
import { recordUse, refuseRequest, sendError } from './answer';
import { authenticate } from './authenticate';
import type { Handler } from './http';
import type { RequestInfo } from './request';

export const METRICS = '/metrics';

export interface MetricsText {
  type: string;
  read(): Promise<string>;
}

const send = async (request: IncomingMessage, response: ServerResponse, metrics: MetricsText): Promise<void> => {
  const text = await metrics.read();
  response.writeHead(200, { 'content-type': metrics.type, 'cache-control': 'no-store' });
  response.end(request.method === 'HEAD' ? undefined : text);
};

const isRead = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';
const refuseMethod = (response: ServerResponse): void =>
  void response.writeHead(405, { allow: 'GET, HEAD', 'content-length': 0 }).end();

/** For the service's own port. */
export const createMetrics = (
  metrics: MetricsText,
  { database, logger, usage, resource }: Omit<EndpointOptions, 'services'>,
): Handler => {
  const handle = async (request: IncomingMessage, response: ServerResponse, info: RequestInfo): Promise<void> => {
    if (!isRead(request)) return refuseMethod(response);
    const principal = await authenticate(database, request, resource);
    recordUse(usage, principal, info);
    if (principal.kind === 'ANONYMOUS')
      return sendError(response, 401, 'UNAUTHENTICATED', 'Send a token with the permission metrics:read.', {
        'www-authenticate': 'Bearer',
      });
    if (!principal.permissions.has('metrics:read'))
      return sendError(response, 403, 'FORBIDDEN', 'The token lacks the permission metrics:read.');
    await send(request, response, metrics);
  };
  return (request, response, info) =>
    handle(request, response, info).catch((error: unknown) =>
      refuseRequest(response, error, { logger, requestId: info.id }),
    );
};

/** For METRICS_PORT, which only Prometheus should reach. */
export const createOpenMetrics =
  (metrics: MetricsText): Handler =>
  async (request, response, { path }) => {
    if (path !== METRICS) return void response.writeHead(404, { 'content-length': 0 }).end();
    if (!isRead(request)) return refuseMethod(response);
    await send(request, response, metrics);
  };
