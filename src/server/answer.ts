/** What endpoints with a bearer token share: finding the caller, error responses, and recording denials. */
import type { ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';
import type { Context, Services } from '../core/context/context';
import type { Database } from '../database/database';
import { isOutage, OUTAGE_MESSAGE } from '../database/outage';
import { type Caller, recordEvents } from '../core/event/record';
import type { UsageRecorder } from '../modules/session';
import type { Principal } from '../core/authority/principal';
import type { Logger } from '../platform/logger';
import { PROOF_ALGORITHMS } from '../provider/proofs';
import type { RequestInfo } from './request';

export interface EndpointOptions {
  database: Database;
  logger: Logger;
  usage: UsageRecorder;
  /** The resource that tokens must be issued for. */
  resource: string;
  services: Services;
}

export const send = (
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, {
    'content-type': String(response.getHeader('content-type') ?? 'application/json; charset=utf-8'),
    'cache-control': 'no-store',
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
};

const GRAPHQL_RESPONSE = 'application/graphql-response+json';

/** The media type of an answer to a GraphQL request, by its `Accept` header. */
export const graphqlType = (accept: string | undefined): string =>
  `${accept?.includes(GRAPHQL_RESPONSE) ? GRAPHQL_RESPONSE : 'application/json'}; charset=utf-8`;

export const sendError = (
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  headers?: Record<string, string>,
): void => send(response, status, `${JSON.stringify({ errors: [{ message, extensions: { code } }] })}\n`, headers);

export const callerOf = (principal: Principal, info: RequestInfo): Caller => ({
  userId: principal.userId,
  impersonatorId: principal.impersonatorId,
  applicationId: principal.applicationId,
  sessionId: principal.sessionId,
  tokenId: principal.tokenId,
  ip: info.ip,
  userAgent: info.userAgent,
  requestId: info.id,
});

/** Records the use of the token, its session and its device, and for the log which application sent the request. */
export const recordUse = (
  usage: UsageRecorder,
  { tokenId, sessionId, deviceLinkId, applicationId }: Principal,
  info: RequestInfo,
): void => {
  info.applicationId = applicationId;
  if (tokenId) usage.token(tokenId);
  if (sessionId) usage.session(sessionId);
  if (deviceLinkId) usage.device(deviceLinkId);
};

/** Only for staff and services, before the response is sent. */
export const recordDenials = async (
  { database, principal, caller, denials }: Context,
  logger: Logger,
): Promise<void> => {
  if (!principal.isStaff) return;
  await recordEvents(
    database,
    caller,
    denials.take((event) => {
      recordEvents(database, caller, [event]).catch((error: unknown) =>
        logger.error({ err: error, event }, 'a denial could not be recorded'),
      );
    }),
  );
};

/** Handles what an endpoint throws before it has responded: an invalid token, a database outage, or a bug. */
export const refuseRequest = (
  response: ServerResponse,
  error: unknown,
  { logger, requestId }: { logger: Logger; requestId: string },
): void => {
  if (error instanceof GraphQLError && error.extensions['code'] === 'UNAUTHENTICATED')
    return sendError(response, 401, 'UNAUTHENTICATED', error.message, {
      'www-authenticate': `Bearer error="invalid_token", DPoP algs="${PROOF_ALGORITHMS.join(' ')}"`,
    });
  if (error instanceof GraphQLError && error.extensions['code'] === 'INSUFFICIENT_AUTHENTICATION') {
    const { headers } = error.extensions['http'] as { headers: Map<string, string> };
    return sendError(response, 401, 'INSUFFICIENT_AUTHENTICATION', error.message, Object.fromEntries(headers));
  }
  if (!isOutage(error)) throw error;
  logger.warn({ err: error, requestId }, 'a request failed because of a database outage');
  sendError(response, 503, 'UNAVAILABLE', OUTAGE_MESSAGE, { 'retry-after': '1' });
};
