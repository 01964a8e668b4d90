/** How applications authenticate and prove what they hold, with openid-client: keys, pushed requests, PKCE or a nonce, DPoP, and codes of devices. */
import * as client from 'openid-client';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { browse, CookieJar, formWith, type Page } from '../../src/tools/browser';
import { authorize, discover, exchange, OidcError, signIn } from '../../src/tools/oidc-flow';
import * as graphql from '../support/graphql';
import { until } from '../support/jobs';
import { startWithAdmin, type WithAdmin } from '../support/start';

let { service, admin, stop } = {} as WithAdmin;
beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
  await graphql.createPerson(admin, 'kim');
});
afterAll(() => stop?.());

const SCOPES = ['openid', 'profile', 'offline_access', 'self'];
let count = 0;
const register = (input: Record<string, unknown> = {}): Promise<graphql.Registered> =>
  graphql.createApplication(service, admin, {
    name: `Client ${(count += 1)}`,
    kind: 'WEB',
    redirectUris: [graphql.REDIRECT_URI],
    scopes: SCOPES,
    ...input,
  });

/** The error codes and messages of a refused `createApplication` or `updateApplication`. */
const refusalOf = async (mutation: string, input: Record<string, unknown>) => {
  const { data } = await admin(
    `mutation ($input: ${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { ${graphql.ERRORS} } }`,
    { input },
  );
  return data![mutation].errors[0];
};

const update = (applicationId: string, input: Record<string, unknown>) =>
  graphql.ok(
    admin(
      `mutation ($input: UpdateApplicationInput!) { updateApplication(input: $input) { application { jwks pkce } ${graphql.ERRORS} } }`,
      { input: { applicationId, ...input } },
    ),
  );

const configure = (
  { clientId, clientSecret, issuer }: graphql.Registered,
  authentication?: client.ClientAuth,
): Promise<client.Configuration> =>
  client.discovery(new URL(issuer), clientId, clientSecret, authentication, {
    execute: [client.allowInsecureRequests],
  });

const asKim = (application: graphql.Registered, more: Partial<Parameters<typeof authorize>[0]> = {}) => ({
  ...application,
  redirectUri: graphql.REDIRECT_URI,
  username: 'kim',
  password: graphql.PASSWORD,
  scope: 'openid offline_access self',
  ...more,
});

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => (error instanceof OidcError ? error.error : (error as { error?: string }).error),
  );

const keyPair = async (alg = 'ES256', kid = 'k1') => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: { ...(await exportJWK(publicKey)), kid, alg } };
};
const jwksOf = (...keys: object[]): string => JSON.stringify({ keys });

describe('ID tokens', () => {
  it.each([
    ['by default', {}, 'RS256'],
    ['where an application asks for it', { idTokenAlgorithm: 'ES256' }, 'ES256'],
  ])('are signed %s by %s', async (_, input, alg) => {
    const application = await register(input);
    const { tokens } = await signIn(asKim(application));
    const header = JSON.parse(Buffer.from(tokens.id_token!.split('.')[0]!, 'base64url').toString());
    expect(header.alg).toBe(alg);
    const { keys } = await (await fetch((await discover(application.issuer)).jwks_uri)).json();
    expect(keys.find(({ kid }: { kid: string }) => kid === header.kid)).toMatchObject({ alg, use: 'sig' });
  });
});

describe('PKCE', () => {
  const withoutPkce = async (application: graphql.Registered, parameters: Record<string, string> = {}) => {
    const { authorization_endpoint } = await discover(application.issuer);
    const url = new URL(authorization_endpoint);
    url.search = new URLSearchParams({
      ...{ client_id: application.clientId, redirect_uri: graphql.REDIRECT_URI, response_type: 'code' },
      ...{ scope: 'openid', ...parameters },
    }).toString();
    const location = (await browse(url, new CookieJar())).headers.get('location')!;
    return new URL(location, url).searchParams.get('error') ?? 'asks to sign in';
  };

  it.each([
    ['a web application', {}, { neither: 'invalid_request', nonce: 'asks to sign in' }],
    ['one that must', { pkce: 'REQUIRED' }, { neither: 'invalid_request', nonce: 'invalid_request' }],
    ['one that need not', { pkce: 'OPTIONAL' }, { neither: 'asks to sign in', nonce: 'asks to sign in' }],
    ['a browser application', { kind: 'SPA' }, { neither: 'invalid_request', nonce: 'invalid_request' }],
  ])('of %s', async (_, input, expected) => {
    const application = await register(input);
    expect({
      neither: await withoutPkce(application),
      nonce: await withoutPkce(application, { nonce: 'n-123' }),
    }).toEqual(expected);
  });

  it('is still checked where it was used: a code with a challenge needs its verifier', async () => {
    const application = await register({ pkce: 'OPTIONAL' });
    const authorized = await authorize(asKim(application));
    const stolen = { ...authorized, verifier: undefined as unknown as string };
    expect(await errorOf(exchange(asKim(application), stolen))).toBe('invalid_grant');
  });

  it.each(['SPA', 'MOBILE'])('cannot be switched off for an application of kind %s', async (kind) => {
    const redirectUris = [graphql.REDIRECT_URI];
    expect(await refusalOf('createApplication', { name: 'Lax', kind, redirectUris, pkce: 'OR_NONCE' })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['input', 'pkce'],
    });
  });
});

describe('an ID token without a code', () => {
  const ask = async (application: graphql.Registered, parameters: Record<string, string>) => {
    const { authorization_endpoint } = await discover(application.issuer);
    const url = new URL(authorization_endpoint);
    url.search = new URLSearchParams({
      ...{ client_id: application.clientId, redirect_uri: graphql.REDIRECT_URI, response_type: 'id_token' },
      ...{ scope: 'openid', nonce: 'n-123', response_mode: 'form_post', ...parameters },
    }).toString();
    const response = await browse(url, new CookieJar());
    const location = response.headers.get('location');
    return location?.includes('/signin/') ? 'asks to sign in' : (location ?? (await response.text()));
  };

  it('comes to web applications, and only in a form', async () => {
    const web = await register();
    expect(await ask(web, {})).toBe('asks to sign in');
    expect(await ask(web, { response_mode: 'fragment' })).toContain('error=invalid_request');
    expect(await ask(web, { nonce: '' })).toContain('invalid_request');
    expect(await ask(web, { response_type: 'code id_token' })).toContain('unsupported_response_type');
  });

  it.each([
    ['a browser application', { kind: 'SPA' }],
    ['an application that must use PKCE', { pkce: 'REQUIRED' }],
  ])('does not come to %s', async (_, input) => {
    expect(await ask(await register(input), {})).toContain('requested response_type is not allowed for this client');
  });
});

describe('private_key_jwt', () => {
  it.each(['ES256', 'RS256', 'PS256', 'EdDSA'])(
    'authenticates with a key by %s, and nothing else does',
    async (alg) => {
      const { privateKey, jwk } = await keyPair(alg);
      const machine = await register({
        kind: 'MACHINE',
        scopes: ['users:read'],
        redirectUris: null,
        jwks: jwksOf(jwk),
      });
      expect(machine.clientSecret).toBeUndefined();
      const configuration = await configure(machine, client.PrivateKeyJwt({ key: privateKey, kid: 'k1' }));
      const tokens = await client.clientCredentialsGrant(configuration, { scope: 'users:read' });
      const answer = await client.tokenIntrospection(configuration, tokens.access_token);
      expect(answer).toMatchObject({ active: true, sub: machine.clientId, client_id: machine.clientId });

      const stranger = await configure(
        machine,
        client.PrivateKeyJwt({ key: (await keyPair(alg)).privateKey, kid: 'k1' }),
      );
      expect(await errorOf(client.clientCredentialsGrant(stranger))).toBe('invalid_client');
      const guess = await configure({ ...machine, clientSecret: 'guess' });
      expect(await errorOf(client.clientCredentialsGrant(guess))).toBe('invalid_client');
    },
  );

  const assert = async (
    machine: graphql.Registered,
    privateKey: CryptoKey,
    more: { jti?: string; exp?: number } = {},
  ) =>
    new SignJWT({ jti: more.jti ?? crypto.randomUUID() })
      .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
      .setIssuer(machine.clientId)
      .setSubject(machine.clientId)
      .setAudience(machine.issuer)
      .setIssuedAt()
      .setExpirationTime(more.exp ?? '1m')
      .sign(privateKey);
  const present = async (machine: graphql.Registered, assertion: string) => {
    const { token_endpoint } = await discover(machine.issuer);
    const response = await fetch(token_endpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: assertion,
      }),
    });
    return response.status;
  };

  it('takes each assertion once, of any number at the same time, and none that is valid for long', async () => {
    const { privateKey, jwk } = await keyPair();
    const machine = await register({ kind: 'MACHINE', scopes: [], redirectUris: null, jwks: jwksOf(jwk) });
    const assertion = await assert(machine, privateKey);
    const statuses = await Promise.all(Array.from({ length: 8 }, () => present(machine, assertion)));
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const farAway = Math.floor(Date.now() / 1000) + 7_200;
    expect(await present(machine, await assert(machine, privateKey, { exp: farAway }))).toBe(401);
  });

  it('follows the registered keys: a removed key is refused, and a secret can take over', async () => {
    const [old, next] = [await keyPair('ES256', 'old'), await keyPair('ES256', 'next')];
    const machine = await register({ kind: 'MACHINE', scopes: [], redirectUris: null, jwks: jwksOf(old.jwk) });
    const by = ({ privateKey, jwk }: typeof old) =>
      configure(machine, client.PrivateKeyJwt({ key: privateKey, kid: jwk.kid })).then((configuration) =>
        errorOf(client.clientCredentialsGrant(configuration)),
      );
    const rotate = { applicationId: machine.applicationId };
    expect(await refusalOf('rotateClientSecret', rotate)).toMatchObject({ code: 'INVALID_STATE' });
    await update(machine.applicationId, { jwks: jwksOf(old.jwk, next.jwk) });
    expect([await by(old), await by(next)]).toEqual(['none', 'none']);
    const { updateApplication } = await update(machine.applicationId, { jwks: jwksOf(next.jwk) });
    expect(JSON.parse(updateApplication.application.jwks).keys).toEqual([next.jwk]);
    expect([await by(old), await by(next)]).toEqual(['invalid_client', 'none']);
    await update(machine.applicationId, { jwks: jwksOf() });
    expect(await by(next)).toBe('invalid_client');
    expect(await refusalOf('rotateClientSecret', rotate)).toBeUndefined();
  });

  it.each([
    ['text', 'nonsense'],
    ['no key set', '{"kty":"EC"}'],
    ['a symmetric key', jwksOf({ kty: 'oct', k: 'c2VjcmV0' })],
    ['a broken key', jwksOf({ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' })],
    ['a short RSA key', jwksOf({ kty: 'RSA', n: 'x'.repeat(172), e: 'AQAB' })],
  ])('refuses %s', async (_, jwks) => {
    const refusal = await refusalOf('createApplication', { name: 'Bad', kind: 'MACHINE', jwks });
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'jwks'] });
  });

  it('refuses a private key, and says what to do', async () => {
    const { privateKey } = await keyPair();
    const refusal = await refusalOf('createApplication', {
      ...{ name: 'Bad', kind: 'MACHINE', jwks: jwksOf(await exportJWK(privateKey)) },
    });
    expect(refusal.message).toMatch(/private.*Register only the public key/s);
  });
});

describe('pushed authorization requests', () => {
  it('begin a sign-in once, with what was pushed', async () => {
    const application = await register({ requirePushedAuthorizationRequests: true });
    expect(await errorOf(authorize(asKim(application)))).toBe('invalid_request');
    const configuration = await configure(application);
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const url = await client.buildAuthorizationUrlWithPAR(configuration, {
      ...{ redirect_uri: graphql.REDIRECT_URI, scope: 'openid offline_access', state },
      ...{ code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
    });
    const pushed = Object.fromEntries(url.searchParams);
    const { returned } = await authorize(asKim(application, { parameters: { ...pushed, state } }));
    const tokens = await client.authorizationCodeGrant(configuration, returned, {
      pkceCodeVerifier: verifier,
      expectedState: state,
    });
    expect(tokens.refresh_token).toBeDefined();
    expect(await errorOf(authorize(asKim(application, { parameters: { ...pushed, state } })))).toBe(
      'invalid_request_uri',
    );
  });
});

describe('DPoP', () => {
  const GRAPHQL = '{ viewer { user { username } } }';
  const ask = (url: string, headers: Record<string, string>) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: GRAPHQL }),
    });

  const proofFor = async (key: Awaited<ReturnType<typeof keyPair>>, token: string, claims: object = {}) =>
    new SignJWT({
      ...{ jti: crypto.randomUUID(), htm: 'POST', htu: `${service.address}/graphql` },
      ath: Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(token))).toString('base64url'),
      iat: Math.floor(Date.now() / 1000),
      ...claims,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: key.jwk })
      .sign(key.privateKey);

  it('binds tokens to a key: they are dead without its proof, at the endpoint, at userinfo and at refresh', async () => {
    const application = await register({ dpopBoundAccessTokens: true });
    const configuration = await configure(application);
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const { returned } = await authorize(
      asKim(application, { parameters: { code_challenge: await client.calculatePKCECodeChallenge(verifier), state } }),
    );
    const checks = { pkceCodeVerifier: verifier, expectedState: state, idTokenExpected: true };
    expect(await errorOf(client.authorizationCodeGrant(configuration, returned, checks))).toBe('invalid_grant');

    const nonce = client.randomNonce();
    const code_challenge = await client.calculatePKCECodeChallenge(verifier);
    const again = await authorize(asKim(application, { parameters: { code_challenge, state, nonce } }));
    const keys = await client.randomDPoPKeyPair('ES256', { extractable: true });
    const DPoP = client.getDPoPHandle(configuration, keys);
    const tokens = await client.authorizationCodeGrant(
      configuration,
      again.returned,
      { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce },
      undefined,
      { DPoP },
    );
    expect(tokens.token_type).toBe('dpop');
    const answer = await client.tokenIntrospection(configuration, tokens.access_token);
    expect(answer).toMatchObject({ active: true, token_type: 'DPoP', cnf: { jkt: expect.any(String) } });

    const url = `${service.address}/graphql`;
    const protectedRequest = await client.fetchProtectedResource(
      configuration,
      tokens.access_token,
      new URL(url),
      'POST',
      JSON.stringify({ query: GRAPHQL }),
      new Headers({ 'content-type': 'application/json' }),
      { DPoP },
    );
    expect(await protectedRequest.json()).toMatchObject({ data: { viewer: { user: { username: 'kim' } } } });
    const bearer = await ask(url, { authorization: `Bearer ${tokens.access_token}` });
    expect(bearer.status).toBe(401);
    expect(bearer.headers.get('www-authenticate')).toContain('DPoP algs="ES256');
    const { userinfo_endpoint } = (await discover(application.issuer)) as { userinfo_endpoint: string };
    const info = await fetch(userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } });
    expect(info.status).toBe(401);

    const key = { privateKey: keys.privateKey, jwk: { ...(await exportJWK(keys.publicKey)), kid: '', alg: 'ES256' } };
    const send = async (claims: object = {}, by = key) =>
      (
        await ask(url, {
          authorization: `DPoP ${tokens.access_token}`,
          dpop: await proofFor(by, tokens.access_token, claims),
        })
      ).status;
    expect(await send()).toBe(200);
    expect(await send({ htm: 'GET' })).toBe(401);
    expect(await send({ htu: `${service.address}/imports` })).toBe(401);
    expect(await send({ htu: 'https://elsewhere.example/graphql' })).toBe(401);
    expect(await send({ ath: 'x' })).toBe(401);
    expect(await send({ iat: Math.floor(Date.now() / 1000) - 300 })).toBe(401);
    expect(await send({}, await keyPair())).toBe(401);
    const proof = await proofFor(key, tokens.access_token);
    const replays = await Promise.all(
      Array.from({ length: 6 }, () => ask(url, { authorization: `DPoP ${tokens.access_token}`, dpop: proof })),
    );
    expect(replays.filter(({ status }) => status === 200)).toHaveLength(1);

    // A confidential client is known by its secret, so its refresh tokens are not bound; its access tokens are.
    const refreshed = await client.refreshTokenGrant(configuration, tokens.refresh_token!, undefined, { DPoP });
    expect(refreshed.token_type).toBe('dpop');
  });

  it('is offered to everybody who sends a proof, and refuses the scheme for a bearer token', async () => {
    const application = await register();
    const { tokens } = await signIn(asKim(application));
    expect(tokens.token_type).toBe('Bearer');
    const key = await keyPair();
    const wrong = await ask(`${service.address}/graphql`, {
      authorization: `DPoP ${tokens.access_token}`,
      dpop: await proofFor(key, tokens.access_token),
    });
    expect(wrong.status).toBe(401);
  });
});

describe('a device without a browser', () => {
  interface Started {
    device_code: string;
    user_code: string;
    verification_uri: string;
    verification_uri_complete: string;
    expires_in: number;
  }
  let tv: graphql.Registered;
  beforeAll(async () => {
    tv = await register({ kind: 'SPA', redirectUris: null, deviceAuthorization: true, name: 'Television' });
  });

  const post = async (path: string, body: Record<string, string>) => {
    const response = await fetch(`${tv.issuer}${path}`, {
      method: 'POST',
      headers: { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0' },
      body: new URLSearchParams({ client_id: tv.clientId, ...body }),
    });
    return { status: response.status, body: await response.json() };
  };
  const begin = async (scope = 'openid offline_access self'): Promise<Started> =>
    (await post('/device/auth', { scope })).body as Started;
  const poll = async (device_code: string) => {
    await graphql.sqlOf(service)('update device_authorizations set polled_at = null');
    const { body } = await post('/token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code,
    });
    return body as Record<string, string>;
  };

  /** Follows the pages in a browser from the address that the device shows. Returns the last page. */
  const enter = async (address: string, { refuse = false, jar = new CookieJar() } = {}): Promise<Page> => {
    let url = new URL(address);
    let response = await browse(url, jar);
    for (let step = 0; step < 12; step += 1) {
      const location = response.headers.get('location');
      if (location) {
        url = new URL(location, url);
        response = await browse(url, jar);
        continue;
      }
      const page = { url, status: response.status, html: await response.text() };
      const password = formWith(page, 'password');
      const decision = formWith(page, 'decision');
      const confirm =
        formWith(page, 'confirm') ?? (page.html.includes('id="user_code"') ? undefined : formWith(page, 'user_code'));
      const form = password ?? decision ?? confirm;
      if (!form) return page;
      const more: Record<string, string> = password
        ? { username: 'kim', password: graphql.PASSWORD }
        : decision
          ? { decision: 'allow' }
          : refuse && formWith(page, 'confirm')
            ? { abort: 'yes' }
            : {};
      url = form.action;
      response = await browse(url, jar, { form: { ...form.fields, ...more } });
    }
    throw new Error('too many pages');
  };

  it('gets its tokens when somebody confirms its code in a browser, once', async () => {
    const started = await begin();
    expect(started).toMatchObject({ user_code: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/), expires_in: 600 });
    expect((await poll(started.device_code)).error).toBe('authorization_pending');
    const done = await enter(started.verification_uri_complete);
    expect(done.html).toContain('Your device is signed in');
    const tokens = await poll(started.device_code);
    expect(tokens).toMatchObject({ access_token: expect.any(String), refresh_token: expect.any(String) });
    const { viewer } = await graphql.ok(
      graphql.as(service, tokens.access_token!)('{ viewer { user { username } application { name } session { id } } }'),
    );
    expect(viewer).toMatchObject({ user: { username: 'kim' }, application: { name: 'Television' } });
    expect(viewer.session.id).toMatch(/^ses_/);
    expect((await poll(started.device_code)).error).toBe('invalid_grant');
    expect((await graphql.as(service, tokens.access_token!)('{ viewer { kind } }')).status).toBe(401);
  });

  it('shows what asks and from where before anybody is signed in', async () => {
    const { verification_uri_complete, user_code } = await begin();
    const pages: string[] = [];
    const jar = new CookieJar();
    let response = await browse(new URL(verification_uri_complete), jar);
    const automatic = formWith(
      { url: new URL(verification_uri_complete), status: 200, html: await response.text() },
      'user_code',
    )!;
    response = await browse(automatic.action, jar, { form: automatic.fields });
    pages.push(await response.text());
    expect(pages[0]).toContain('Television');
    expect(pages[0]).toContain(user_code);
    expect(pages[0]).toContain('Firefox 142.0');
    expect(pages[0]).not.toContain('name="password"');
  });

  it('hears that it was refused', async () => {
    const { device_code, verification_uri_complete } = await begin();
    expect((await enter(verification_uri_complete, { refuse: true })).html).toContain('The device was refused');
    expect((await poll(device_code)).error).toBe('access_denied');
  });

  it('gets nothing if the user was disabled between the confirmation and the poll', async () => {
    const started = await begin();
    await enter(started.verification_uri_complete);
    const kim = (await graphql.ok(admin('{ user(by: { username: "kim" }) { id } }'))).user.id as string;
    const disable = (userId: string) =>
      graphql.ok(
        admin(
          `mutation ($input: DisableUserInput!) { disableUser(input: $input) { revocation { counts { accessGrants } } ${graphql.ERRORS} } }`,
          {
            input: { userId },
          },
        ),
      );
    const enable = (userId: string) =>
      graphql.ok(
        admin(`mutation ($input: EnableUserInput!) { enableUser(input: $input) { ${graphql.ERRORS} } }`, {
          input: { userId },
        }),
      );
    const { disableUser } = await disable(kim);
    expect(disableUser.revocation.counts.accessGrants).toBeGreaterThanOrEqual(1);
    await enable(kim);
    expect((await poll(started.device_code)).error).toBe('invalid_grant');
  });

  it('is told to slow down, and codes cannot be guessed', async () => {
    const { device_code } = await begin();
    const body = { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code };
    expect((await post('/token', body)).body.error).toBe('authorization_pending');
    expect((await post('/token', body)).body.error).toBe('slow_down');

    const jar = new CookieJar();
    const page = { url: new URL(`${tv.issuer}/device`), status: 200, html: '' };
    page.html = await (await browse(page.url, jar)).text();
    const { action, fields } = formWith(page, 'user_code')!;
    const guess = async (n: number) =>
      (await browse(action, jar, { form: { ...fields, user_code: `BBBB-${String(n).padStart(4, 'C')}` } })).status;
    const statuses: number[] = [];
    for (let n = 0; n < 31; n += 1) statuses.push(await guess(n));
    expect(statuses.at(-1)).toBe(429);
  });

  it('needs an application that may do it', async () => {
    const other = await register();
    const response = await fetch(`${other.issuer}/device/auth`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${other.clientId}:${other.clientSecret}`).toString('base64')}` },
      body: new URLSearchParams({ scope: 'openid' }),
    });
    expect([response.status, (await response.json()).error]).toEqual([400, 'invalid_request']);
    expect(
      await refusalOf('createApplication', { name: 'X', kind: 'MACHINE', deviceAuthorization: true }),
    ).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'deviceAuthorization'] });
  });
});

it.each([
  '/.well-known/oauth-authorization-server/oidc',
  '/.well-known/oauth-authorization-server',
  '/oidc/.well-known/oauth-authorization-server',
])('serves its metadata at %s', async (path) => {
  const metadata = await (await fetch(`${service.address}${path}`)).json();
  expect(metadata).toMatchObject({
    issuer: `${service.address}/oidc`,
    id_token_signing_alg_values_supported: expect.arrayContaining(['RS256', 'ES256']),
    token_endpoint_auth_methods_supported: expect.arrayContaining(['private_key_jwt']),
    pushed_authorization_request_endpoint: expect.any(String),
    device_authorization_endpoint: expect.any(String),
    dpop_signing_alg_values_supported: expect.arrayContaining(['ES256']),
  });
});

it('logs what was asked where only the person sees the refusal: a redirect URI that is not registered', async () => {
  const application = await register();
  const { authorization_endpoint } = await discover(application.issuer);
  const url = new URL(authorization_endpoint);
  const redirect_uri = 'http://127.0.0.1:9/mistyped';
  url.search = new URLSearchParams({ client_id: application.clientId, redirect_uri, response_type: 'code' }).toString();
  const response = await fetch(url, { headers: { accept: 'text/html' } });
  expect(response.status).toBe(400);
  const shown = /<code>([^<]+)<\/code>/.exec(await response.text())![1]!;
  const line = await until(() =>
    service
      .log()
      .split('\n')
      .find((one) => one.includes(shown)),
  );
  expect(JSON.parse(line)).toMatchObject({
    requestId: shown,
    clientId: application.clientId,
    redirectUri: redirect_uri,
  });
});
