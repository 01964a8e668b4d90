/** Measures each request and writes its line to the log. Neither has the query string, the address of the client or anything that identifies a person. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from '../platform/logger';
import { httpDuration } from '../platform/metrics';
import type { RequestInfo } from './request';
import { isProbe, routeOf } from './routes';

const METHODS = new Set(['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'PATCH']);
/** nginx's status for a client that left before the answer. */
const CLIENT_LEFT = 499;

/** A request that is being answered. */
export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  info: RequestInfo;
  /** By `performance.now()`. */
  began: number;
}

/** Called when the connection to the client no longer needs the exchange. */
export const observe = ({ request, response, info, began }: Exchange, logger: Logger | null): void => {
  const milliseconds = performance.now() - began;
  const route = routeOf(info.path);
  const method = METHODS.has(request.method!) ? request.method! : 'other';
  const status = response.writableFinished ? response.statusCode : CLIENT_LEFT;
  httpDuration.observe({ route, method, status }, milliseconds / 1_000);
  const level = isProbe(route) ? 'debug' : 'info';
  if (!logger?.isLevelEnabled(level)) return;
  const line = {
    method,
    route,
    status,
    ms: Math.round(milliseconds * 10) / 10,
    requestId: info.id,
    ...(info.applicationId ? { applicationId: info.applicationId } : {}),
  };
  logger[level](line, 'request');
};
