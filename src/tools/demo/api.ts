/** The service as the demo uses it: its URLs, GraphQL with the machine client's token, and its pages. */
import { readFileSync } from 'node:fs';
import { clientCredentials } from '../oidc-flow';

export interface Bootstrap {
  issuer: string;
  graphql: string;
  admin: { username: string; password: string };
  client: { client_id: string; client_secret: string };
}

/** An error that the user can fix, reported in one line. */
export class DemoError extends Error {}

export const readBootstrap = (file: string): Bootstrap => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as { code?: string };
    throw new DemoError(
      code === 'ENOENT'
        ? `${file} not found: start the service first (npm start), or use --bootstrap PATH`
        : `${file} cannot be read (${code})`,
    );
  }
  try {
    const bootstrap = JSON.parse(text) as Bootstrap;
    if (!bootstrap.issuer || !bootstrap.graphql || !bootstrap.client.client_id) throw new Error('incomplete');
    return bootstrap;
  } catch {
    throw new DemoError(`${file} is not the bootstrap.json of a service`);
  }
};

export type Graphql = <T>(document: string, variables?: Record<string, unknown>) => Promise<T>;

/** Throws top-level errors; the caller handles the payload's `errors`. */
export const graphqlAt =
  (url: string, token: string): Graphql =>
  async <T>(query: string, variables: Record<string, unknown> = {}) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: T; errors?: { message: string }[] };
    if (errors || !data) throw new Error(errors?.map(({ message }) => message).join('; ') ?? `HTTP ${response.status}`);
    return data;
  };

/** The address of the service, which may have a path. */
export const serviceOf = (issuer: string): string => issuer.replace(/\/oidc$/, '');

export const connect = async ({ issuer, graphql, client }: Bootstrap): Promise<Graphql> => {
  const origin = serviceOf(issuer);
  const ready = await fetch(`${origin}/readyz`).catch(() => null);
  if (!ready) throw new DemoError(`no service responds at ${origin}; start it with npm start`);
  if (!ready.ok) throw new DemoError(`the service at ${origin} is not ready: ${await ready.text()}`);
  const machine = { issuer, clientId: client.client_id, clientSecret: client.client_secret };
  const { access_token } = await clientCredentials(machine, { scope: 'admin' }).catch((error: Error) => {
    throw new DemoError(`the service at ${origin} rejects the client in bootstrap.json: ${error.message}`);
  });
  return graphqlAt(graphql, access_token);
};
