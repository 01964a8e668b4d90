/**
 * Errors. A `Refusal` is an expected outcome of a mutation: it rolls its transaction back and is returned in the payload's `errors`.
 * A `RequestError` is a top-level GraphQL error from the short list of SPEC section 7; anything else that is thrown is a fault.
 */
import { GraphQLError } from 'graphql';
import { Field, InterfaceType, ObjectType } from 'type-graphql';
import { ErrorCode } from './enums';
import type { Permission } from './permissions';

@InterfaceType('MutationError', {
  description: 'Why a mutation was not carried out; nothing was changed.',
  resolveType: (error: { __typename: string }) => error.__typename,
})
export abstract class MutationError {
  @Field(() => ErrorCode, { description: 'The kind of refusal, for programs.' })
  code: ErrorCode;

  @Field({ description: 'What is wrong and what to do, for people.' })
  message: string;

  @Field(() => [String], { nullable: true, description: 'The input field that it is about.' })
  path: string[] | null;
}

@ObjectType('OperationRefused', {
  implements: MutationError,
  simpleResolvers: true,
  description: 'A refusal that `code`, `message` and `path` say all about.',
})
export class OperationRefused extends MutationError {}

export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly path: string[] | null = null,
    /** The GraphQL type that it is shown as, and what that type has beyond the interface. */
    private readonly shownAs: { __typename: string } & Record<string, unknown> = { __typename: 'OperationRefused' },
  ) {
    super(message);
  }

  /** As a payload's error: a plain object, since an Error in a result would fail the field. */
  asValue(): MutationError {
    const { code, message, path, shownAs } = this;
    return { code, message, path, ...shownAs };
  }
}

/** Throws what a check came to, if it came to a refusal. */
export const enforce = (refusal: Refusal | RequestError | null): void => {
  if (refusal) throw refusal;
};

export const notFound = (what: string, field: string): Refusal =>
  new Refusal('NOT_FOUND', `There is no such ${what}, or you may not see it.`, ['input', field]);
/** The same of a row that is out of the caller's reach: what reaching it would need is for the audit trail alone. */
export const outOfReach = (what: string, field: string, needs: Permission): Refusal =>
  Object.assign(notFound(what, field), { needs });
export const invalidInput = (field: string, message: string): Refusal =>
  new Refusal('INVALID_INPUT', message, ['input', field]);
/** Of an account of the service itself, and of whatever is such an account's. */
export const untouchable = (path: string[] | null = null): Refusal =>
  new Refusal(
    'INVALID_STATE',
    'This account belongs to the service itself and cannot be changed through the API.',
    path,
  );
export const conflict = (field: string, message: string): Refusal => new Refusal('CONFLICT', message, ['input', field]);

export type RequestErrorCode = 'UNAUTHENTICATED' | 'FORBIDDEN' | 'BAD_USER_INPUT' | 'UNAVAILABLE';

export class RequestError extends GraphQLError {
  constructor(code: RequestErrorCode, message: string) {
    super(message, { extensions: { code } });
  }
}

export const unauthenticated = () => new RequestError('UNAUTHENTICATED', 'Sign in: this needs a valid access token.');
/** RFC 9470 §3: the token is good, and how its user signed in is not good enough for this. */
export const insufficientAuthentication = (asked: { acr_values?: string; max_age?: number }) => {
  const needs = [
    ...(asked.acr_values ? ['with a second factor'] : []),
    ...(asked.max_age ? [`no more than ${asked.max_age} seconds ago`] : []),
  ];
  const challenge = Object.entries(asked).map(([name, value]) => `, ${name}="${value}"`);
  const header = `Bearer error="insufficient_user_authentication"${challenge.join('')}`;
  return new GraphQLError(`Sign in again: this needs a sign-in ${needs.join(' and ') || 'of your own'}.`, {
    extensions: {
      code: 'INSUFFICIENT_AUTHENTICATION',
      ...{ error: 'insufficient_user_authentication', ...asked },
      http: { status: 401, headers: new Map([['www-authenticate', header]]) },
    },
  });
};
export const forbidden = () => new RequestError('FORBIDDEN', 'You are not allowed to do this.');
export const forbiddenInPlace = () =>
  new RequestError('FORBIDDEN', 'Nobody can do this in the place of another; end the impersonation first.');
/** The same of a value that the caller may not give, found by a mutation: what it would need is for the audit trail alone. */
export const forbiddenFor = (needs: string) => Object.assign(forbidden(), { needs });
export const badInput = (message: string) => new RequestError('BAD_USER_INPUT', message);
/** The same of an operation of which nothing was executed: the answer's status is 400. */
export const badOperation = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
