/** Client libraries of the npm registry, each with its default settings, against the running service. */
import type { Browser } from 'playwright-core';
import { describeInBrowser, launchBrowser } from '../support/browser';
import { type Account, as, createApplication, createPerson, issuerOf, newName, PASSWORD } from '../support/graphql';
import { startWithAdmin, type WithAdmin } from '../support/start';
import {
  inChromium,
  newAddress,
  node,
  overHttp,
  type Program,
  readPage,
  runProgram,
  SCOPE,
  startProgram,
  type Visitor,
} from './rig';
import {
  createMachine,
  describeClient,
  disableUser,
  expectJwtsAccepted,
  type Library,
  type Report,
  startClient,
  withKey,
} from './suite';

let world: WithAdmin;
beforeAll(async () => void (world = await startWithAdmin()));
afterAll(() => world?.stop());

const all = ['userinfo', 'introspection', 'refresh', 'revocation', 'machine', 'logout'] as const;
const LIBRARIES: Library[] = [
  { name: 'openid-client 6', command: node('npm/openid-client-6/app.mjs'), offers: all },
  { name: 'openid-client 5', command: node('npm/openid-client-5/app.mjs'), offers: all },
  {
    name: 'openid-client 5 with private_key_jwt',
    command: node('npm/openid-client-5/app.mjs'),
    offers: all,
    ...withKey(),
  },
  {
    name: 'express-openid-connect with its defaults, an ID token in a form',
    command: node('npm/express-openid-connect/app.mjs'),
    offers: ['logout'],
  },
  {
    name: 'express-openid-connect with a code',
    command: node('npm/express-openid-connect/app.mjs'),
    offers: ['userinfo', 'refresh', 'logout'],
    env: { CODE: 'true' },
  },
  {
    name: 'express-openid-connect with pushed authorization requests',
    command: node('npm/express-openid-connect/app.mjs'),
    offers: ['userinfo', 'refresh', 'logout'],
    application: { requirePushedAuthorizationRequests: true },
    env: { CODE: 'true', PUSHED: 'true' },
  },
  {
    name: 'passport-openidconnect with a nonce',
    command: node('npm/passport-openidconnect/app.mjs'),
    offers: [],
    env: { NONCE: 'true' },
  },
  {
    name: 'passport-openidconnect with its defaults, neither PKCE nor a nonce',
    command: node('npm/passport-openidconnect/app.mjs'),
    offers: [],
    application: { pkce: 'OPTIONAL' },
  },
];
for (const library of LIBRARIES) describeClient(library, () => world);

describeInBrowser('in a browser', () => {
  let chromium: Browser;
  beforeAll(async () => void (chromium = (await launchBrowser())!));
  afterAll(() => chromium?.close());

  const library: Library = {
    name: 'oidc-client-ts',
    command: node('npm/oidc-client-ts/app.mjs'),
    offers: ['refresh', 'revocation', 'logout'],
    application: { kind: 'SPA' },
    visitor: () => inChromium(chromium),
  };
  const inFrame: Library = {
    ...{ ...library, name: 'oidc-client-ts without refresh tokens, in a hidden frame' },
    offers: ['refresh'],
    env: { SCOPE: 'openid profile email', USERINFO: 'true' },
  };
  const bound: Library = {
    ...{ ...library, name: 'oidc-client-ts with DPoP' },
    offers: ['graphql', 'refresh', 'revocation'],
    application: { kind: 'SPA', dpopBoundAccessTokens: true },
    env: { DPOP: 'true', SCOPE: `${SCOPE} self` },
  };
  for (const one of [library, inFrame, bound]) describeClient(one, () => world);
});

describe('openid-client 6 as a machine', () => {
  const run = async (env: Record<string, string> = {}, application: Record<string, unknown> = {}) => {
    const { clientId, clientSecret } = await createMachine(world, application);
    const given = { ISSUER: issuerOf(world.service), CLIENT_ID: clientId, ...env };
    const secret: Record<string, string> = clientSecret ? { CLIENT_SECRET: clientSecret } : {};
    return JSON.parse(await runProgram(node('npm/openid-client-6/machine.mjs'), { ...given, ...secret })) as {
      metadata: Record<string, unknown>;
      tokens: { access_token: string };
      introspection: Record<string, unknown>;
    };
  };

  it('gets tokens with a subject', async () => {
    const { introspection } = await run();
    expect(introspection).toMatchObject({ active: true, scope: 'users:read', sub: introspection['client_id'] });
  });

  it.each(['/oidc', '/.well-known/oauth-authorization-server'])(
    'reads the metadata of an authorization server (RFC 8414) at %s',
    async (path) => {
      const { metadata } = await run({ ISSUER: `${world.service.url}${path}`, ALGORITHM: 'oauth2' });
      expect(metadata).toMatchObject({ issuer: issuerOf(world.service), token_endpoint: expect.any(String) });
    },
  );

  it('authenticates with a key (private_key_jwt)', async () => {
    const { env, application } = withKey();
    expect((await run(env, application)).introspection).toMatchObject({ active: true });
  });
});

it('registers an installation of a mobile application with openid-client 6 (RFC 7591)', async () => {
  const redirectUris = ['com.example.app:/callback'];
  const app = await createApplication(world.service, world.admin, {
    ...{ name: newName('App '), kind: 'MOBILE', redirectUris },
  });
  const printed = await runProgram(node('npm/openid-client-6/installation.mjs'), {
    ...{ ISSUER: issuerOf(world.service), REGISTRATION_TOKEN: app.registrationToken! },
  });
  const { metadata, introspection } = JSON.parse(printed) as Record<string, Record<string, unknown>>;
  expect(metadata).toMatchObject({ redirect_uris: redirectUris, device_platform: 'IOS' });
  expect(introspection).toMatchObject({ active: true, client_id: metadata!['client_id'] });
});

describe('openid-client 6 with what FAPI and devices need', () => {
  let program: Program | undefined;
  let person: Account;
  let browser: Visitor;
  beforeEach(async () => {
    browser = overHttp();
    person = await createPerson(world.admin, newName('client'));
  });
  afterEach(async () => {
    await program?.stop();
    program = undefined;
  });
  const start = async (application: Record<string, unknown>, env: Record<string, string>) =>
    (program = await startClient(world, {
      ...{ name: newName('Advanced '), command: node('npm/openid-client-6/advanced.mjs') },
      ...{ application, env },
    }));
  const signIn = async () =>
    readPage(await browser.open(`${program!.url}/login`, { username: person.username, password: PASSWORD }), program);
  const read = async (path: string) => readPage(await browser.open(`${program!.url}${path}`), program);
  const report = () => read('/report') as Promise<Report>;

  it('signs in with a key (private_key_jwt)', async () => {
    const { env, application } = withKey();
    await start(application, env);
    expect(await signIn()).toMatchObject({ sub: person.id });
    expect((await report()).refresh?.value).toMatchObject({ access_token: expect.any(String) });
  });

  it('accepts ID tokens that are signed with ES256', async () => {
    await start({ idTokenAlgorithm: 'ES256' }, {});
    expect(await signIn()).toMatchObject({ sub: person.id });
  });

  it('pushes its authorization requests, and is refused where it does not but has to', async () => {
    await start({ requirePushedAuthorizationRequests: true }, { PUSHED: 'true' });
    expect(await signIn()).toMatchObject({ sub: person.id });
    await program!.stop();
    await start({ requirePushedAuthorizationRequests: true }, {});
    await expect(signIn()).rejects.toThrow(/[Pp]ushed/);
  });

  it('binds its tokens to a key (DPoP)', async () => {
    await start({ dpopBoundAccessTokens: true }, { DPOP: 'true', SCOPE: `${SCOPE} self` });
    expect(await signIn()).toMatchObject({ sub: person.id });
    const { userinfo, introspection, graphql, refresh } = await report();
    expect(graphql).toEqual({ value: { data: { viewer: { user: { id: person.id } } } } });
    expect(userinfo?.value).toMatchObject({ sub: person.id });
    expect(introspection?.value).toMatchObject({ active: true, cnf: { jkt: expect.any(String) } });
    expect(refresh?.value).toMatchObject({ token_type: 'dpop' });
    const token = refresh!.value!['access_token'] as string;
    expect((await as(world.service, token)('{ viewer { kind } }')).errors).not.toEqual([]);
    await disableUser(world, person.id);
    const refused = { refused: 'invalid_token' };
    expect(await report()).toMatchObject({ userinfo: refused, graphql: refused });
  });

  it('gets tokens for a resource server, which refuses them from the moment on that they end', async () => {
    const url = await newAddress();
    const orders = { name: newName('Orders '), kind: 'RESOURCE_SERVER', identifier: url, scopes: ['orders:read'] };
    const { clientId, clientSecret } = await createApplication(world.service, world.admin, orders);
    const resourceServer = await startProgram(node('npm/openid-client-6/resource-server.mjs'), url, {
      ...{ ISSUER: issuerOf(world.service), CLIENT_ID: clientId, CLIENT_SECRET: clientSecret! },
    });
    try {
      const resourceScopes = [{ resource: url, scopes: ['orders:read'] }];
      await start({ resourceScopes }, { RESOURCE: url, SCOPE: 'openid offline_access orders:read' });
      expect(await signIn()).toMatchObject({ sub: person.id });
      const token = (await report()).refresh!.value!['access_token'] as string;
      const ask = () => fetch(`${url}/orders`, { headers: { authorization: `Bearer ${token}` } });
      expect(await (await ask()).json()).toEqual({ sub: person.id });
      await expectJwtsAccepted(world, { url });
      await disableUser(world, person.id);
      expect((await ask()).status).toBe(401);
    } finally {
      await resourceServer.stop();
    }
  });

  it('gets tokens for a device without a browser', async () => {
    await start({ deviceAuthorization: true }, {});
    const started = (await read('/device')) as Record<string, string>;
    const elsewhere = { username: person.username, password: PASSWORD };
    await overHttp().open(started['verification_uri_complete']!, elsewhere);
    expect(await read('/device/tokens')).toMatchObject({ sub: person.id });
    expect((await report()).userinfo?.value).toMatchObject({ sub: person.id });
    await disableUser(world, person.id);
    expect((await report()).refresh).toEqual({ refused: 'invalid_grant' });
  });
});
