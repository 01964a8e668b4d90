/** What may be done with tokens at the provider's endpoints, and that each is used once. */
import { CookieJar } from '../../src/tools/browser';
import {
  authorize,
  clientCredentials,
  clientRequest,
  discover,
  exchange,
  introspect,
  OidcError,
  refresh,
  revokeToken,
  signIn,
  signOut,
  userinfo,
  type AuthorizeOptions,
} from '../../src/tools/oidc-flow';
import { encodeId } from '../../src/platform/type-id';
import { EFFORT } from '../support/effort';
import { startProvider, type Harness, type TestApplication, type TestUser, refused } from '../support/provider-harness';

let harness: Harness;
let user: TestUser;
let app: TestApplication;
beforeAll(async () => {
  harness = await startProvider();
  user = await harness.addUser();
  app = await harness.addApplication({ postLogoutRedirectUris: ['http://127.0.0.1:9/bye'] });
});
afterAll(() => harness?.stop());

const options = (more: Partial<AuthorizeOptions> = {}): AuthorizeOptions => ({
  issuer: harness.issuer,
  ...app,
  ...user,
  scope: 'openid offline_access self',
  ...more,
});
const client = (application: TestApplication) => ({ issuer: harness.issuer, ...application });
const rows = <Row = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  harness.database.query<Row>(sql, values);

describe('a refresh token', () => {
  it('is used once: a second use ends its family, once, and no other', async () => {
    const who = await harness.addUser();
    const jar = new CookieJar();
    const first = await signIn(options({ ...who, jar }));
    const other = await signIn(options({ ...who, jar }));
    const second = await refresh(client(app), first.tokens.refresh_token!);
    for (let i = 0; i < 3; i += 1)
      expect((await refused(refresh(client(app), first.tokens.refresh_token!))).error).toBe('invalid_grant');
    expect((await refused(refresh(client(app), second.refresh_token!))).error).toBe('invalid_grant');
    for (const token of [first.tokens.access_token, second.access_token])
      expect(await introspect(client(app), token)).toEqual({ active: false });
    expect(await introspect(client(app), other.tokens.access_token)).toMatchObject({ active: true });
    expect((await refresh(client(app), other.tokens.refresh_token!)).access_token).toBeTruthy();
    expect(await rows(`select type from events where type = 'TOKEN_REUSED' and user_id = $1`, [who.id])).toHaveLength(
      1,
    );
    const receipts = await rows<{ counts: object; target_type: string }>(
      'select counts, target_type from revocations where user_id = $1',
      [who.id],
    );
    expect(receipts).toEqual([
      { target_type: 'Token', counts: expect.objectContaining({ accessTokens: 2, refreshTokens: 1 }) },
    ]);
  });

  it('has exactly one success when used twenty times at once', async () => {
    const who = await harness.addUser();
    const { tokens } = await signIn(options(who));
    const { token_endpoint } = await discover(harness.issuer);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        clientRequest(token_endpoint, app, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array<number>(19).fill(400)]);
    for (const answer of answers.filter(({ status }) => status === 400))
      expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
    expect(await rows(`select type from events where type = 'TOKEN_REUSED' and user_id = $1`, [who.id])).toHaveLength(
      1,
    );
  });
});

it('exchanges a code once, of twenty tries at once', async () => {
  const who = await harness.addUser();
  const authorized = await authorize(options(who));
  const { token_endpoint } = await discover(harness.issuer);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      clientRequest(token_endpoint, app, {
        grant_type: 'authorization_code',
        code: authorized.code,
        code_verifier: authorized.verifier,
        redirect_uri: app.redirectUri,
      }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(400)]);
  for (const answer of answers.filter(({ status }) => status === 400))
    expect(await answer.json()).toMatchObject({ error: 'invalid_grant' });
  const winner = (await answers.find(({ status }) => status === 200)!.json()) as { access_token: string };
  expect(await introspect(client(app), winner.access_token)).toEqual({ active: false });
});

it('keeps the tokens of a code that a stranger presents again without its verifier', async () => {
  const authorized = await authorize(options());
  const tokens = await exchange(options(), authorized);
  expect((await refused(exchange(options(), { ...authorized, verifier: 'x'.repeat(43) }))).error).toBe('invalid_grant');
  expect(await introspect(client(app), tokens.access_token)).toMatchObject({ active: true });
});

it(
  'lets nothing minted survive a disable that came in between',
  async () => {
    const who = await harness.addUser();
    let survivors = 0;
    let jar = new CookieJar();
    for (let trial = 0; trial < 60 * EFFORT; trial += 1) {
      const { tokens } = await signIn(options({ ...who, jar, scope: 'openid offline_access' }));
      const lock = await harness.database.begin();
      await lock.database.query('select id from users where id = $1 for no key update', [who.id]);
      const refreshing = refresh(client(app), tokens.refresh_token!).catch(() => null);
      if (trial % 3 > 0) await new Promise((done) => setTimeout(done, trial % 3));
      await lock.database.execute('update users set disabled_at = now(), epoch = epoch + 1 where id = $1', [who.id]);
      await lock.commit();
      const refreshed = await refreshing;
      await harness.database.execute('update users set disabled_at = null where id = $1', [who.id]);
      for (const token of [tokens.access_token, refreshed?.access_token, refreshed?.refresh_token])
        if (token && (await introspect(client(app), token)).active) survivors += 1;
      jar = new CookieJar();
    }
    expect(survivors).toBe(0);
  },
  120_000 * EFFORT,
);

describe('client credentials', () => {
  it('give a machine what it lists, and nothing else', async () => {
    const machine = await harness.addApplication({ kind: 'MACHINE', scopes: ['admin', 'users:read'] });
    const tokens = await clientCredentials(client(machine), { scope: 'users:read' });
    expect(tokens).toMatchObject({ expires_in: 3600, scope: 'users:read' });
    expect(tokens.refresh_token).toBeUndefined();
    expect(await introspect(client(machine), tokens.access_token)).toMatchObject({
      active: true,
      client_id: machine.clientId,
    });
    expect((await refused(clientCredentials(client(machine), { scope: 'users:disable' }))).error).toBe('invalid_scope');
    const resourceOnly = await harness.addApplication({ kind: 'MACHINE', scopes: ['orders:read'] });
    expect((await refused(clientCredentials(client(resourceOnly), { scope: 'admin' }))).error).toBe('invalid_scope');
    const [issued] = await rows(`select family_id, user_id, scopes from tokens where client_id = $1`, [
      machine.clientId,
    ]);
    expect(issued).toEqual({ family_id: null, user_id: null, scopes: ['users:read'] });
  });

  it('are refused to other kinds, with a wrong secret, and once the application is disabled', async () => {
    const machine = await harness.addApplication({ kind: 'MACHINE', scopes: ['admin'] });
    const { access_token } = await clientCredentials(client(machine), { scope: 'admin' });
    expect((await refused(clientCredentials(client(app)))).error).toBe('invalid_request');
    expect(await refused(clientCredentials({ ...client(machine), clientSecret: 'wrong' }))).toMatchObject({
      error: 'invalid_client',
      status: 401,
    });
    expect(await refused(clientCredentials({ ...client(machine), clientId: 'nobody' }))).toMatchObject({
      error: 'invalid_client',
      status: 401,
    });
    await harness.database.execute('update applications set disabled_at = now(), epoch = epoch + 1 where id = $1', [
      machine.id,
    ]);
    expect((await refused(clientCredentials(client(machine)))).error).toBe('invalid_client');
    await harness.database.execute('update applications set disabled_at = null where id = $1', [machine.id]);
    expect(await introspect(client(machine), access_token)).toEqual({ active: false });
  });

  it('take both secrets while they are rotated, in the header or the body', async () => {
    const machine = await harness.addApplication({ kind: 'MACHINE', scopes: ['admin'] });
    await harness.database.execute(
      `insert into application_secrets (id, application_id, hash, created_at, expires_at)
       select gen_random_uuid(), $1::uuid, sha256('second'), now(), null union all select gen_random_uuid(), $1::uuid, sha256('expired'), now(), now()`,
      [machine.id],
    );
    for (const clientSecret of [machine.clientSecret, 'second'])
      expect(await clientCredentials({ ...client(machine), clientSecret })).toBeTruthy();
    expect((await refused(clientCredentials({ ...client(machine), clientSecret: 'expired' }))).error).toBe(
      'invalid_client',
    );
    const { token_endpoint } = await discover(harness.issuer);
    const parameters = { grant_type: 'client_credentials', client_secret: 'second' };
    expect((await clientRequest(token_endpoint, { clientId: machine.clientId }, parameters)).status).toBe(200);
  });
});

describe('introspection', () => {
  it('answers the client of the token, its resource server, and machines that may; everybody else hears that it is not active', async () => {
    const identifier = 'https://orders.example.com';
    const server = await harness.addApplication({
      kind: 'RESOURCE_SERVER',
      identifier,
      scopes: ['orders:read', 'orders:write'],
      redirectUris: [],
    });
    const otherServer = await harness.addApplication({
      kind: 'RESOURCE_SERVER',
      identifier: 'https://other.example.com',
      redirectUris: [],
    });
    const inspector = await harness.addApplication({
      kind: 'MACHINE',
      scopes: ['tokens:introspect'],
      redirectUris: [],
    });
    const machine = await harness.addApplication({ kind: 'MACHINE', scopes: ['users:read'], redirectUris: [] });
    const own = (await signIn(options())).tokens.access_token;
    const asked = () => signIn(options({ scope: 'openid orders:read', resource: identifier }));
    // Nothing is granted by default.
    expect((await refused(asked())).error).toBe('invalid_target');
    await harness.database.execute('update applications set resource_scopes = $2 where id = $1', [
      ...[app.id, JSON.stringify({ [identifier]: ['orders:read'] })],
    ]);
    const { tokens } = await asked();
    expect(tokens.scope).toBe('orders:read');

    const active = async (who: TestApplication, token: string) => (await introspect(client(who), token)).active;
    expect(await introspect(client(server), tokens.access_token)).toMatchObject({
      active: true,
      aud: identifier,
      sub: encodeId('User', user.id),
      username: user.username,
      scope: 'orders:read',
    });
    expect(
      await Promise.all([app, otherServer, inspector, machine].map((who) => active(who, tokens.access_token))),
    ).toEqual([true, false, false, false]);
    expect(await Promise.all([app, server, inspector, machine].map((who) => active(who, own)))).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect(await rows('select resource, scopes from tokens where resource = $1', [identifier])).toEqual([
      { resource: identifier, scopes: ['orders:read'] },
    ]);
    expect((await refused(userinfo(harness.issuer, tokens.access_token))).status).toBe(403);
  });

  it('is for clients that authenticate', async () => {
    const spa = await harness.addApplication({ kind: 'SPA' });
    const { tokens } = await signIn(options(spa));
    expect(await introspect(client(spa), tokens.access_token)).toEqual({ active: false });
    expect((await refused(introspect({ ...client(app), clientSecret: 'wrong' }, tokens.access_token))).status).toBe(
      401,
    );
    for (const token of ['', 'x', 'x'.repeat(5_000), 'a\0b', '%'])
      expect(await introspect(client(app), token).catch((error: OidcError) => error.error)).toEqual(
        token === '' ? 'invalid_request' : { active: false },
      );
  });
});

describe('revocation', () => {
  it('ends an access token alone, and a refresh token with its family', async () => {
    const { tokens } = await signIn(options());
    await revokeToken(client(app), tokens.access_token);
    expect(await introspect(client(app), tokens.access_token)).toEqual({ active: false });
    const second = await refresh(client(app), tokens.refresh_token!);
    await revokeToken(client(app), second.refresh_token!, 'refresh_token');
    expect(await introspect(client(app), second.access_token)).toEqual({ active: false });
    expect((await refused(refresh(client(app), second.refresh_token!))).error).toBe('invalid_grant');
    const receipts = await rows<{ action: string }>(
      'select action from revocations where user_id = $1 order by id desc limit 2',
      [user.id],
    );
    expect(receipts.map(({ action }) => action)).toEqual(['revocation_endpoint', 'revocation_endpoint']);
  });

  it("answers 200 for what is unknown, and leaves what is another client's", async () => {
    const { tokens } = await signIn(options());
    await revokeToken(client(app), 'unknown');
    await revokeToken(client(await harness.addApplication()), tokens.access_token);
    expect(await introspect(client(app), tokens.access_token)).toMatchObject({ active: true });
    const spa = await harness.addApplication({ kind: 'SPA' });
    const own = await signIn(options(spa));
    await revokeToken(client(spa), own.tokens.refresh_token!);
    expect((await refused(refresh(client(spa), own.tokens.refresh_token!))).error).toBe('invalid_grant');
  });
});

describe('sign-out', () => {
  it('ends the session and whatever it issued', async () => {
    const who = await harness.addUser();
    const jar = new CookieJar();
    const { tokens } = await signIn(options({ ...who, jar }));
    const pending = await authorize(options({ ...who, jar }));
    const other = await signIn(options({ ...who, jar: new CookieJar() }));
    const left = await signOut(harness.issuer, jar, {
      id_token_hint: tokens.id_token!,
      post_logout_redirect_uri: 'http://127.0.0.1:9/bye',
      state: 'x1',
    });
    expect(left.url.href).toBe('http://127.0.0.1:9/bye?state=x1');
    expect(await introspect(client(app), tokens.access_token)).toEqual({ active: false });
    expect((await refused(refresh(client(app), tokens.refresh_token!))).error).toBe('invalid_grant');
    expect((await refused(exchange(options(), pending))).error).toBe('invalid_grant');
    expect((await refused(authorize(options({ jar, parameters: { prompt: 'none' } })))).error).toBe('login_required');
    expect(await introspect(client(app), other.tokens.access_token)).toMatchObject({ active: true });
    expect(await rows('select end_reason from sessions where user_id = $1 and ended_at is not null', [who.id])).toEqual(
      [{ end_reason: 'LOGOUT' }],
    );
    const [receipt] = await rows<{ action: string; counts: object }>(
      'select action, counts from revocations where user_id = $1',
      [who.id],
    );
    expect(receipt).toMatchObject({
      action: 'end_session_endpoint',
      counts: { sessions: 1, accessTokens: 1, refreshTokens: 1, accessGrants: 1 },
    });
    expect(await rows(`select id from events where type = 'SIGN_OUT' and user_id = $1`, [who.id])).toHaveLength(1);
  });

  it('asks first, and says when it is done; it goes only where the client may', async () => {
    const jar = new CookieJar();
    await signIn(options({ jar }));
    const { end_session_endpoint } = await discover(harness.issuer);
    const url = new URL(end_session_endpoint);
    const page = await fetch(url, { headers: { cookie: jar.header(url), accept: 'text/html' } });
    expect(await page.text()).toContain('Stay signed in');
    expect((await authorize(options({ jar, parameters: { prompt: 'none' } }))).code).toBeTruthy();
    url.search = new URLSearchParams({
      client_id: app.clientId,
      post_logout_redirect_uri: 'https://evil.example/',
    }).toString();
    expect((await fetch(url, { redirect: 'manual' })).status).toBe(400);
    const done = await signOut(harness.issuer, jar);
    expect(done.status).toBe(200);
    expect(done.html).toContain('signed out');
  });
});

it('knows the resources that are registered and enabled, and its own', async () => {
  const graphql = `${harness.url}/graphql`;
  const { tokens } = await signIn(options({ scope: 'openid self', resource: graphql }));
  expect(tokens.scope).toBe('self');
  expect(await introspect(client(app), tokens.access_token)).toMatchObject({ aud: graphql });
  const server = await harness.addApplication({
    kind: 'RESOURCE_SERVER',
    identifier: 'https://gone.example.com',
    scopes: ['a'],
    redirectUris: [],
  });
  await harness.database.execute('update applications set disabled_at = now() where id = $1', [server.id]);
  for (const resource of [
    'https://gone.example.com',
    'https://unknown.example.com',
    'nonsense',
    'https://x.example.com/#f',
  ])
    expect((await refused(authorize(options({ scope: 'openid a', resource })))).error).toBe('invalid_target');
  const machine = await harness.addApplication({
    ...{ kind: 'MACHINE', redirectUris: [] },
    resourceScopes: { 'https://stock.example.com': ['orders:read'] },
  });
  await harness.addApplication({
    kind: 'RESOURCE_SERVER',
    identifier: 'https://stock.example.com',
    scopes: ['orders:read', 'orders:write'],
    redirectUris: [],
  });
  const stock = (scope: string) => clientCredentials(client(machine), { scope, resource: 'https://stock.example.com' });
  expect((await stock('orders:read')).scope).toBe('orders:read');
  for (const scope of ['orders:read orders:write', 'orders:raed'])
    expect(await refused(stock(scope))).toMatchObject({ error: 'invalid_scope' });
});

it.each([
  ['mistyped', 'openid emial'],
  ['of a resource server that is not named', 'openid orders:read'],
])('refuses a scope that is %s, and names it', async (_, scope) => {
  const unknown = scope.split(' ')[1];
  expect(await refused(authorize(options({ scope })))).toMatchObject({ error: 'invalid_scope' });
  const machine = await harness.addApplication({ kind: 'MACHINE', scopes: ['users:read'], redirectUris: [] });
  const refusal = await refused(clientCredentials(client(machine), { scope: `users:read ${unknown}` }));
  expect([refusal.error, JSON.parse(refusal.body).scope]).toEqual(['invalid_scope', unknown]);
});

it('leaves out standard scopes that it has no claims for', async () => {
  const { tokens } = await signIn(options({ scope: 'openid profile address phone' }));
  expect(tokens.scope).toBe('openid profile');
});

it("lets scripts of a client's own origin, and no other, use the endpoints", async () => {
  const spa = await harness.addApplication({ kind: 'SPA', redirectUris: ['http://localhost:8123/callback'] });
  const { token_endpoint, issuer } = await discover(harness.issuer);
  const ask = (origin: string) =>
    fetch(token_endpoint, {
      method: 'POST',
      headers: { origin, accept: 'application/json' },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x', client_id: spa.clientId }),
    });
  const allowed = await ask('http://localhost:8123');
  expect(allowed.headers.get('access-control-allow-origin')).toBe('http://localhost:8123');
  expect(await allowed.json()).toMatchObject({ error: 'invalid_grant' });
  const denied = await ask('https://evil.example');
  expect(denied.headers.get('access-control-allow-origin')).toBeNull();
  const preflight = await fetch(token_endpoint, {
    method: 'OPTIONS',
    headers: { origin: 'http://localhost:8123', 'access-control-request-method': 'POST' },
  });
  expect(preflight.status).toBe(204);
  const document = await fetch(`${issuer}/.well-known/openid-configuration`, {
    headers: { origin: 'https://any.example', host: 'evil.example' },
  });
  expect(document.headers.get('access-control-allow-origin')).toBeTruthy();
  const text = await document.text();
  expect(text).not.toContain('evil');
  expect(JSON.parse(text)).toMatchObject({
    issuer,
    token_endpoint: `${issuer}/token`,
    authorization_response_iss_parameter_supported: true,
  });
});

it('never answers bad input with a server error', async () => {
  const endpoints = await discover(harness.issuer);
  const bodies = [
    '',
    'a',
    '%',
    '%00=%00',
    'grant_type=authorization_code&code=%00&redirect_uri=%00',
    'token=%ED%A0%80',
    `code=${'x'.repeat(60_000)}`,
    '__proto__=1',
  ];
  for (const url of [
    endpoints.token_endpoint,
    endpoints.introspection_endpoint,
    endpoints.revocation_endpoint,
    endpoints.registration_endpoint,
    endpoints.userinfo_endpoint,
    `${endpoints.end_session_endpoint}/confirm`,
  ])
    for (const body of bodies)
      for (const type of ['application/x-www-form-urlencoded', 'application/json', 'text/plain']) {
        const basic = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64');
        const response = await fetch(url, {
          method: 'POST',
          body,
          headers: { 'content-type': type, authorization: `Basic ${basic}`, accept: 'application/json' },
        });
        expect(response.status).toBeGreaterThanOrEqual(200);
        expect([url, type, body.slice(0, 20), response.status < 500]).toEqual([url, type, body.slice(0, 20), true]);
      }
  for (const path of ['/oidc/', '/oidc/nothing', '/oidc/auth?scope=%00', '/oidc/signin/x', '/oidc/token', '/signin'])
    expect((await fetch(`${harness.url}${path}`, { redirect: 'manual' })).status).toBeLessThan(500);
  const nonce = await refused(authorize(options({ parameters: { nonce: 'a\0b' } })));
  expect(nonce.status).toBe(400);
});
