/** What every client library has to show: a sign-in, its operations, and that it sees when an administrator ends them. */
import { generateKeyPairSync } from 'node:crypto';
import {
  type Account,
  as,
  createApplication,
  createPerson,
  ERRORS,
  issuerOf,
  newName,
  ok,
  PASSWORD,
} from '../support/graphql';
import { clientCredentials } from '../../src/tools/oidc-flow';
import type { WithAdmin } from '../support/start';
import {
  type Command,
  newAddress,
  overHttp,
  PATIENCE,
  type Program,
  readPage,
  SCOPE,
  startProgram,
  type Visitor,
} from './rig';

export type Operation =
  'userinfo' | 'introspection' | 'api' | 'jwt' | 'graphql' | 'refresh' | 'revocation' | 'machine' | 'logout';

export interface Library {
  name: string;
  command: Command;
  /** What the library has functions for. */
  offers: readonly Operation[];
  /** The application as it is registered, if it differs from a web application with the defaults. */
  application?: Record<string, unknown>;
  env?: Record<string, string>;
  /** Where the library signs users in and gets the answer, if that is not /login and /callback. */
  paths?: { login: string; callback: string };
  /** The browser that visits the program. */
  visitor?: () => Visitor | Promise<Visitor>;
}

export type Report = Partial<Record<Operation, { value?: Record<string, unknown>; refused?: string }>>;

const REFUSED = { refused: expect.stringMatching(/invalid_(token|grant)|login_required|\b401\b/) };

export const createMachine = ({ service, admin }: WithAdmin, more: Record<string, unknown> = {}) =>
  createApplication(service, admin, { name: newName('Machine '), kind: 'MACHINE', scopes: ['users:read'], ...more });

/** A key for `private_key_jwt`: what to register, and what the program signs with. */
export const withKey = (): Required<Pick<Library, 'application' | 'env'>> => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = 'key-1';
  return {
    application: { jwks: JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid }] }) },
    env: { PRIVATE_KEY: String(privateKey.export({ type: 'pkcs8', format: 'pem' })), KEY_ID: kid },
  };
};

const PATHS = { login: '/login', callback: '/callback' };

/** Registers an application for the program and starts it. */
export const startClient = async (
  world: WithAdmin,
  { name, command, application = {}, env = {}, paths = PATHS }: Omit<Library, 'offers'>,
): Promise<Program> => {
  const { service, admin } = world;
  const url = await newAddress();
  const client = await createApplication(service, admin, {
    ...{ name, kind: 'WEB', redirectUris: [`${url}${paths.callback}`], postLogoutRedirectUris: [url] },
    ...application,
  });
  const machine = await createMachine(world);
  const given: Record<string, string> = {
    ISSUER: issuerOf(service),
    CLIENT_ID: client.clientId,
    ...(client.clientSecret ? { CLIENT_SECRET: client.clientSecret } : {}),
    MACHINE_ID: machine.clientId,
    MACHINE_SECRET: machine.clientSecret!,
    SCOPE,
    ...env,
  };
  return startProgram(command, url, given);
};

export const disableUser = (world: WithAdmin, userId: string) =>
  ok(
    world.admin(`mutation ($input: DisableUserInput!) { disableUser(input: $input) { ${ERRORS} } }`, {
      input: { userId },
    }),
  );

/** Ends the one session of a user, and the tokens that it issued. */
const revokeSessionOf = async ({ admin }: WithAdmin, userId: string): Promise<void> => {
  const { user } = await ok(
    admin('query ($id: ID!) { user(by: { id: $id }) { sessions(first: 2) { nodes { id } } } }', { id: userId }),
  );
  expect(user.sessions.nodes).toHaveLength(1);
  await ok(
    admin(`mutation ($input: RevokeSessionInput!) { revokeSession(input: $input) { ${ERRORS} } }`, {
      input: { sessionId: user.sessions.nodes[0].id, removeTokens: true },
    }),
  );
};

/** Whether the service still knows a refresh token of a user that may be used. */
const hasRefreshToken = async ({ admin }: WithAdmin, id: string): Promise<boolean> => {
  const { user } = await ok(
    admin('query ($id: ID!) { user(by: { id: $id }) { tokens(first: 20) { nodes { kind status } } } }', { id }),
  );
  const tokens = user.tokens.nodes as { kind: string; status: string }[];
  return tokens.some(({ kind, status }) => kind === 'REFRESH' && status === 'ACTIVE');
};

/** The answers of a resource server that checks JWTs itself, at `/jwt/orders` of this program: to a token for it, and to others. */
export const expectJwtsAccepted = async (
  { service, admin }: WithAdmin,
  { url }: Pick<Program, 'url'>,
): Promise<void> => {
  const orders = `${url}/jwt`;
  const other = `${url}/other`;
  for (const identifier of [orders, other])
    await createApplication(service, admin, {
      ...{ name: newName('Orders '), kind: 'RESOURCE_SERVER', identifier, scopes: ['orders:read', 'orders:write'] },
      accessTokenFormat: 'JWT',
    });
  const resourceScopes = [orders, other].map((resource) => ({ resource, scopes: ['orders:read', 'orders:write'] }));
  const machine = await createApplication(service, admin, {
    ...{ name: newName('Machine '), kind: 'MACHINE', resourceScopes },
  });
  const ask = async (resource: string, scope: string) => {
    const { access_token: token } = await clientCredentials(machine, { resource, scope });
    return fetch(`${url}/jwt/orders`, { headers: { authorization: `Bearer ${token}` } });
  };
  const accepted = await ask(orders, 'orders:read');
  expect([accepted.status, accepted.headers.get('www-authenticate')]).toEqual([200, null]);
  expect(await accepted.json()).toEqual({ sub: machine.clientId });
  expect((await ask(other, 'orders:read')).status).toBe(401);
  expect([401, 403]).toContain((await ask(orders, 'orders:write')).status);
};

/** The tests of one library. */
export const describeClient = (library: Library, world: () => WithAdmin): void => {
  const { offers, paths = PATHS, visitor = () => overHttp() } = library;
  const offered = (operation: Operation) => offers.includes(operation);
  const reports = offered('userinfo') || offered('refresh');

  describe(library.name, () => {
    let program: Program;
    let person: Account;
    let browser: Visitor;
    const open = (path: string) => browser.open(`${program.url}${path}`);
    const read = async (path: string) => readPage(await open(path), program);
    const report = () => read('/report') as Promise<Report>;
    const expectSignInPage = async () => expect((await open(paths.login)).url.href).toContain('/signin/');
    const expectEnd = async () => {
      if (reports)
        expect(await report()).toEqual({
          ...(offered('userinfo') ? { userinfo: REFUSED } : {}),
          ...(offered('introspection') ? { introspection: { value: { active: false } } } : {}),
          ...(offered('api') ? { api: REFUSED } : {}),
          ...(offered('graphql') ? { graphql: REFUSED } : {}),
          ...(offered('refresh') ? { refresh: REFUSED } : {}),
        });
      await expectSignInPage();
    };

    beforeAll(async () => void (program = await startClient(world(), library)), 2 * PATIENCE);
    afterAll(() => program?.stop());
    beforeEach(async () => {
      browser = await visitor();
      person = await createPerson(world().admin, newName('client'));
      const page = await browser.open(`${program.url}${paths.login}`, {
        username: person.username,
        password: PASSWORD,
      });
      expect(readPage(page, program)).toMatchObject({ sub: person.id });
    });
    afterEach(() => browser?.close());

    if (reports)
      it('signs a user in, reads their claims, and renews its tokens as often as it likes', async () => {
        for (let turn = 0; turn < 2; turn += 1) {
          const { id: sub, username, email } = person;
          const { userinfo, introspection, api, graphql, refresh } = await report();
          if (offered('userinfo')) expect(userinfo?.value).toMatchObject({ sub, preferred_username: username, email });
          if (offered('introspection')) expect(introspection?.value).toMatchObject({ active: true, sub });
          if (offered('api')) expect(api).toEqual({ value: { sub } });
          if (offered('graphql')) expect(graphql).toEqual({ value: { data: { viewer: { user: { id: sub } } } } });
          expect(refresh).toEqual({ value: expect.objectContaining({ access_token: expect.any(String) }) });
        }
      });

    it('sees the end of a session that an administrator revokes', async () => {
      await revokeSessionOf(world(), person.id);
      await expectEnd();
    });

    it('sees the end when an administrator disables the user', async () => {
      await disableUser(world(), person.id);
      await expectEnd();
    });

    if (offered('revocation'))
      it('revokes its tokens', async () => {
        expect(await hasRefreshToken(world(), person.id)).toBe(true);
        await read('/revoke');
        expect(await hasRefreshToken(world(), person.id)).toBe(false);
      });

    if (offered('logout'))
      it('signs out, here and at the provider', async () => {
        expect(await read('/logout')).toBeNull();
        await expectSignInPage();
      });

    if (offered('jwt')) it('checks JWTs itself', () => expectJwtsAccepted(world(), program));

    if (offered('machine'))
      it('gets a token for itself', async () => {
        const { access_token: token } = (await read('/machine')) as { access_token: string };
        const answer = await ok(as(world().service, token)('{ viewer { kind } users(first: 1) { nodes { id } } }'));
        expect(answer.viewer.kind).toBe('SERVICE');
        expect(answer.users.nodes).toHaveLength(1);
      });
  });
};
