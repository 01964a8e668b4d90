/** Two processes on one database, and requests of a client to either: what the proofs of revocation are made with. */
import { clientRequest, type ClientOptions } from '../../src/tools/oidc-flow';
import * as graphql from './graphql';
import { type Service, startService } from './service';

export interface Pair {
  first: Service;
  second: Service;
  /** The machine client, at the first process and at the second. */
  admin: graphql.Ask;
  adminAtSecond: graphql.Ask;
  machine: ClientOptions;
  sql: graphql.Sql;
  stop(): Promise<void>;
}

/** `env` is that of both. */
export const startPair = async (env: Record<string, string> = {}, { alone = false } = {}): Promise<Pair> => {
  const first = await startService({ env, alone });
  const second = await startService({ beside: first, env, alone });
  const token = await graphql.adminToken(first);
  const admin = graphql.as(first, token);
  return {
    first,
    second,
    admin,
    adminAtSecond: graphql.as(second, token),
    machine: machineOf(first),
    sql: graphql.sqlOf(first),
    stop: async () => {
      await second.stop();
      await first.stop();
    },
  };
};

/** A request of a client to an endpoint of one process. */
const ask = async (
  { address }: Pick<Service, 'address'>,
  endpoint: string,
  client: ClientOptions,
  parameters: Record<string, string>,
): Promise<{ status: number; json: Record<string, unknown> }> => {
  const response = await clientRequest(`${address}/oidc/${endpoint}`, client, parameters);
  const text = await response.text();
  return { status: response.status, json: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
};

/** A request to the token endpoint. */
export const tokenAt = (at: Pick<Service, 'address'>, client: ClientOptions, parameters: Record<string, string>) =>
  ask(at, 'token', client, parameters);

export const refreshAt = (at: Pick<Service, 'address'>, client: ClientOptions, token: string) =>
  tokenAt(at, client, { grant_type: 'refresh_token', refresh_token: token });

export const exchangeAt = (
  at: Pick<Service, 'address'>,
  client: ClientOptions,
  { code, verifier }: { code: string; verifier: string },
) =>
  tokenAt(at, client, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: graphql.REDIRECT_URI,
  });

export const revokeAt = (at: Pick<Service, 'address'>, client: ClientOptions, token: string) =>
  ask(at, 'revoke', client, { token });

/** What introspection by a client that may says of the value. */
export const isActiveAt = async (at: Pick<Service, 'address'>, client: ClientOptions, token: string) => {
  const { status, json } = await ask(at, 'introspect', client, { token });
  if (status !== 200) throw new Error(`introspection answered ${status} ${JSON.stringify(json)}`);
  return json.active === true;
};

export const machineOf = (service: Service): ClientOptions => ({
  issuer: graphql.issuerOf(service),
  clientId: service.client.client_id,
  clientSecret: service.client.client_secret,
});

/** One mutation, which must not be refused; gives its payload. */
export const mutate = async (by: graphql.Ask, name: string, input: object, fields: string) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} ${graphql.ERRORS} } }`;
  return (await graphql.ok(by(document, { input })))[name];
};
