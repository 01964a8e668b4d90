/** Sends a document with `fetch`. */
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { CastellanError, type ResponseError } from './error.js';

/** Variables may be left out if none of them is required. */
type VariablesOf<Variables> =
  Record<string, never> extends Variables ? [variables?: Variables] : [variables: Variables];

/**
 * The data of a query or mutation. Throws a `CastellanError` if the response has errors; refusals of mutations are in their payload. `token` is
 * the access token, or null.
 */
export const request = async <Result, Variables extends Record<string, unknown>>(
  url: string,
  token: string | null,
  document: TypedDocumentNode<Result, Variables>,
  ...[variables]: VariablesOf<Variables>
): Promise<Result> => {
  const { text } = (document as unknown as { __meta__: { text: string } }).__meta__;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'application/graphql-response+json, application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query: text, variables }),
  });
  const { status } = response;
  const answer = (await response.json().catch(() => null)) as { data?: Result; errors?: ResponseError[] } | null;
  const [first] = answer?.errors ?? [];
  if (answer && first) {
    const { code, argument } = first.extensions;
    throw new CastellanError(first.message, { code, argument, status, errors: answer.errors!, data: answer.data });
  }
  if (!answer?.data)
    throw new CastellanError(`The response is not one of GraphQL: HTTP status ${status}.`, {
      code: 'UNAVAILABLE',
      status,
    });
  return answer.data;
};
