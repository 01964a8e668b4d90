/** Sends one operation to the service with the token of the signed-in user. */
import type { Fetcher } from '@graphiql/toolkit';
import { type Viewer, WHO_AM_I } from '../examples/own';
import { accessToken, ended } from './session';
import { settings } from './settings';
import { addToHistory } from './storage';

interface Answer {
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

export const fetcher: Fetcher = (operation, options) => {
  if (operation.operationName !== 'IntrospectionQuery') addToHistory(operation.query);
  return send({ ...operation }, options?.headers) as ReturnType<Fetcher>;
};

export async function whoAmI(): Promise<Viewer | undefined> {
  const { data } = await send({ query: WHO_AM_I });
  return (data?.viewer as Viewer | null | undefined) ?? undefined;
}

async function send(operation: Record<string, unknown>, headers?: Record<string, unknown>): Promise<Answer> {
  const token = accessToken();
  let response: Response;
  try {
    response = await fetch(settings.graphql, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        ...(token && { authorization: `Bearer ${token}` }),
        ...(headers as Record<string, string>),
      },
      body: JSON.stringify(operation),
      credentials: 'omit',
    });
  } catch {
    return failure('Could not reach the service. Is it still running?');
  }
  const answer = (await response.json().catch(() => undefined)) as Answer | undefined;
  const refused = answer?.errors?.some((error) => error.extensions?.code === 'UNAUTHENTICATED');
  if (token && (response.status === 401 || refused)) ended(token);
  return answer ?? failure(`The service responded with ${response.status} ${response.statusText}.`);
}

function failure(message: string): Answer {
  return { errors: [{ message }] };
}
