/** `GET /schema.graphql`: the schema as text, for whoever may introspect it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasAnyPermission } from '../core/authority/principal';
import type { UsageRecorder } from '../modules/session';
import type { Database } from '../database/database';
import type { Logger } from '../platform/logger';
import { recordUse, refuseRequest, sendError } from './answer';
import { authenticate } from './authenticate';
import { sendText } from './http';
import type { RequestInfo } from './request';

export const SCHEMA_FILE = '/schema.graphql';

export interface SchemaFileOptions {
  text: string;
  database: Database;
  logger: Logger;
  usage: UsageRecorder;
  resource: string;
  introspection: 'everyone' | 'staff';
}

export const createSchemaFile = ({ text, database, logger, usage, resource, introspection }: SchemaFileOptions) => {
  const handle = async (request: IncomingMessage, response: ServerResponse, info: RequestInfo): Promise<void> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD', 'content-length': 0 }).end();
      return;
    }
    if (introspection === 'staff') {
      const principal = await authenticate(database, request, resource);
      recordUse(usage, principal, info);
      if (principal.kind === 'ANONYMOUS')
        return sendError(response, 401, 'UNAUTHENTICATED', 'The schema is only available to staff. Send a token.', {
          'www-authenticate': 'Bearer',
        });
      if (!hasAnyPermission(principal))
        return sendError(response, 403, 'FORBIDDEN', 'The schema is only available to staff.');
    }
    sendText(response, 200, request.method === 'HEAD' ? '' : text.trimEnd());
  };
  return (request: IncomingMessage, response: ServerResponse, info: RequestInfo): Promise<void> =>
    handle(request, response, info).catch((error: unknown) =>
      refuseRequest(response, error, { logger, requestId: info.id }),
    );
};
