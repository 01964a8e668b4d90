/** A person signs in through the pages with a real OpenID client, consents, and sees in one query everything that came of it. */
import * as client from 'openid-client';
import { authorize, registerInstallation, signIn } from '../../src/tools/oidc-flow';
import * as graphql from '../support/graphql';
import { startWithAdmin, type WithAdmin } from '../support/start';

const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:142.0) Gecko/20100101 Firefox/142.0';
const VIEWER = `{ viewer { kind scopes application { name } session { id } user {
  username lastLoginAt
  sessions { nodes { id current status platform os osVersion browser ip userAgent authenticationMethods device { name } applications { name } } }
  sessionsByPlatform { platform count sessions { id } }
  tokens { nodes { kind status scopes refreshTokenIssued application { name } session { id } consent { scopes } device { name } } }
  consents { nodes { scopes application { name } } }
  devices { nodes { device { name platform model osVersion appVersion application { name } } mobileAuthentication { enabled } pushAuthentication { enabled } } }
  applications { nodes { name } }
  latestEvents { type outcome }
} } }`;

let { service, admin, stop } = {} as WithAdmin;

beforeAll(async () => void ({ service, admin, stop } = await startWithAdmin()));
afterAll(() => stop?.());

test('code and PKCE with openid-client: access, refresh and ID token, and `viewer` shows the session, both tokens and the consent', async () => {
  const registered = await graphql.webApplication(service, admin, 'Shop');
  await graphql.createPerson(admin, 'wanda');
  const configuration = await client.discovery(
    new URL(registered.issuer),
    registered.clientId,
    registered.clientSecret,
    undefined,
    {
      execute: [client.allowInsecureRequests],
    },
  );
  // The browser's part is driven by the pages' forms; the client's part, checks included, is openid-client's.
  const nonce = client.randomNonce();
  const state = client.randomState();
  const verifier = client.randomPKCECodeVerifier();
  const pages: string[] = [];
  const { returned } = await authorize({
    ...registered,
    redirectUri: graphql.REDIRECT_URI,
    username: 'Wanda',
    password: graphql.PASSWORD,
    scope: 'openid offline_access self',
    userAgent: FIREFOX,
    parameters: { nonce, state, code_challenge: await client.calculatePKCECodeChallenge(verifier) },
    onPage: ({ html }) => pages.push(html),
  });
  expect(pages).toHaveLength(2);
  expect(pages[1]).toContain('Shop');
  const tokens = await client.authorizationCodeGrant(configuration, returned, {
    pkceCodeVerifier: verifier,
    expectedNonce: nonce,
    expectedState: state,
    idTokenExpected: true,
  });
  expect(tokens).toMatchObject({
    access_token: expect.any(String),
    refresh_token: expect.any(String),
    id_token: expect.any(String),
  });

  const { viewer } = await graphql.ok(graphql.as(service, tokens.access_token)(VIEWER));
  const { user } = viewer;
  expect(viewer).toMatchObject({
    kind: 'USER',
    application: { name: 'Shop' },
    session: { id: expect.stringMatching(/^ses_/) },
  });
  expect(user).toMatchObject({ username: 'wanda', lastLoginAt: expect.any(String) });
  expect(user.sessions.nodes).toEqual([
    {
      id: viewer.session.id,
      current: true,
      status: 'ACTIVE',
      platform: 'WINDOWS',
      os: 'Windows',
      osVersion: expect.any(String),
      browser: 'Firefox 142.0',
      ip: '127.0.0.1',
      userAgent: FIREFOX,
      authenticationMethods: ['pwd'],
      device: null,
      applications: [{ name: 'Shop' }],
    },
  ]);
  expect(user.sessionsByPlatform).toEqual([{ platform: 'WINDOWS', count: 1, sessions: [{ id: viewer.session.id }] }]);
  expect(user.tokens.nodes.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['ACCESS', 'REFRESH']);
  for (const token of user.tokens.nodes)
    expect(token).toMatchObject({
      status: 'ACTIVE',
      refreshTokenIssued: true,
      application: { name: 'Shop' },
      session: { id: viewer.session.id },
      consent: { scopes: expect.arrayContaining(['openid', 'self']) },
    });
  expect(user.consents.nodes).toEqual([
    { scopes: expect.arrayContaining(['openid', 'offline_access', 'self']), application: { name: 'Shop' } },
  ]);
  expect(user.applications.nodes).toEqual([{ name: 'Shop' }]);
  expect(user.latestEvents.map(({ type }: { type: string }) => type)).toEqual(
    expect.arrayContaining(['SIGN_IN', 'CONSENT_GIVEN', 'TOKEN_ISSUED', 'USER_CREATED']),
  );
  // What the client itself says of the same person.
  const claims = await client.fetchUserInfo(configuration, tokens.access_token, tokens.claims()!.sub);
  expect(claims.sub).toMatch(/^usr_/);
});

test('signed in on an installation, `viewer` shows the device', async () => {
  const mobile = await graphql.createApplication(service, admin, {
    name: 'Bank app',
    kind: 'MOBILE',
    firstParty: true,
    redirectUris: ['com.example.bank:/callback'],
    scopes: ['openid', 'offline_access', 'self', 'account'],
  });
  await graphql.createPerson(admin, 'dora');
  const installed = await registerInstallation(mobile.issuer, mobile.registrationToken!, {
    device_name: "Dora's phone",
    device_platform: 'android',
    device_model: 'Pixel 12',
    device_os_version: '17',
    device_app_version: '4.2.0',
  });
  const { tokens } = await signIn({
    issuer: mobile.issuer,
    clientId: installed.client_id,
    clientSecret: installed.client_secret,
    redirectUri: 'com.example.bank:/callback',
    username: 'dora',
    password: graphql.PASSWORD,
    scope: 'openid offline_access self',
  });
  const { viewer } = await graphql.ok(graphql.as(service, tokens.access_token)(VIEWER));
  expect(viewer.application).toEqual({ name: 'Bank app' });
  expect(viewer.user.devices.nodes).toEqual([
    {
      device: {
        name: "Dora's phone",
        platform: 'ANDROID',
        model: 'Pixel 12',
        osVersion: '17',
        appVersion: '4.2.0',
        application: { name: 'Bank app' },
      },
      mobileAuthentication: { enabled: false },
      pushAuthentication: { enabled: false },
    },
  ]);
  expect(viewer.user.sessions.nodes).toMatchObject([
    { platform: 'ANDROID', current: true, device: { name: "Dora's phone" } },
  ]);
  for (const token of viewer.user.tokens.nodes) expect(token.device).toEqual({ name: "Dora's phone" });
});
