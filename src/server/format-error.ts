/** What leaves as an error: only what is on the list; everything else is logged with the request's id and says no more than that. */
import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Context } from '../context';
import type { Logger } from '../platform/logger';

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

const CONNECTION_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08003',
  '08006',
  '25006',
];

/** Whether an error says that the database could not be reached, rather than that a statement was wrong. */
export const isUnavailable = (error: unknown): boolean => {
  let cause: unknown = error;
  for (let depth = 0; depth < 5 && cause instanceof Error; depth += 1) {
    const { code } = cause as { code?: string };
    if (code && CONNECTION_CODES.includes(code)) return true;
    if (
      /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after/.test(
        cause.message,
      )
    )
      return true;
    cause =
      (cause as { originalError?: unknown }).originalError ??
      (cause as { driverError?: unknown }).driverError ??
      cause.cause;
  }
  return false;
};

/** A value that the caller sent in a form that its type does not have, found while variables or arguments are read. */
const isMalformedValue = (error: unknown): boolean =>
  error instanceof GraphQLError && !error.originalError && error.path === undefined;

const requestIds = new WeakMap<object, string>();

/** Notes the id of its request for each error, for the log and for whoever reads the answer: not every error can be written to. */
export const requestIdPlugin: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue }) => {
      const { requestId } = contextValue.caller;
      if (requestId) for (const error of errors) requestIds.set(error, requestId);
    },
  }),
};

/** What a client sends to the authorization endpoint to be let in (RFC 9470 §4). */
const stepUp = ({ error, acr_values, max_age }: Record<string, unknown>) =>
  error === 'insufficient_user_authentication'
    ? { error, ...(acr_values ? { acr_values } : {}), ...(max_age ? { max_age } : {}) }
    : {};

export const formatError =
  (logger: Logger) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { locations, path, extensions } = formatted;
    // graphql-js guesses at what was meant, also where values of variables are read: the guesses are names of the schema.
    const message = formatted.message.replace(/ ?Did you mean .*\?$/s, '');
    const code = extensions?.['code'] as string | undefined;
    const requestId = error instanceof Object ? requestIds.get(error) : undefined;
    const place = { ...(locations ? { locations } : {}), ...(path ? { path } : {}) };
    if (code && PUBLIC_CODES.includes(code)) return { message, ...place, extensions: { code, ...stepUp(extensions!) } };
    if (code && MALFORMED.includes(code)) return { message, ...place, extensions: { code: 'BAD_USER_INPUT' } };
    if (isUnavailable(error))
      return { message: 'The database cannot be reached; try again.', ...place, extensions: { code: 'UNAVAILABLE' } };
    if (isMalformedValue(error)) return { message, ...place, extensions: { code: 'BAD_USER_INPUT' } };
    logger.error(
      { err: (error as { originalError?: unknown } | null)?.originalError ?? error, requestId, path },
      'a GraphQL operation failed',
    );
    return {
      message: 'Something went wrong here; the log has it under the id of this request.',
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', requestId },
    };
  };
