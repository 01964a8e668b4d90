/** Code and PKCE through the pages, as a browser and a client do it. */
import * as client from 'openid-client';
import { browse, CookieJar, formWith } from '../../src/tools/browser';
import {
  authorize,
  discover,
  exchange,
  introspect,
  refresh,
  signIn,
  userinfo,
  type AuthorizeOptions,
} from '../../src/tools/oidc-flow';
import { startProvider, type Harness, type TestApplication, type TestUser, refused } from '../support/provider-harness';

let harness: Harness;
let user: TestUser;
let app: TestApplication;
beforeAll(async () => {
  harness = await startProvider();
  user = await harness.addUser({ email: 'ada@example.com' });
  app = await harness.addApplication();
});
afterAll(() => harness?.stop());

const SCOPE = 'openid profile email offline_access self';
const options = (more: Partial<AuthorizeOptions> = {}): AuthorizeOptions => ({
  issuer: harness.issuer,
  ...app,
  ...user,
  scope: SCOPE,
  ...more,
});
const events = (type: string, userId: string) =>
  harness.database.query<{
    details: Record<string, unknown>;
    session_id: string | null;
    application_id: string | null;
  }>('select * from events where type = $1 and user_id = $2 order by id', [type, userId]);

it('signs in, asks for consent, and gives an access, a refresh and an ID token', async () => {
  const pages: string[] = [];
  const userAgent =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 14_2) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15';
  const { tokens, returned } = await signIn(options({ userAgent, onPage: ({ html }) => pages.push(html) }));
  expect(pages).toHaveLength(2);
  expect(pages[1]).toContain('Know who you are');
  expect(returned.searchParams.get('iss')).toBe(harness.issuer);
  expect(tokens).toMatchObject({ token_type: 'Bearer', expires_in: 900, scope: SCOPE });
  const claims = JSON.parse(Buffer.from(tokens.id_token!.split('.')[1]!, 'base64url').toString()) as object;
  expect(claims).toMatchObject({
    sub: expect.stringMatching(/^usr_/),
    amr: ['pwd'],
    aud: app.clientId,
    iss: harness.issuer,
  });
  expect(await userinfo(harness.issuer, tokens.access_token)).toMatchObject({
    preferred_username: user.username,
    email: 'ada@example.com',
    email_verified: false,
  });
  expect(await introspect({ issuer: harness.issuer, ...app }, tokens.access_token)).toMatchObject({
    active: true,
    username: user.username,
    client_id: app.clientId,
    scope: SCOPE,
  });

  const [session] = await harness.database.query<Record<string, unknown>>('select * from sessions where user_id = $1', [
    user.id,
  ]);
  expect(session).toMatchObject({
    platform: 'MACOS',
    os: 'macOS',
    browser: 'Safari 17.2',
    ip: '127.0.0.1',
    authentication_methods: ['pwd'],
  });
  const [token] = await harness.database.query<Record<string, unknown>>(
    `select * from tokens where user_id = $1 and kind = 'ACCESS'`,
    [user.id],
  );
  expect(token).toMatchObject({
    session_id: session!.id,
    application_id: app.id,
    user_epoch: 0,
    session_bound: false,
    resource: null,
  });
  expect(
    await harness.database.one('select last_login_at is not null as seen from users where id = $1', [user.id]),
  ).toEqual({ seen: true });
  for (const [type, count] of Object.entries({ SIGN_IN: 1, CONSENT_GIVEN: 1, TOKEN_ISSUED: 1 }))
    expect(await events(type, user.id)).toHaveLength(count);
  expect((await events('SIGN_IN', user.id))[0]).toMatchObject({ session_id: session!.id, application_id: app.id });
});

it('works with openid-client', async () => {
  const server = await client.discovery(new URL(harness.issuer), app.clientId, app.clientSecret, undefined, {
    execute: [client.allowInsecureRequests],
  });
  const verifier = client.randomPKCECodeVerifier();
  const state = client.randomState();
  const nonce = client.randomNonce();
  const url = client.buildAuthorizationUrl(server, {
    redirect_uri: app.redirectUri,
    scope: SCOPE,
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const parameters = Object.fromEntries(url.searchParams);
  const { returned } = await authorize(options({ parameters, jar: new CookieJar() }));
  const tokens = await client.authorizationCodeGrant(server, returned, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
  });
  expect(tokens.claims()?.sub).toMatch(/^usr_/);
  const refreshed = await client.refreshTokenGrant(server, tokens.refresh_token!);
  expect(refreshed.access_token).not.toBe(tokens.access_token);
  expect(await client.fetchUserInfo(server, refreshed.access_token, tokens.claims()!.sub)).toMatchObject({
    preferred_username: user.username,
  });
  expect(await client.tokenIntrospection(server, refreshed.access_token)).toMatchObject({ active: true });
  await client.tokenRevocation(server, refreshed.refresh_token!);
  expect(await client.tokenIntrospection(server, refreshed.access_token)).toEqual({ active: false });
});

it('remembers the consent, and asks again only for more', async () => {
  const other = await harness.addUser();
  const jar = new CookieJar();
  const pages: string[] = [];
  const more = { ...other, jar, onPage: ({ html }: { html: string }) => pages.push(html) };
  await signIn(options({ ...more, scope: 'openid profile' }));
  expect(pages).toHaveLength(2);
  await signIn(options({ ...more, scope: 'openid' }));
  expect(pages).toHaveLength(2);
  await signIn(options({ ...more, scope: 'openid profile self' }));
  expect(pages).toHaveLength(3);
  const consents = await harness.database.query<{ scopes: string[] }>(
    'select scopes from consents where user_id = $1',
    [other.id],
  );
  expect(consents.map(({ scopes }) => scopes)).toEqual([['openid', 'profile', 'self']]);
  expect(await events('CONSENT_GIVEN', other.id)).toHaveLength(2);
  expect(await events('SIGN_IN', other.id)).toHaveLength(1);
});

it('follows the consent mode of the application', async () => {
  const countPages = async (target: TestApplication, jar: CookieJar, who: TestUser) => {
    let pages = 0;
    await signIn(options({ ...target, ...who, jar, scope: 'openid', onPage: () => (pages += 1) }));
    return pages;
  };
  const modes = { ALWAYS: [2, 1, 1], PERMANENT: [2, 0, 0], IMPLICIT: [1, 0, 0], EXPIRES: [2, 0, 1] } as const;
  for (const [consentMode, expected] of Object.entries(modes) as [keyof typeof modes, readonly number[]][]) {
    const target = await harness.addApplication({
      consentMode,
      ...(consentMode === 'EXPIRES' ? { consentLifetime: 3600 } : {}),
    });
    const who = await harness.addUser();
    const jar = new CookieJar();
    const seen = [await countPages(target, jar, who), await countPages(target, jar, who)];
    if (consentMode === 'EXPIRES')
      await harness.database.execute('update consents set expires_at = now() where user_id = $1', [who.id]);
    seen.push(await countPages(target, jar, who));
    expect([consentMode, seen]).toEqual([consentMode, expected]);
    const standing = 'select id from consents where user_id = $1 and revoked_at is null';
    expect(await harness.database.query(standing, [who.id])).toHaveLength(1);
  }
});

it('ends what rested on a consent when that runs out, for good', async () => {
  const target = await harness.addApplication({ consentMode: 'EXPIRES', consentLifetime: 3600 });
  const who = await harness.addUser();
  const signingIn = () => signIn(options({ ...target, ...who, scope: 'openid offline_access self' }));
  const { tokens } = await signingIn();
  const asking = options({ ...target, ...who });
  const isActive = async (token: string) => (await introspect(asking, token)).active;
  expect(await isActive(tokens.access_token)).toBe(true);
  await harness.database.execute('update consents set expires_at = now() where user_id = $1', [who.id]);
  const dead = async () => {
    expect(await isActive(tokens.access_token)).toBe(false);
    expect((await refused(refresh(asking, tokens.refresh_token!))).error).toBe('invalid_grant');
  };
  await dead();
  // Given anew it is another one.
  const anew = await signingIn();
  expect(await isActive(anew.tokens.access_token)).toBe(true);
  await dead();
  const [former, present] = await harness.database.query<{ id: string; endReason: string | null }>(
    'select id, end_reason as "endReason" from consents where user_id = $1 order by id',
    [who.id],
  );
  expect([former!.endReason, present!.endReason]).toEqual(['EXPIRED', null]);
});

it('keeps one row when consent is given twice at once', async () => {
  const who = await harness.addUser();
  const jar = new CookieJar();
  await signIn(
    options({ ...who, ...(await harness.addApplication({ consentMode: 'IMPLICIT' })), jar, scope: 'openid' }),
  );
  const target = await harness.addApplication();
  const scopes = [
    'openid',
    'openid profile',
    'openid email',
    'openid self',
    'openid offline_access',
    'openid profile email',
  ];
  await Promise.all(scopes.map((scope) => signIn(options({ ...target, ...who, jar: jar.clone(), scope }))));
  const rows = await harness.database.query<{ scopes: string[] }>(
    'select scopes from consents where application_id = $1',
    [target.id],
  );
  expect(rows).toEqual([{ scopes: ['email', 'offline_access', 'openid', 'profile', 'self'] }]);
});

it('answers prompt=none, max_age and login_hint', async () => {
  const jar = new CookieJar();
  expect((await refused(authorize(options({ jar, parameters: { prompt: 'none' } })))).error).toBe('login_required');
  await signIn(options({ jar }));
  expect((await authorize(options({ jar, parameters: { prompt: 'none' } }))).code).toBeTruthy();
  const fresh = await harness.addApplication();
  expect((await refused(authorize(options({ ...fresh, jar, parameters: { prompt: 'none' } })))).error).toBe(
    'consent_required',
  );

  let html = '';
  await signIn(
    options({ jar, parameters: { prompt: 'login', login_hint: 'hinted' }, onPage: (page) => (html ||= page.html) }),
  );
  expect(html).toContain('value="hinted"');
  let pages = 0;
  await signIn(options({ jar, parameters: { max_age: '3600' }, onPage: () => (pages += 1) }));
  expect(pages).toBe(0);
  await harness.database.execute(
    `update sessions set payload = payload || jsonb_build_object('loginTs', extract(epoch from now())::int - 7200) where user_id = $1`,
    [user.id],
  );
  await signIn(options({ jar, parameters: { max_age: '3600' }, onPage: () => (pages += 1) }));
  expect(pages).toBe(1);
});

it('lets a refusal of consent and a cancelled sign-in go back to the client', async () => {
  const target = await harness.addApplication();
  expect((await refused(authorize(options({ ...target, decision: 'deny' })))).error).toBe('access_denied');
  expect(await harness.database.query('select id from consents where application_id = $1', [target.id])).toEqual([]);

  const jar = new CookieJar();
  const page = await signInPage(jar);
  const cancelled = await browse(new URL(`${page.url.href}/cancel`), jar, {
    form: { csrf: formWith(page, 'csrf')!.fields.csrf! },
  });
  const back = await browse(new URL(cancelled.headers.get('location')!), jar);
  expect(back.headers.get('location')).toMatch(/^http:\/\/127\.0\.0\.1:9\/callback\?error=access_denied/);
});

const signInPage = async (jar: CookieJar, more: Record<string, string> = {}) => {
  const { authorization_endpoint } = await discover(harness.issuer);
  const url = new URL(authorization_endpoint);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: 'openid',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
    ...more,
  }).toString();
  const response = await browse(url, jar);
  const location = new URL(response.headers.get('location')!, url);
  const page = await browse(location, jar);
  return { url: location, status: page.status, html: await page.text(), headers: page.headers };
};

it('has pages that nothing can frame, cache or script', async () => {
  const { headers, status } = await signInPage(new CookieJar());
  expect(status).toBe(200);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('content-security-policy')).toMatch(
    /default-src 'none'.*form-action 'self' http:\/\/127\.0\.0\.1:9.*frame-ancestors 'none'/,
  );
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

it('sets cookies that scripts cannot read and that a new sign-in replaces', async () => {
  const jar = new CookieJar();
  await signIn(options({ jar }));
  const before = jar.get('session');
  expect(before).toMatch(/^[\w-]{43}$/);
  await signIn(options({ jar, parameters: { prompt: 'login' } }));
  expect(jar.get('session')).not.toBe(before);
  const stale = new CookieJar();
  const url = new URL(harness.issuer);
  stale.store(new Response(null, { headers: { 'set-cookie': `castellan_session=${before}; path=/` } }), url);
  expect((await refused(authorize(options({ jar: stale, parameters: { prompt: 'none' } })))).error).toBe(
    'login_required',
  );
});

describe('a form', () => {
  const count = async () => (await harness.database.query('select id from events')).length;

  it('does nothing where its csrf field is missing or not its own', async () => {
    const before = await count();
    const jar = new CookieJar();
    const page = await signInPage(jar);
    const other = formWith(await signInPage(new CookieJar()), 'csrf')!.fields.csrf!;
    for (const csrf of [{}, { csrf: '' }, { csrf: 'x'.repeat(43) }, { csrf: other }] as Record<string, string>[]) {
      const response = await browse(page.url, jar, {
        form: { username: user.username, password: user.password, ...csrf },
      });
      expect(response.status).toBe(403);
      const html = await response.text();
      expect(html).toContain(`value="${user.username}"`);
      expect(html).not.toContain(user.password);
    }
    expect(await count()).toBe(before);
  });

  it('is refused too large, in another form, with a field twice, or with fields that are too long', async () => {
    const jar = new CookieJar();
    const page = await signInPage(jar);
    const { csrf } = formWith(page, 'csrf')!.fields as { csrf: string };
    const post = (body: string, type = 'application/x-www-form-urlencoded') =>
      fetch(page.url, {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: { 'content-type': type, cookie: jar.header(page.url) },
      });
    expect((await post(`csrf=${csrf}&username=${'x'.repeat(20_000)}`)).status).toBe(413);
    expect((await post('{}', 'application/json')).status).toBe(415);
    expect((await post(`csrf=${csrf}&username=a&username=b&password=c`)).status).toBe(400);
    expect((await post(`csrf=${csrf}&username=${'x'.repeat(400)}&password=c`)).status).toBe(400);
    expect((await post(`csrf=${csrf}&username=&password=`)).status).toBe(400);
    expect((await post(`csrf=${csrf}&username=a%00b&password=c`)).status).toBe(401);
    expect((await post(`csrf=${csrf}&username=%ED%A0%80&password=%00`)).status).toBe(401);
  });
});

it('gives one answer for a wrong password, an unknown user and a disabled one, and records which it was', async () => {
  const disabled = await harness.addUser({ status: 'DISABLED' });
  const pending = await harness.addUser({ status: 'PENDING_CONFIRMATION' });
  const bodies = new Set<string>();
  for (const [username, password] of [
    [user.username, 'wrong'],
    ['nobody', user.password],
    [disabled.username, disabled.password],
    [pending.username, pending.password],
  ] as const) {
    const error = await refused(signIn(options({ username, password })));
    expect([error.error, error.status]).toEqual(['sign_in_refused', 401]);
    bodies.add(error.description!);
  }
  expect([...bodies]).toHaveLength(1);
  const causes = await harness.database.query<{ cause: string }>(
    `select details ->> 'cause' as cause from events where type = 'SIGN_IN_FAILED' and details ->> 'cause' <> 'UNKNOWN_USER' order by id desc limit 3`,
  );
  expect(causes.map(({ cause }) => cause).sort()).toEqual(['DISABLED', 'PENDING_CONFIRMATION', 'WRONG_PASSWORD']);
});

it('lets a confirmed user in, who is active from then on; by e-mail and in any case of letters too', async () => {
  const pending = await harness.addUser({ status: 'PENDING_LOGIN', email: 'grace@example.com' });
  await signIn(options({ username: ' Grace@Example.com ', password: pending.password }));
  expect(await harness.database.one('select status from users where id = $1', [pending.id])).toEqual({
    status: 'ACTIVE',
  });
});

it('shows an error of its own where it cannot go back to a client', async () => {
  const { authorization_endpoint } = await discover(harness.issuer);
  const get = (parameters: Record<string, string>, accept = 'text/html') =>
    fetch(`${authorization_endpoint}?${new URLSearchParams(parameters).toString()}`, {
      redirect: 'manual',
      headers: { accept },
    });
  const base = {
    response_type: 'code',
    scope: 'openid',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  };
  for (const parameters of [
    { ...base, client_id: 'nobody', redirect_uri: app.redirectUri },
    { ...base, client_id: app.clientId, redirect_uri: 'https://evil.example/' },
    { ...base, client_id: app.clientId, redirect_uri: `${app.redirectUri}/more` },
    { ...base, client_id: app.clientId },
    { ...base, client_id: 'a\0b', redirect_uri: app.redirectUri },
    { ...base, client_id: 'x'.repeat(5_000), redirect_uri: app.redirectUri },
    {},
  ] as Record<string, string>[]) {
    const response = await get(parameters);
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(response.headers.get('content-type')).toContain('text/html');
  }
});

it('wants PKCE with S256 from every client', async () => {
  const { authorization_endpoint } = await discover(harness.issuer);
  for (const challenge of [{}, { code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }] as Record<
    string,
    string
  >[]) {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: app.redirectUri,
      scope: 'openid',
      ...challenge,
    });
    const response = await fetch(`${authorization_endpoint}?${query.toString()}`, { redirect: 'manual' });
    expect(response.headers.get('location')).toContain('error=invalid_request');
  }
  const authorized = await authorize(options());
  expect((await refused(exchange(options(), { ...authorized, verifier: 'y'.repeat(43) }))).error).toBe('invalid_grant');
});

it('refuses an expired code, and a code of another client', async () => {
  const first = await authorize(options());
  await harness.database.execute(`update access_grants set expires_at = now() where consumed_at is null`);
  expect((await refused(exchange(options(), first))).error).toBe('invalid_grant');
  const second = await authorize(options());
  expect((await refused(exchange(options(await harness.addApplication()), second))).error).toBe('invalid_grant');
  expect((await exchange(options(), second)).access_token).toBeTruthy();
});

it('says so when a sign-in has expired or is not of this browser', async () => {
  for (const path of ['/signin/unknown', '/signin/unknown/cancel', '/signin/a/b/c', '/signin/']) {
    const response = await fetch(`${harness.url}${path}`);
    expect([400, 404]).toContain(response.status);
    expect(await response.text()).toContain('<h1>');
  }
  const jar = new CookieJar();
  const page = await signInPage(jar);
  expect((await fetch(page.url)).status).toBe(400);
  await harness.database.execute(`update oidc_artifacts set expires_at = now() where model = 'Interaction'`);
  const response = await browse(page.url, jar);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('expired');
});

it('ends the session of somebody else in the same browser, and keeps what it issued', async () => {
  const jar = new CookieJar();
  const first = await signIn(options({ jar }));
  const other = await harness.addUser();
  await signIn(options({ ...other, jar, parameters: { prompt: 'login' } }));
  const sessions = await harness.database.query<{ end_reason: string }>(
    `select end_reason from sessions where user_id = $1 and end_reason is not null`,
    [user.id],
  );
  expect(sessions).toEqual([{ end_reason: 'REPLACED' }]);
  expect(await introspect(options(), first.tokens.access_token)).toMatchObject({ active: true });
  expect((await authorize(options({ ...other, jar, parameters: { prompt: 'none' } }))).code).toBeTruthy();
});

it('lets a person change the account on the consent page', async () => {
  const target = await harness.addApplication();
  const jar = new CookieJar();
  await signIn(options({ jar, scope: 'openid' }));
  const other = await harness.addUser();
  let page: { url: URL; status: number; html: string } | undefined;
  await refused(authorize(options({ ...target, jar, decision: 'deny', onPage: (seen) => (page = seen) })));
  const start = await signInPage(jar, { client_id: target.clientId });
  expect(start.html).toContain(`<bdi class="name">${user.username}</bdi>`);
  const { csrf } = formWith(start, 'decision')!.fields as { csrf: string };
  const form = await browse(new URL(`${start.url.href}/switch`), jar, { form: { csrf } });
  const signInForm = formWith({ url: start.url, status: form.status, html: await form.text() }, 'password')!;
  const done = await browse(signInForm.action, jar, {
    form: { csrf, username: other.username, password: other.password },
  });
  const resumed = await browse(new URL(done.headers.get('location')!), jar);
  const consent = await browse(new URL(resumed.headers.get('location')!, start.url), jar);
  expect(await consent.text()).toContain(`<bdi class="name">${other.username}</bdi>`);
  expect(page).toBeDefined();
});

it('does not let an approval be redeemed that is older than a disable', async () => {
  const who = await harness.addUser();
  const jar = new CookieJar();
  const page = await signInPage(jar);
  const { csrf } = formWith(page, 'csrf')!.fields as { csrf: string };
  const done = await browse(page.url, jar, { form: { csrf, username: who.username, password: who.password } });
  await harness.database.execute('update users set epoch = epoch + 1 where id = $1', [who.id]);
  const resumed = await browse(new URL(done.headers.get('location')!), jar);
  const again = await browse(new URL(resumed.headers.get('location')!, page.url), jar);
  expect(again.status).toBe(400);
  expect(await harness.database.query('select id from sessions where user_id = $1', [who.id])).toEqual([]);
  expect(await events('SIGN_IN', who.id)).toEqual([]);
});

it('is of no use without a session, with cookies that are none', async () => {
  for (const cookie of [
    'castellan_session=',
    'castellan_session=%00',
    `castellan_session=${'x'.repeat(4_000)}`,
    ';;;=;',
    'castellan_session="a b"',
  ]) {
    const { authorization_endpoint } = await discover(harness.issuer);
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: app.clientId,
      redirect_uri: app.redirectUri,
      scope: 'openid',
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
    });
    const response = await fetch(`${authorization_endpoint}?${query.toString()}`, {
      redirect: 'manual',
      headers: { cookie },
    });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toMatch(/^\/signin\//);
  }
});

it('binds a token without offline access to its session', async () => {
  const jar = new CookieJar();
  const { tokens } = await signIn(options({ jar, scope: 'openid' }));
  expect(tokens.refresh_token).toBeUndefined();
  await harness.database.execute(`update sessions set expires_at = now() where user_id = $1 and ended_at is null`, [
    user.id,
  ]);
  expect(await introspect(options(), tokens.access_token)).toEqual({ active: false });
});

it('refuses a refresh for more than was granted, and gives less', async () => {
  const { tokens } = await signIn(options({ jar: new CookieJar() }));
  const narrow = await refresh(options(), tokens.refresh_token!, { scope: 'openid' });
  expect(narrow.scope).toBe('openid');
  expect((await refused(refresh(options(), narrow.refresh_token!, { scope: 'openid admin' }))).error).toBe(
    'invalid_scope',
  );
});
