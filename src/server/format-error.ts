/**
 * Formats errors: only allow-listed errors are returned. Everything else is logged with the request id and reported without details. No message
 * repeats a submitted value.
 */
import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Context } from '../core/context/context';
import { isOutage, OUTAGE_MESSAGE } from '../database/outage';
import type { Logger } from '../platform/logger';
import type { RequestContext } from './execute';
import { argumentOf, isAboutValue, withoutLiterals } from './input-errors';
import { type SentRequest, withoutSchemaNames } from './schema-names';

export const PUBLIC_CODES = [
  'UNAUTHENTICATED',
  'INSUFFICIENT_AUTHENTICATION',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'UNAVAILABLE',
];
/** Apollo's messages for malformed requests. */
const MALFORMED = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'PERSISTED_QUERY_NOT_FOUND',
];

/** Whether the error is about a value that does not match its type, found while reading variables or arguments. */
const isMalformedValue = (error: unknown): boolean => {
  if (!(error instanceof GraphQLError)) return false;
  if (error.path === undefined) return !error.originalError;
  return error.originalError instanceof GraphQLError && isAboutValue(error);
};

/** The request an error comes from. Stored separately, because some errors are frozen. */
interface Origin {
  context: Context;
  document: DocumentNode | undefined;
  sent: SentRequest;
  /** What has already been logged. */
  logged: Set<unknown>;
}
const origins = new WeakMap<object, Origin>();

/** Records for each error which request it comes from. */
export const originPlugin: ApolloServerPlugin<RequestContext> = {
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue, document, request }) => {
      const origin = {
        context: contextValue,
        document: contextValue.executed?.document ?? document,
        sent: request,
        logged: new Set(),
      };
      for (const error of errors) origins.set(error, origin);
    },
  }),
};

/** The parameters a client sends to the authorization endpoint for step-up (RFC 9470 section 4). */
const stepUp = ({ error, acr_values, max_age }: Record<string, unknown>) =>
  error === 'insufficient_user_authentication'
    ? { error, ...(acr_values ? { acr_values } : {}), ...(max_age ? { max_age } : {}) }
    : {};

/** The original error, however often it was wrapped. */
const rootOf = (error: unknown): unknown => {
  const { originalError } = (error ?? {}) as { originalError?: unknown };
  return originalError ? rootOf(originalError) : error;
};

export interface FormatOptions {
  schema: GraphQLSchema;
  logger: Logger;
  /** Whether the caller may see schema names that they did not send. */
  knowsSchema: (context: Context) => boolean;
}

export const formatError =
  ({ schema, logger, knowsSchema }: FormatOptions) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { locations, path, extensions } = formatted;
    const code = extensions?.['code'] as string | undefined;
    const origin = error instanceof Object ? origins.get(error) : undefined;
    const requestId = origin?.context.caller.requestId ?? undefined;
    const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
    /** Logs each error of a request at most once, and an outage once for all errors it causes. */
    const log = (level: 'warn' | 'error', what: unknown, message: string) => {
      if (origin?.logged.has(what)) return;
      origin?.logged.add(what);
      logger[level]({ err: rootOf(error), requestId, path }, message);
    };
    /** An error about an invalid request. */
    const invalid = (): GraphQLFormattedError => {
      const argument = extensions?.['argument'] ?? argumentOf(origin?.document, error);
      return {
        message: messageFor(),
        ...place,
        extensions: { code: 'BAD_USER_INPUT', ...(argument ? { argument } : {}) },
      };
    };
    /** The message for an invalid request. */
    const messageFor = (): string => {
      const plain =
        error instanceof GraphQLError ? withoutLiterals(schema, origin?.document, error) : formatted.message;
      // graphql-js suggests names, which would reveal the schema.
      const message = plain.replace(/ ?Did you mean .*\?$/s, '');
      return !origin || knowsSchema(origin.context) ? message : withoutSchemaNames(message, error, origin.sent);
    };

    if (code === 'BAD_USER_INPUT') return invalid();
    if (code && PUBLIC_CODES.includes(code))
      return { message: formatted.message, ...place, extensions: { code, ...stepUp(extensions!) } };
    if ((code && MALFORMED.includes(code)) || isMalformedValue(error)) return invalid();
    if (isOutage(error)) {
      log('warn', OUTAGE_MESSAGE, 'a GraphQL operation failed because of a database outage');
      return { message: OUTAGE_MESSAGE, ...place, extensions: { code: 'UNAVAILABLE' } };
    }
    log('error', rootOf(error), 'a GraphQL operation failed');
    return {
      message: 'Internal server error. The log has details under the id of this request.',
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    };
  };
