/**
 * Errors. A `Refusal` is an expected outcome of a mutation: it rolls back the transaction and is returned in the payload's `errors`. A
 * `RequestError` is a top-level GraphQL error from the short list in SPEC section 7. Anything else that is thrown is a bug or an outage.
 */
import { GraphQLError } from 'graphql';
import { Field, InterfaceType, ObjectType } from 'type-graphql';
import { ErrorCode, type RequestErrorCode } from './enums';
import type { Permission } from './permissions';
import type { RefusalReason } from './refusal-reason';

@InterfaceType('MutationError', {
  description: 'Why a mutation was refused. Nothing was changed.',
  resolveType: (error: { __typename: string }) => error.__typename,
})
export abstract class MutationError {
  @Field(() => ErrorCode, { description: 'Machine-readable error code.' })
  code: ErrorCode;

  @Field({ description: 'Human-readable message: what is wrong and how to fix it.' })
  message: string;

  @Field(() => [String], { nullable: true, description: 'The input field that caused the error.' })
  path: string[] | null;
}

@ObjectType('OperationRefused', {
  implements: MutationError,
  simpleResolvers: true,
  description: 'A refusal with no details beyond `code`, `message` and `path`.',
})
export class OperationRefused extends MutationError {}

export class Refusal extends Error {
  /** What pages say about it, in their languages. */
  reason: RefusalReason | null = null;

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly path: string[] | null = null,
    /** The GraphQL type of the error and the fields it adds to the interface. */
    private readonly shownAs: { __typename: string } & Record<string, unknown> = { __typename: 'OperationRefused' },
  ) {
    super(message);
  }

  because(reason: RefusalReason): this {
    this.reason = reason;
    return this;
  }

  /** The error as a plain object for the payload; an `Error` in a result would fail the field. */
  asValue(): MutationError {
    const { code, message, path, shownAs } = this;
    return { code, message, path, ...shownAs };
  }
}

/** Throws the refusal that a check returned, if any. */
export const enforce = (refusal: Refusal | RequestError | null): void => {
  if (refusal) throw refusal;
};

export const notFound = (what: string, field: string): Refusal =>
  new Refusal('NOT_FOUND', `${what.charAt(0).toUpperCase()}${what.slice(1)} not found, or you do not have access.`, [
    'input',
    field,
  ]);
/** Like `notFound`, for an object the caller cannot reach. The missing permission goes to the audit trail only. */
export const notFoundWithoutPermission = (what: string, field: string, needs: Permission): Refusal =>
  Object.assign(notFound(what, field), { needs });
export const invalidInput = (field: string, message: string): Refusal =>
  new Refusal('INVALID_INPUT', message, ['input', field]);
/** For accounts of the service itself and everything that belongs to them. */
export const internalAccountRefusal = (path: string[] | null = null): Refusal =>
  new Refusal(
    'INVALID_STATE',
    'This account belongs to the service itself and cannot be changed through the API.',
    path,
  );
export const conflict = (field: string, message: string): Refusal => new Refusal('CONFLICT', message, ['input', field]);

export class RequestError extends GraphQLError {
  constructor(
    code: RequestErrorCode,
    message: string,
    /** The path to the invalid value, from the argument on. */
    readonly argument: string[] | null = null,
  ) {
    super(message, { extensions: { code, ...(argument ? { argument } : {}) } });
  }
}

/** A request error about a value, as a refusal: mutations return these as values. Null for any other error. */
export const asRefusal = (error: unknown): Refusal | null => {
  if (error instanceof Refusal) return error;
  if (!(error instanceof RequestError) || !error.argument) return null;
  return new Refusal('INVALID_INPUT', error.message, ['input', ...error.argument]);
};

export const unauthenticated = () =>
  new RequestError('UNAUTHENTICATED', 'Authentication required: send a valid access token.');
/** RFC 9470 section 3: the token is valid, but the user's sign-in is not strong or recent enough. */
export const insufficientAuthentication = (asked: { acr_values?: string; max_age?: number }) => {
  const needs = [
    ...(asked.acr_values ? ['with a second factor'] : []),
    ...(asked.max_age ? [`no more than ${asked.max_age} seconds ago`] : []),
  ];
  const challenge = Object.entries(asked).map(([name, value]) => `, ${name}="${value}"`);
  const header = `Bearer error="insufficient_user_authentication"${challenge.join('')}`;
  return new GraphQLError(`Sign in again: this operation requires a sign-in ${needs.join(' and ') || 'of your own'}.`, {
    extensions: {
      code: 'INSUFFICIENT_AUTHENTICATION',
      ...{ error: 'insufficient_user_authentication', ...asked },
      http: { status: 401, headers: new Map([['www-authenticate', header]]) },
    },
  });
};
export const forbidden = () => new RequestError('FORBIDDEN', 'You do not have permission to do this.');
export const forbiddenDuringImpersonation = () =>
  new RequestError('FORBIDDEN', 'You cannot do this while impersonating a user. End the impersonation first.');
/** A mutation received a value that the caller may not set. The missing permission goes to the audit trail only. */
export const forbiddenFor = (needs: string) => Object.assign(forbidden(), { needs });
/** `argument`: the path to the value, for example `['filter', 'search']`. */
export const badInput = (message: string, argument: string[]) => new RequestError('BAD_USER_INPUT', message, argument);
/** A `badInput` for a request that was rejected before execution; the response has status 400. */
export const badOperation = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
