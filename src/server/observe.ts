/** Measures each request and writes its line to the log. Neither has the query string, the address of the client or anything that identifies a person. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../platform/logger';
import { httpDuration, httpInFlight } from '../platform/metrics';
import type { RequestInfo } from './request';
import { isProbe, routeOf } from './routes';

const METHODS = new Set(['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH']);
/** nginx's status for a client that left before the answer. */
const CLIENT_LEFT = 499;

export const observe = (
  request: IncomingMessage,
  response: ServerResponse,
  info: RequestInfo,
  logger: Logger | null,
): void => {
  const began = performance.now();
  httpInFlight.inc();
  response.once('close', () => {
    const milliseconds = performance.now() - began;
    httpInFlight.dec();
    const route = routeOf(info.path);
    const method = METHODS.has(request.method!) ? request.method! : 'other';
    const status = response.writableFinished ? response.statusCode : CLIENT_LEFT;
    httpDuration.observe({ route, method, status }, milliseconds / 1_000);
    if (!logger) return;
    const line = {
      method,
      route,
      status,
      ms: Math.round(milliseconds * 10) / 10,
      requestId: info.id,
      ...(info.applicationId ? { applicationId: info.applicationId } : {}),
    };
    if (isProbe(route)) logger.debug(line, 'request');
    else logger.info(line, 'request');
  });
};
