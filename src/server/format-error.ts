/**
 * What leaves as an error: only what is on the list. Everything else is logged with the request's id and says no more than that; and no
 * message repeats a value that was sent.
 */
import type { ApolloServerPlugin } from '@apollo/server';
import { type DocumentNode, GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Context } from '../core/context/context';
import { isOutage, OUTAGE } from '../database/outage';
import type { Logger } from '../platform/logger';
import { isAboutValue, withoutLiterals } from './input-errors';
import { type Sent, withoutSchemaNames } from './schema-names';

export const PUBLIC_CODES = [
  'UNAUTHENTICATED',
  'INSUFFICIENT_AUTHENTICATION',
  'FORBIDDEN',
  'BAD_USER_INPUT',
  'UNAVAILABLE',
];
/** Apollo's own words for requests that are malformed. */
const MALFORMED = [
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_REQUEST',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_SUPPORTED',
  'PERSISTED_QUERY_NOT_FOUND',
];

/** A value that the caller sent in a form that its type does not have, found while variables or arguments are read. */
const isMalformedValue = (error: unknown): boolean => {
  if (!(error instanceof GraphQLError)) return false;
  if (error.path === undefined) return !error.originalError;
  return error.originalError instanceof GraphQLError && isAboutValue(error);
};

/** What is known of the request that an error comes from; not every error can be written to. */
interface Origin {
  context: Context;
  document: DocumentNode | undefined;
  sent: Sent;
  /** What has been logged of it already. */
  logged: Set<unknown>;
}
const origins = new WeakMap<object, Origin>();

/** Notes for each error the request that it comes from. */
export const originPlugin: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue, document, request }) => {
      const origin = { context: contextValue, document, sent: request, logged: new Set() };
      for (const error of errors) origins.set(error, origin);
    },
  }),
};

/** What a client sends to the authorization endpoint to be let in (RFC 9470 §4). */
const stepUp = ({ error, acr_values, max_age }: Record<string, unknown>) =>
  error === 'insufficient_user_authentication'
    ? { error, ...(acr_values ? { acr_values } : {}), ...(max_age ? { max_age } : {}) }
    : {};

/** The fault that an error was made of, however many errors were made of it. */
const rootOf = (error: unknown): unknown => {
  const { originalError } = (error ?? {}) as { originalError?: unknown };
  return originalError ? rootOf(originalError) : error;
};

export interface FormatOptions {
  schema: GraphQLSchema;
  logger: Logger;
  /** Who may be told names of the schema that they did not send. */
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
    /** At most once for each fault of a request, and once for all that an outage does to it. */
    const log = (level: 'warn' | 'error', what: unknown, message: string) => {
      if (origin?.logged.has(what)) return;
      origin?.logged.add(what);
      logger[level]({ err: rootOf(error), requestId, path }, message);
    };
    /** Of a request that is wrong. */
    const told = (): string => {
      const plain =
        error instanceof GraphQLError ? withoutLiterals(schema, origin?.document, error) : formatted.message;
      // graphql-js guesses at what was meant: the guesses are names of the schema.
      const message = plain.replace(/ ?Did you mean .*\?$/s, '');
      return !origin || knowsSchema(origin.context) ? message : withoutSchemaNames(message, error, origin.sent);
    };

    if (code === 'BAD_USER_INPUT') return { message: told(), ...place, extensions: { code } };
    if (code && PUBLIC_CODES.includes(code))
      return { message: formatted.message, ...place, extensions: { code, ...stepUp(extensions!) } };
    if ((code && MALFORMED.includes(code)) || isMalformedValue(error))
      return { message: told(), ...place, extensions: { code: 'BAD_USER_INPUT' } };
    if (isOutage(error)) {
      log('warn', OUTAGE, 'the database could not serve a GraphQL operation');
      return { message: OUTAGE, ...place, extensions: { code: 'UNAVAILABLE' } };
    }
    log('error', rootOf(error), 'a GraphQL operation failed');
    return {
      message: 'Something went wrong here; the log has it under the id of this request.',
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    };
  };
