/** The GraphQL endpoint: Apollo Server on our own HTTP server, with limits, denials as events, and allow-listed errors. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type GraphQLSchema, NoSchemaIntrospectionCustomRule, validate } from 'graphql';
import { createContext, type Context, type Services } from '../core/context/context';
import { hasAnyPermission } from '../core/authority/principal';
import type { Database } from '../database/database';
import type { UsageRecorder } from '../modules/session';
import type { FieldRules } from '../schema/rules';
import type { Logger } from '../platform/logger';
import { badOperation } from '../schema/errors';
import { authenticate } from './authenticate';
import { createDocumentStore } from './documents';
import { createExecute, gatewayOf, type RequestContext } from './execute';
import { formatError, originPlugin } from './format-error';
import { KnownOperations } from './known-operations';
import { KnownPath } from './known-path';
import { limitsPlugin, parseLimits } from './limits';
import { longQueries } from './long-queries';
import { operationMetrics } from './operation-metrics';
import { callerOf, graphqlType, recordDenials, refuseRequest, send, sendError, recordUse } from './answer';
import { refusals } from './refuse';
import type { RequestInfo } from './request';

const KIB = 1_024;
/** For all callers. */
const MAX_BODY = 100 * KIB;
/** For authenticated callers, whose variables may contain lists of ten thousand ids. The document itself must fit into `MAX_BODY`. */
const MAX_SIGNED_IN_BODY = 512 * KIB;
const MAX_DISCARDED = 16 * 1_024 * 1_024;

export interface GraphqlOptions {
  schema: GraphQLSchema;
  rules: FieldRules;
  database: Database;
  logger: Logger;
  usage: UsageRecorder;
  /** The address of this endpoint: the resource that tokens are issued for. */
  resource: string;
  introspection: 'everyone' | 'staff';
  services: Services;
  /** Without it, Apollo answers every request. It can only be left out to compare the answers. */
  withoutKnownPathForComparison?: boolean;
}

/**
 * The body as text, or null if it is too large. The rest is read and discarded, up to a limit: a client that is still sending when its
 * connection closes would see a broken pipe instead of the response.
 */
const readBody = (request: IncomingMessage, max: number): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= max) chunks.push(chunk);
      else resolve(null);
      if (size > MAX_DISCARDED) request.destroy();
    });
    request.on('end', () => resolve((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString('utf8')));
    request.on('error', reject);
  });

const MAX_NESTING = 100;

/** Deeply nested values would overflow the stack of recursive code. */
const isShallow = (value: unknown, left = MAX_NESTING): boolean =>
  value === null ||
  typeof value !== 'object' ||
  (left > 0 && Object.values(value).every((item) => isShallow(item, left - 1)));

export const createGraphql = async (options: GraphqlOptions) => {
  const { schema, database, logger, usage, resource } = options;
  const knowsSchema = (context: Context): boolean =>
    options.introspection === 'everyone' || hasAnyPermission(context.principal);
  const operations = new KnownOperations(schema);
  const execute = createExecute(schema, (asked, context) => refusals(asked, options.rules, context));
  const knownPath = options.withoutKnownPathForComparison ? null : new KnownPath(operations, execute);
  const apollo = new ApolloServer<RequestContext>({
    gateway: gatewayOf(schema, operations, execute),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    parseOptions: parseLimits,
    documentStore: createDocumentStore(),
    maxRecursiveSelections: 2_000,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    formatError: formatError({ schema, logger, knowsSchema }),
    stopOnTerminationSignals: false,
    plugins: [
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      originPlugin,
      limitsPlugin,
      longQueries,
      operationMetrics,
      ...(options.introspection === 'staff' ? [introspectionForStaff] : []),
    ],
  });
  await apollo.start();

  const answer = async (request: IncomingMessage, body: unknown, info: RequestInfo, context: RequestContext) => {
    const { accept } = request.headers;
    const known = await knownPath?.answer(body, accept, context);
    if (known) return { status: 200, text: known.text, headers: { 'content-type': known.contentType } };
    const headers = new HeaderMap();
    for (const [name, value] of Object.entries(request.headers))
      if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
    // Browsers do not send an Authorization header across sites without a preflight, so a GET query that has one was not forged.
    if (request.method === 'GET' && context.principal.tokenId) headers.set('apollo-require-preflight', 'authorization');
    const result = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: request.method!, headers, search: info.search, body },
      context: async () => context,
    });
    if (!result.status) knownPath?.rememberType(accept, result.headers.get('content-type'));
    const text = result.body.kind === 'complete' ? result.body.string : '';
    return { status: result.status ?? 200, text, headers: Object.fromEntries(result.headers) };
  };

  const handle = async (request: IncomingMessage, response: ServerResponse, info: RequestInfo): Promise<void> => {
    response.setHeader('content-type', graphqlType(request.headers.accept));
    if (request.headers['content-encoding'])
      return sendError(response, 415, 'BAD_USER_INPUT', 'The body must not have a content encoding.');
    // The caller is looked up after the whole request has arrived, since they may be revoked while a slow body is being received.
    const most = request.headers.authorization === undefined ? MAX_BODY : MAX_SIGNED_IN_BODY;
    const sent = request.method === 'POST' ? await readBody(request, most) : '';
    const principal = await authenticate(database, request, resource);
    recordUse(usage, principal, info);

    let body: unknown = undefined;
    if (request.method === 'POST') {
      const max = principal.tokenId ? MAX_SIGNED_IN_BODY : MAX_BODY;
      if (sent === null || Buffer.byteLength(sent) > max)
        return sendError(response, 413, 'BAD_USER_INPUT', `The body can have at most ${max} bytes.`);
      // Bodies of other types reach Apollo unread; its CSRF prevention responds.
      if (/^application\/(graphql-response\+)?json\b/i.test(request.headers['content-type'] ?? '')) {
        try {
          body = JSON.parse(sent);
        } catch {
          return sendError(response, 400, 'BAD_USER_INPUT', 'The body is not valid JSON.');
        }
        const { query } = (body ?? {}) as { query?: unknown };
        if (typeof query === 'string' && query.length > MAX_BODY)
          return sendError(response, 413, 'BAD_USER_INPUT', `The query can have at most ${MAX_BODY} characters.`);
        if (!isShallow(body))
          return sendError(response, 400, 'BAD_USER_INPUT', `The body is nested more than ${MAX_NESTING} levels deep.`);
      }
    }

    const context: RequestContext = createContext(database, principal, callerOf(principal, info), options.services);
    const { status, text, headers } = await answer(request, body, info, context).finally(() =>
      recordDenials(context, logger),
    );
    send(response, status, text, headers);
  };

  return {
    stop: () => apollo.stop(),
    handle: async (request: IncomingMessage, response: ServerResponse, info: RequestInfo): Promise<void> => {
      await handle(request, response, info).catch((error: unknown) =>
        refuseRequest(response, error, { logger, requestId: info.id }),
      );
    },
  };
};

/** Refuses introspection to callers without permissions. */
const introspectionForStaff: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ document, schema, contextValue }) => {
      if (
        !hasAnyPermission(contextValue.principal) &&
        validate(schema, document, [NoSchemaIntrospectionCustomRule]).length > 0
      )
        throw badOperation('Introspection is only available to staff.');
    },
  }),
};
