/** A small GraphQL client, people with roles, and row counts: what the contract and bad-input tests share. */
import { Client } from 'pg';
import { decodeId } from '../../src/platform/type-id';
import {
  clientCredentials,
  registerInstallation,
  signIn,
  type AuthorizeOptions,
  type ClientOptions,
  type Installation,
} from '../../src/tools/oidc-flow';
import type { Service } from './service';

export interface GraphqlError {
  message: string;
  path?: (string | number)[];
  extensions: { code: string };
}

export interface Answer {
  status: number;
  // The shape is the test's own: it wrote the query.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  data: any;
  errors: GraphqlError[];
  text: string;
}

export type Headers = Record<string, string>;

/** One POST of whatever body to /graphql. */
export const post = async (service: Pick<Service, 'address'>, body: string, headers: Headers = {}): Promise<Answer> => {
  const response = await fetch(`${service.address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  const text = await response.text();
  let json: { data?: unknown; errors?: GraphqlError[] } = {};
  try {
    json = JSON.parse(text) as typeof json;
  } catch {
    // Not JSON: the test looks at the text.
  }
  return { status: response.status, data: json.data, errors: json.errors ?? [], text };
};

export type Ask = (query: string, variables?: Record<string, unknown>) => Promise<Answer>;

/** Asks as the bearer of this token; as nobody without one. */
export const as =
  (service: Pick<Service, 'address'>, token?: string): Ask =>
  (query, variables) =>
    post(service, JSON.stringify({ query, variables }), token ? { authorization: `Bearer ${token}` } : {});

/** The answer of a mutation or query that must succeed. */
export const ok = async (answer: Promise<Answer>): Promise<Answer['data']> => {
  const { data, errors, text, status } = await answer;
  if (errors.length > 0 || !data) throw new Error(`${status} ${text}`);
  for (const payload of Object.values(data as Record<string, { errors?: unknown[] } | null>))
    if (payload?.errors?.length) throw new Error(text);
  return data;
};

export const codes = ({ errors }: Answer): string[] => errors.map((error) => error.extensions.code);

export const issuerOf = (service: Service): string => `${service.url}/oidc`;

/** The machine client of the bootstrap, with the scope `admin`. */
export const adminToken = async (service: Service): Promise<string> => {
  const { client_id: clientId, client_secret: clientSecret } = service.client;
  return (await clientCredentials({ issuer: issuerOf(service), clientId, clientSecret }, { scope: 'admin' }))
    .access_token;
};

export const REDIRECT_URI = 'http://127.0.0.1:9/callback';
export const PASSWORD = 'correct horse battery staple';
export const ERRORS = 'errors { __typename code message path }';

export interface Person {
  id: string;
  username: string;
}

export interface Account extends Person {
  email: string;
  /** The id in the database. */
  uuid: string;
}

let made = 0;
/** A name that nobody has yet. */
export const newName = (prefix = 'name'): string => `${prefix}${(made += 1)}`;

export const createPerson = async (admin: Ask, username: string, ...roles: string[]): Promise<Account> => {
  const email = `${username}@example.com`;
  const { createUser } = await ok(
    admin(`mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } ${ERRORS} } }`, {
      input: { username, password: PASSWORD, email, name: `${username} Example` },
    }),
  );
  for (const role of roles)
    await ok(
      admin(`mutation ($input: AssignRoleInput!) { assignRole(input: $input) { ${ERRORS} } }`, {
        input: { userId: createUser.user.id, role },
      }),
    );
  const { id } = createUser.user;
  return { id, username, email, uuid: decodeId('User', id)! };
};

/** The status of a user; undefined where there is none. */
export const statusOf = async (admin: Ask, id: string): Promise<string | undefined> =>
  (await ok(admin('query ($id: ID!) { user(by: { id: $id }) { status } }', { id }))).user?.status;

/** Permissions by their names in the schema, such as `USERS_READ`. */
export const createRole = async (admin: Ask, name: string, permissions: readonly string[]): Promise<string> =>
  (
    await ok(
      admin(`mutation ($input: CreateRoleInput!) { createRole(input: $input) { role { id } ${ERRORS} } }`, {
        input: { name, permissions },
      }),
    )
  ).createRole.role.id;

export const assign = (admin: Ask, input: Record<string, unknown>) =>
  ok(admin(`mutation ($input: AssignRoleInput!) { assignRole(input: $input) { ${ERRORS} } }`, { input }));

export interface Registered extends ClientOptions {
  applicationId: string;
  registrationToken: string | null;
}

export const createApplication = async (
  service: Service,
  admin: Ask,
  input: Record<string, unknown>,
): Promise<Registered> => {
  const { createApplication: made } = await ok(
    admin(
      `mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { application { id clientId } clientSecret registrationToken ${ERRORS} } }`,
      { input },
    ),
  );
  return {
    issuer: issuerOf(service),
    clientId: made.application.clientId,
    clientSecret: made.clientSecret ?? undefined,
    applicationId: made.application.id,
    registrationToken: made.registrationToken,
  };
};

/** A web application of whoever runs the service, which may ask for everything a person may do. */
export const webApplication = (service: Service, admin: Ask, name = 'Web'): Promise<Registered> =>
  createApplication(service, admin, {
    name,
    kind: 'WEB',
    redirectUris: [REDIRECT_URI],
    firstParty: true,
    scopes: ['openid', 'offline_access', 'self', 'account', 'admin'],
  });

/** Asks as a machine that may do so much and no more. */
export const asMachine = async (service: Service, admin: Ask, ...scopes: string[]): Promise<Ask> => {
  const client = await createApplication(service, admin, { name: newName('Machine '), kind: 'MACHINE', scopes });
  return as(service, (await clientCredentials(client, { scope: scopes.join(' ') })).access_token);
};

/** A new installation of a mobile application: a client of its own. */
export const install = async (mobile: Registered, name: string, about: Installation = {}): Promise<Registered> => {
  const { issuer, registrationToken } = mobile;
  const made = await registerInstallation(issuer, registrationToken!, {
    device_name: name,
    device_platform: 'ios',
    ...about,
  });
  return { ...mobile, clientId: made.client_id, clientSecret: made.client_secret };
};

export const tokensOf = async (client: ClientOptions, username: string, scope: string, password = PASSWORD) =>
  (
    await signIn({
      ...client,
      redirectUri: REDIRECT_URI,
      username,
      password,
      scope,
      ...(scope.includes('offline_access') ? { parameters: { prompt: 'consent' } } : {}),
    })
  ).tokens;

/** Asks as a person who signs in for it. */
export const signedIn = async (
  service: Pick<Service, 'address'>,
  client: ClientOptions,
  username: string,
  scope: string,
  password = PASSWORD,
): Promise<Ask> => as(service, (await tokensOf(client, username, scope, password)).access_token);

/** Whether somebody is let in. */
export const enters = (
  client: ClientOptions,
  username: string,
  password = PASSWORD,
  more: Partial<AuthorizeOptions> = {},
): Promise<boolean> =>
  signIn({ ...client, redirectUri: REDIRECT_URI, username, password, scope: 'openid self account', ...more }).then(
    () => true,
    () => false,
  );

export const sql = async <Row extends object>(
  databaseUrl: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end();
  }
};

export type Sql = <Row extends object = Record<string, unknown>>(text: string, ...values: unknown[]) => Promise<Row[]>;
/** Statements on the database of a service. */
export const sqlOf =
  ({ databaseUrl }: Pick<Service, 'databaseUrl'>): Sql =>
  (text, ...values) =>
    sql(databaseUrl, text, values);

/** Rows of each table: what was left half-done shows up as a difference. */
export const rowCounts = async (databaseUrl: string): Promise<Record<string, number>> => {
  const tables = ['users', 'passwords', 'user_roles', 'applications', 'application_secrets', 'devices', 'device_links'];
  tables.push('sessions', 'tokens', 'token_families', 'access_grants', 'consents', 'epoch_ends');
  tables.push('offboardings', 'authenticators', 'application_versions', 'invitations', 'links', 'mails');
  tables.push('authenticators', 'application_versions', 'invitations', 'links', 'mails');
  tables.push('imports', 'import_lines', 'import_faults');
  tables.push('roles', 'role_assignments', 'groups', 'group_closure', 'group_members');
  tables.push('revocations', 'revocation_items', 'idempotency_keys', 'events');
  const counts = tables.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  return (await sql<Record<string, number>>(databaseUrl, `select ${counts.join(', ')}`))[0]!;
};
