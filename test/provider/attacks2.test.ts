/** What somebody tries who wants more from the provider than they may have. */
import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { browse, CookieJar, formWith, type Page } from '../../src/tools/browser';
import { authorize, clientRequest, exchange, introspect, OidcError, signIn } from '../../src/tools/oidc-flow';
import { decodeId } from '../../src/platform/type-id';
import * as graphql from '../support/graphql';
import { allowImpersonation, impersonate, tokensIn } from '../support/impersonation';
import { mutate } from '../support/pair';
import { holdRow } from '../support/row-lock';
import { startWithAdmin, type WithAdmin } from '../support/start';

let { service, admin, sql, stop } = {} as WithAdmin;
let tv: graphql.Registered;
let staff: graphql.Registered;
beforeAll(async () => {
  ({ service, admin, sql, stop } = await startWithAdmin());
  await sql(`insert into settings (key, value, updated_at) values ('users.delete.requireDisabled', 'false', now())`);
  tv = await graphql.createApplication(service, admin, {
    name: 'TV',
    kind: 'SPA',
    deviceAuthorization: true,
    scopes: ['openid', 'offline_access', 'self'],
  });
  staff = await graphql.webApplication(service, admin, 'Staff');
  await graphql.createPerson(admin, 'kim');
  await allowImpersonation(admin);
});
afterAll(() => stop?.());

const keyPair = async (alg = 'ES256') => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return {
    privateKey,
    jwk: (await exportJWK(publicKey)) as Record<string, unknown>,
    secret: (await exportJWK(privateKey)) as Record<string, unknown>,
  };
};
type Key = Awaited<ReturnType<typeof keyPair>>;
const proof = (
  key: Key,
  url: string,
  { method = 'POST', token = undefined as string | undefined, header = {}, claims = {} } = {},
) =>
  new SignJWT({
    jti: crypto.randomUUID(),
    htm: method,
    htu: url,
    iat: Math.floor(Date.now() / 1000),
    ...(token ? { ath: createHash('sha256').update(token).digest('base64url') } : {}),
    ...claims,
  })
    .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: key.jwk, ...header })
    .sign(key.privateKey);

describe('DPoP', () => {
  const bound = async (kind: 'SPA' | 'WEB', key: Key, scope = 'openid offline_access self') => {
    const app = await graphql.createApplication(service, admin, {
      name: graphql.newName('Dpop '),
      kind,
      redirectUris: [graphql.REDIRECT_URI],
      scopes: ['openid', 'offline_access', 'self', 'admin'],
    });
    const who = { ...app, redirectUri: graphql.REDIRECT_URI, username: 'kim', password: graphql.PASSWORD, scope };
    const authorized = await authorize(who);
    const url = `${service.url}/oidc/token`;
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        dpop: await proof(key, url),
        ...(app.clientSecret
          ? { authorization: `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}` }
          : {}),
      },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: authorized.code,
        code_verifier: authorized.verifier,
        redirect_uri: graphql.REDIRECT_URI,
        ...(app.clientSecret ? {} : { client_id: app.clientId }),
      }),
    });
    return { app, tokens: (await response.json()) as Record<string, string> };
  };
  it('bearer', async () => {
    const key = await keyPair();
    const { tokens } = await bound('SPA', key);
    expect(tokens.token_type).toBe('DPoP');
    const token = tokens.access_token!;
    const out: Record<string, unknown> = {};
    const call = async (what: string, path: string, method: string, headers: Record<string, string>, body?: string) => {
      const r = await fetch(`${service.address}${path}`, { method, headers, ...(body ? { body } : {}) });
      out[what] = r.status;
      return r.text();
    };
    for (const scheme of ['Bearer', 'DPoP'])
      for (const [path, method] of [
        ['/graphql?query={viewer{kind}}', 'GET'],
        ['/exports/users.csv', 'GET'],
        ['/exports/users', 'GET'],
        ['/imports/users', 'POST'],
        ['/schema.graphql', 'GET'],
        ['/oidc/userinfo', 'GET'],
        ['/oidc/userinfo', 'POST'],
      ] as const)
        await call(
          `${scheme} ${method} ${path}`,
          path,
          method,
          { authorization: `${scheme} ${token}`, 'apollo-require-preflight': 'x' },
          method === 'POST' ? 'x' : undefined,
        );
    const userinfo = `${service.url}/oidc/userinfo`;
    const p = await proof(key, userinfo, { method: 'GET', token });
    await call('userinfo ok', '/oidc/userinfo', 'GET', { authorization: `DPoP ${token}`, dpop: p });
    await call('userinfo replay', '/oidc/userinfo', 'GET', { authorization: `DPoP ${token}`, dpop: p });
    const g = `${service.url}/graphql`;
    const gq = async (what: string, headers: Record<string, string>) =>
      call(
        what,
        '/graphql',
        'POST',
        { 'content-type': 'application/json', authorization: `DPoP ${token}`, ...headers },
        '{"query":"{viewer{kind}}"}',
      );
    await gq('good', { dpop: await proof(key, g, { token }) });
    await gq('query in htu', { dpop: await proof(key, `${g}?a=b#c`, { token }) });
    await gq('htm lower', { dpop: await proof(key, g, { token, method: 'post' }) });
    await gq('host upper', { dpop: await proof(key, g.toUpperCase().replace('/GRAPHQL', '/graphql'), { token }) });
    await gq('private in header', { dpop: await proof(key, g, { token, header: { jwk: key.secret } }) });
    await gq('kid only', { dpop: await proof(key, g, { token, header: { jwk: undefined, kid: 'a' } }) });
    await gq('typ JWT', { dpop: await proof(key, g, { token, header: { typ: 'JWT' } }) });
    await gq('future', { dpop: await proof(key, g, { token, claims: { iat: Math.floor(Date.now() / 1000) + 120 } }) });
    await gq('exp past', { dpop: await proof(key, g, { token, claims: { exp: 5 } }) });
    await gq('jti object', { dpop: await proof(key, g, { token, claims: { jti: { a: 1 } } }) });
    await gq('jti empty', { dpop: await proof(key, g, { token, claims: { jti: '' } }) });
    await gq('jti long', { dpop: await proof(key, g, { token, claims: { jti: 'x'.repeat(6000) } }) });
    const hs = await new SignJWT({
      jti: 'a',
      htm: 'POST',
      htu: g,
      ath: createHash('sha256').update(token).digest('base64url'),
      iat: Math.floor(Date.now() / 1000),
    })
      .setProtectedHeader({ alg: 'HS256', typ: 'dpop+jwt', jwk: { kty: 'oct', k: 'AAAA' } as never })
      .sign(randomBytes(32));
    await gq('HS256', { dpop: hs });
    const none = `${Buffer.from(JSON.stringify({ alg: 'none', typ: 'dpop+jwt', jwk: key.jwk })).toString('base64url')}.${Buffer.from('{}').toString('base64url')}.`;
    await gq('none', { dpop: none });
    const two = [await proof(key, g, { token }), await proof(key, g, { token })];
    await gq('two in one', { dpop: two.join(', ') });
    await call('export with query', '/exports/users?format=csv', 'GET', {
      authorization: `DPoP ${token}`,
      dpop: await proof(key, `${service.url}/exports/users`, { token, method: 'GET' }),
    });
    console.log(out);
  });
  it('refresh of a public client by another key', async () => {
    const [key, thief] = [await keyPair(), await keyPair()];
    const { app, tokens } = await bound('SPA', key);
    const url = `${service.url}/oidc/token`;
    const by = async (headers: Record<string, string>) => {
      const r = await fetch(url, {
        method: 'POST',
        headers,
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          refresh_token: tokens.refresh_token!,
          client_id: app.clientId,
        }),
      });
      return [r.status, ((await r.json()) as { error?: string }).error];
    };
    const p = await proof(thief, url);
    console.log(await by({ dpop: p }), await by({}), await by({ dpop: await proof(key, url) }));
  });
  it('keeps a machine token bound', async () => {
    const key = await keyPair();
    const machine = await graphql.createApplication(service, admin, {
      name: 'M',
      kind: 'MACHINE',
      scopes: ['users:read'],
      dpopBoundAccessTokens: true,
    });
    const r = await clientRequest(`${service.url}/oidc/token`, machine, {
      grant_type: 'client_credentials',
      scope: 'users:read',
    });
    expect(r.status).toBe(400);
    void key;
  });
});

describe('devices', () => {
  const post = async (path: string, body: Record<string, string>, client = tv) => {
    const response = await clientRequest(`${service.address}/oidc${path}`, client, body);
    return (await response.json()) as Record<string, string>;
  };
  const begin = async (scope = 'openid offline_access self', client = tv) => {
    await sql('delete from throttles');
    return post('/device/auth', { scope }, client);
  };
  const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';
  const poll = async (device_code: string, client = tv) => {
    await sql('update device_authorizations set polled_at = null');
    return post('/token', { grant_type: GRANT, device_code }, client);
  };
  /** Until `stopAt` holds of a page, whose form is returned. */
  const enter = async (
    address: string,
    { jar = new CookieJar(), username = 'kim', stopAt = (_: Page, __: string): boolean => false } = {},
  ): Promise<Page & { form?: ReturnType<typeof formWith>; jar: CookieJar }> => {
    let url = new URL(address);
    let response = await browse(url, jar);
    for (let step = 0; step < 14; step += 1) {
      const location = response.headers.get('location');
      if (location) {
        url = new URL(location, url);
        if (stopAt({ url, status: 303, html: '' }, 'redirect')) return { url, status: 303, html: '', jar };
        response = await browse(url, jar);
        continue;
      }
      const page = { url, status: response.status, html: await response.text() };
      const password = formWith(page, 'password');
      const decision = formWith(page, 'decision');
      const confirm =
        formWith(page, 'confirm') ?? (page.html.includes('id="user_code"') ? undefined : formWith(page, 'user_code'));
      const form = password ?? decision ?? confirm;
      if (stopAt(page, password ? 'password' : decision ? 'decision' : formWith(page, 'confirm') ? 'confirm' : 'other'))
        return { ...page, form, jar };
      if (!form) return { ...page, jar };
      const more: Record<string, string> = password
        ? { username, password: graphql.PASSWORD }
        : decision
          ? { decision: 'allow' }
          : {};
      url = form.action;
      response = await browse(url, jar, { form: { ...form.fields, ...more } });
    }
    throw new Error('too many pages');
  };
  const title = ({ html }: { html: string }) => /<h1>([^<]*)/.exec(html)?.[1] ?? html.slice(0, 200);

  it('codes of others, placeholders', async () => {
    const other = await graphql.createApplication(service, admin, {
      name: 'Other TV',
      kind: 'SPA',
      deviceAuthorization: true,
      scopes: ['openid', 'self'],
    });
    const started = await begin();
    const [{ id } = { id: '' }] = await sql<{ id: string }>(
      'select id from device_authorizations order by created_at desc limit 1',
    );
    console.log('pending by other', await poll(started.device_code!, other), 'row', await poll(`row:${id}`));
    const typed = await enter(`${service.url}/oidc/device?user_code=row:${id}`);
    console.log('typed', title(typed));
    console.log(title(await enter(started.verification_uri_complete!)));
    console.log('approved by other', await poll(started.device_code!, other));
    console.log('mine', Object.keys(await poll(started.device_code!)));
  });
  it('polls at once get one set', async () => {
    const started = await begin();
    await enter(started.verification_uri_complete!);
    const all = await Promise.all(
      Array.from({ length: 8 }, () => post('/token', { grant_type: GRANT, device_code: started.device_code! })),
    );
    expect(all.filter((one) => one.access_token)).toHaveLength(1);
  });
  it('polls while it is approved', async () => {
    for (let n = 0; n < 5; n += 1) {
      const started = await begin();
      const resume = await enter(started.verification_uri_complete!, {
        stopAt: ({ url }, what) => what === 'redirect' && /\/oidc\/device\/./.test(url.pathname),
      });
      const answers = await Promise.all([
        browse(resume.url, resume.jar),
        ...Array.from({ length: 5 }, async () => {
          await sql('update device_authorizations set polled_at = null');
          return post('/token', { grant_type: GRANT, device_code: started.device_code! });
        }),
      ]);
      const rest = await poll(started.device_code!);
      const got = [...answers.slice(1), rest].filter((one) => (one as Record<string, string>).access_token).length;
      console.log(
        answers.slice(1).map((a) => (a as Record<string, string>).error ?? 'tokens'),
        rest.error ?? 'tokens',
      );
      expect(got).toBeLessThanOrEqual(1);
    }
  });
  it('two browsers at once, same and different people', async () => {
    await graphql.createPerson(admin, 'lee');
    for (const second of ['kim', 'lee']) {
      const started = await begin();
      const one = await enter(started.verification_uri_complete!, { stopAt: (_, what) => what === 'confirm' });
      const two = await enter(started.verification_uri_complete!, {
        stopAt: (_, what) => what === 'confirm',
        username: second,
      });
      const confirms = await Promise.all(
        [one, two].map((p) => browse(p.form!.action, p.jar, { form: p.form!.fields })),
      );
      console.log(
        second,
        confirms.map((r) => [r.status, r.headers.get('location')]),
      );
    }
  });
  it('one resume from two windows at once', async () => {
    const started = await begin();
    const resume = await enter(started.verification_uri_complete!, {
      stopAt: ({ url }, what) => what === 'redirect' && /\/oidc\/device\/./.test(url.pathname),
    });
    const done = await Promise.all(Array.from({ length: 4 }, () => browse(resume.url, resume.jar.clone())));
    console.log(
      await Promise.all(
        done.map(async (r) => [r.status, r.headers.get('location') ?? title({ html: await r.text() })]),
      ),
    );
    console.log(
      await sql(
        'select count(*)::int as n from access_grants where consumed_at is null and payload ->> $1 = $2',
        'kind',
        'DeviceCode',
      ),
    );
    const r = await poll(started.device_code!);
    console.log(r.error ?? 'tokens');
  });
  it.each([
    [
      'disabled and enabled user',
      async (p: graphql.Account) => {
        await mutate(admin, 'disableUser', { userId: p.id }, '__typename');
      },
    ],
    [
      'ended sessions',
      async (p: graphql.Account) => {
        await mutate(admin, 'revokeAllSessions', { userId: p.id }, '__typename');
      },
    ],
    [
      'deleted',
      async (p: graphql.Account) => {
        await mutate(admin, 'deleteUser', { userId: p.id }, '__typename');
      },
    ],
  ])('between confirm and resume: %s', async (_, act) => {
    const p = await graphql.createPerson(admin, graphql.newName('mid'));
    const implicit = await graphql.createApplication(service, admin, {
      name: graphql.newName('Im '),
      kind: 'SPA',
      consentMode: 'IMPLICIT',
      deviceAuthorization: true,
      scopes: ['openid', 'offline_access', 'self'],
    });
    const started = await begin('openid offline_access', implicit);
    const resume = await enter(started.verification_uri_complete!, {
      username: p.username,
      stopAt: ({ url }, what) => what === 'redirect' && /\/oidc\/device\/./.test(url.pathname),
    });
    await act(p);
    const r = await browse(resume.url, resume.jar);
    const location = r.headers.get('location');
    const left = location
      ? await enter(new URL(location, resume.url).href, {
          jar: resume.jar,
          username: 'nobody',
          stopAt: (_p, what) => what === 'password',
        })
      : { html: await r.text() };
    const got = await poll(started.device_code!, implicit);
    console.log(_, r.status, location, title(left), got.error ?? 'tokens');
    expect(got.access_token).toBeUndefined();
  });
  it('between approval and poll', async () => {
    const out: Record<string, unknown> = {};
    const attempt = async (
      what: string,
      act: (p: graphql.Account) => Promise<unknown>,
      undo: () => Promise<unknown> = async () => undefined,
    ) => {
      const p = await graphql.createPerson(admin, graphql.newName('late'));
      const started = await begin();
      await enter(started.verification_uri_complete!, { username: p.username });
      await act(p);
      const first = await poll(started.device_code!);
      await undo();
      const second = await poll(started.device_code!);
      out[what] = [first.error ?? 'tokens', second.error ?? 'tokens'];
    };
    const app = { applicationId: tv.applicationId };
    await attempt(
      'application disabled',
      () => mutate(admin, 'disableApplication', app, '__typename'),
      () => mutate(admin, 'enableApplication', app, '__typename'),
    );
    await attempt(
      'switched off',
      () =>
        mutate(
          admin,
          'updateApplication',
          { ...app, redirectUris: ['https://x.example'], deviceAuthorization: false },
          '__typename',
        ),
      () => mutate(admin, 'updateApplication', { ...app, deviceAuthorization: true }, '__typename'),
    );
    await attempt('consent revoked', async (p) => {
      const { consents } = await graphql.ok(
        admin('query ($u: ID!) { consents(filter: { userId: $u }) { nodes { id } } }', { u: p.id }),
      );
      return mutate(admin, 'revokeConsent', { consentId: consents.nodes[0].id }, '__typename');
    });
    await attempt('session ended', async (p) => {
      const { sessions } = await graphql.ok(
        admin('query ($u: ID!) { sessions(filter: { userId: $u }) { nodes { id } } }', { u: p.id }),
      );
      return mutate(admin, 'revokeSession', { sessionId: sessions.nodes[0].id }, '__typename');
    });
    await attempt('grant revoked', async (p) => {
      const { accessGrants } = await graphql.ok(
        admin('query ($u: ID!) { accessGrants(filter: { userId: $u }) { nodes { id } } }', { u: p.id }),
      );
      return mutate(admin, 'revokeAccessGrant', { accessGrantId: accessGrants.nodes[0].id }, '__typename');
    });
    await attempt(
      'scopes narrowed',
      () => mutate(admin, 'updateApplication', { ...app, scopes: ['openid'] }, '__typename'),
      () => mutate(admin, 'updateApplication', { ...app, scopes: ['openid', 'offline_access', 'self'] }, '__typename'),
    );
    console.log(out);
  });
  it('deletion of the application while pending, and while approved, and deadlocks', async () => {
    const deadlocks = async () =>
      (
        await sql<{ n: string }>('select deadlocks::text as n from pg_stat_database where datname = current_database()')
      )[0]!.n;
    const before = await deadlocks();
    for (let n = 0; n < 6; n += 1) {
      const app = await graphql.createApplication(service, admin, {
        name: graphql.newName('Gone '),
        consentMode: 'IMPLICIT',
        kind: 'SPA',
        deviceAuthorization: true,
        scopes: ['openid', 'offline_access', 'self'],
      });
      const started = await begin('openid offline_access', app);
      const resume = await enter(started.verification_uri_complete!, {
        stopAt: ({ url }, what) => what === 'redirect' && /\/oidc\/device\/./.test(url.pathname),
      });
      const [r, d] = await Promise.all([
        browse(resume.url, resume.jar),
        sleep(n * 3).then(() =>
          mutate(admin, 'deleteApplication', { applicationId: app.applicationId }, 'deletedApplicationId'),
        ),
      ]);
      console.log(
        r.status,
        title({ html: await r.text() }),
        d.deletedApplicationId !== null,
        (await poll(started.device_code!, app)).error ?? 'tokens',
      );
    }
    await sleep(1200);
    console.log('deadlocks', before, await deadlocks());
  });
  it('DEADLOCK of a sign-in and a confirmation', async () => {
    const deadlocks = async () =>
      (
        await sql<{ n: string }>('select deadlocks::text as n from pg_stat_database where datname = current_database()')
      )[0]!.n;
    const before = await deadlocks();
    const implicit = await graphql.createApplication(service, admin, {
      name: graphql.newName('Im '),
      kind: 'SPA',
      consentMode: 'IMPLICIT',
      deviceAuthorization: true,
      scopes: ['openid', 'offline_access', 'self'],
    });
    const started = await begin('openid offline_access', implicit);
    const two = await enter((await begin()).verification_uri_complete!);
    const confirm = await enter(started.verification_uri_complete!, {
      jar: two.jar,
      stopAt: (_, what) => what === 'confirm',
    });
    const one = await enter(started.verification_uri_complete!, {
      stopAt: ({ url }, what) => what === 'redirect' && /\/oidc\/device\/./.test(url.pathname),
    });
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    await client.query('begin');
    await client.query('select 1 from device_authorizations for update');
    const began = Date.now();
    const a = browse(one.url, one.jar);
    await sleep(300);
    const b = browse(confirm.form!.action, confirm.jar, { form: confirm.form!.fields });
    await sleep(300);
    await client.query('commit');
    const answers = await Promise.all([a, b]);
    console.log(
      'took',
      Date.now() - began,
      answers.map((r) => [r.status, r.headers.get('location')]),
      await Promise.all(answers.map(async (r) => title({ html: await r.text() }))),
    );
    await sleep(1500);
    await client.end();
    console.log('DEADLOCKS', before, await deadlocks());
  });
  it('under an impersonation', async () => {
    const boss = await graphql.createPerson(admin, graphql.newName('boss'), 'ADMIN');
    const by = await graphql.signedIn(service, staff, boss.username, 'openid self admin');
    const victim = await graphql.createPerson(admin, graphql.newName('victim'));
    await graphql.tokensOf({ ...tv, ...staff }, victim.username, 'openid self');
    const started = await begin('openid offline_access self');
    const { jar, sessionId } = await impersonate(by, victim.id);
    const last = await enter(started.verification_uri_complete!, {
      jar,
      stopAt: (_, what) => what === 'password' || what === 'decision',
    });
    console.log(title(last), last.url.pathname);
    const got = await poll(started.device_code!);
    console.log(got.error ?? got.scope);
    // Again with standing consent.
    await enter((await begin('openid offline_access self')).verification_uri_complete!, { username: victim.username });
    const second = await begin('openid offline_access self');
    const end = await enter(second.verification_uri_complete!, { jar, stopAt: (_, what) => what === 'password' });
    const tokens = await poll(second.device_code!);
    console.log(title(end), tokens.error ?? tokens.scope, tokens.refresh_token !== undefined);
    if (tokens.access_token) {
      const robot = {
        issuer: tv.issuer,
        clientId: service.client.client_id,
        clientSecret: service.client.client_secret,
      };
      console.log(await introspect(robot, tokens.access_token));
      await mutate(admin, 'revokeSession', { sessionId }, '__typename');
      console.log(
        await introspect(robot, tokens.access_token),
        (await post('/token', { grant_type: 'refresh_token', refresh_token: tokens.refresh_token! })).error,
      );
    }
  });
});

describe('impersonation', () => {
  it('is named in a JWT', async () => {
    const boss = await graphql.createPerson(admin, graphql.newName('boss'), 'ADMIN');
    const by = await graphql.signedIn(service, staff, boss.username, 'openid self admin');
    const victim = await graphql.createPerson(admin, graphql.newName('victim'));
    const identifier = 'https://imp.example.com';
    await graphql.createApplication(service, admin, {
      name: 'API',
      kind: 'RESOURCE_SERVER',
      identifier,
      scopes: ['orders:read'],
      accessTokenFormat: 'JWT',
    });
    const shop = await graphql.createApplication(service, admin, {
      name: 'Shop',
      kind: 'WEB',
      redirectUris: [graphql.REDIRECT_URI],
      scopes: ['openid'],
      consentMode: 'IMPLICIT',
      resourceScopes: [{ resource: identifier, scopes: ['orders:read'] }],
    });
    const { jar, sessionId } = await impersonate(by, victim.id);
    const options = { ...shop, redirectUri: graphql.REDIRECT_URI };
    const tokens = await exchange(
      { ...options, resource: identifier },
      await authorize({ ...options, jar, scope: 'openid orders:read', resource: identifier }),
    );
    const claims = JSON.parse(Buffer.from(tokens.access_token.split('.')[1]!, 'base64url').toString());
    const { revocation } = await mutate(
      admin,
      'revokeSession',
      { sessionId },
      'revocation { residual { tokens { tokenId } } }',
    );
    expect(revocation.residual?.tokens).toEqual([{ tokenId: claims.jti }]);
    expect(claims.act).toEqual({ sub: boss.id });
    void tokensIn;
  });
});

describe('PAR and PKCE', () => {
  it('PAR of others', async () => {
    const make = () =>
      graphql.createApplication(service, admin, {
        name: graphql.newName('Par '),
        kind: 'WEB',
        redirectUris: [graphql.REDIRECT_URI],
        scopes: ['openid', 'self'],
      });
    const [a, b] = [await make(), await make()];
    const push = async (client: graphql.Registered) => {
      const r = await clientRequest(`${service.url}/oidc/par`, client, {
        client_id: client.clientId,
        response_type: 'code',
        redirect_uri: graphql.REDIRECT_URI,
        scope: 'openid',
        nonce: 'n',
        state: 's',
      });
      const json = (await r.json()) as { request_uri: string };
      if (r.status !== 201) console.log(json);
      return json.request_uri;
    };
    const use = async (client: graphql.Registered, request_uri: string, more: Record<string, string> = {}) => {
      const url = new URL(`${service.url}/oidc/auth`);
      url.search = new URLSearchParams({ client_id: client.clientId, request_uri, ...more }).toString();
      const r = await browse(url, new CookieJar());
      const to = r.headers.get('location');
      return [
        r.status,
        to
          ? to.replace(/signin\/.*/, 'signin')
          : (await r.text())
              .replace(/[^]*<main/, '')
              .replace(/<[^>]*>/g, ' ')
              .replace(/\s+/g, ' ')
              .slice(0, 200),
      ];
    };
    const out: Record<string, unknown> = {};
    const uri = await push(a);
    out.other = await use(b, uri);
    out.own = await use(a, uri);
    out.ownAgain = await use(a, uri);
    const raced = await push(a);
    out.twice = await Promise.all([use(a, raced), use(a, raced), use(a, raced)]);
    const outer = await push(a);
    out.outerParams = await use(a, outer, { scope: 'openid self', redirect_uri: 'https://evil.example' });
    const moved = await push(a);
    await mutate(
      admin,
      'updateApplication',
      { applicationId: a.applicationId, redirectUris: ['https://new.example/cb'] },
      '__typename',
    );
    out.moved = await use(a, moved);
    const gone = await push(b);
    await mutate(admin, 'disableApplication', { applicationId: b.applicationId }, '__typename');
    out.disabled = await use(b, gone);
    await mutate(admin, 'enableApplication', { applicationId: b.applicationId }, '__typename');
    out.enabledAgain = await use(b, gone);
    console.log(out);
  });
  it('verifier without challenge', async () => {
    const app = await graphql.createApplication(service, admin, {
      name: graphql.newName('Pk '),
      kind: 'WEB',
      redirectUris: [graphql.REDIRECT_URI],
      scopes: ['openid', 'self'],
      pkce: 'OPTIONAL',
    });
    const url = new URL(`${service.url}/oidc/auth`);
    const jar = new CookieJar();
    await signIn({
      ...app,
      redirectUri: graphql.REDIRECT_URI,
      username: 'kim',
      password: graphql.PASSWORD,
      scope: 'openid',
      jar,
    });
    url.search = new URLSearchParams({
      client_id: app.clientId,
      redirect_uri: graphql.REDIRECT_URI,
      response_type: 'code',
      scope: 'openid',
      state: 's',
    }).toString();
    const r = await browse(url, jar);
    const code = new URL(r.headers.get('location')!).searchParams.get('code')!;
    const e = await exchange({ ...app, redirectUri: graphql.REDIRECT_URI }, { code, verifier: 'x'.repeat(43) }).catch(
      (error: OidcError) => error,
    );
    console.log((e as OidcError).error ?? 'tokens');
  });
});

describe('locks', () => {
  it('setResourceScopes takes its caller first', async () => {
    const boss = await graphql.createPerson(admin, graphql.newName('boss'), 'ADMIN');
    const by = await graphql.signedIn(service, staff, boss.username, 'openid self admin');
    const roleId = await graphql.createRole(admin, graphql.newName('Role '), []);
    const lock = await holdRow(service.databaseUrl, 'users', 'User', boss.id);
    const change = mutate(by, 'setResourceScopes', { roleId, resourceScopes: [] }, '__typename');
    await lock.waitedFor();
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    const free = await client
      .query('select 1 from roles where id = $1 for update nowait', [decodeId('Role', roleId)])
      .then(
        () => true,
        () => false,
      );
    await client.end();
    await lock.release();
    await change;
    expect(free).toBe(true);
  });
  it('a key that is added with another change leaves that change for review', async () => {
    const boss = await graphql.createPerson(admin, graphql.newName('boss'), 'ADMIN');
    const by = await graphql.signedIn(service, staff, boss.username, 'openid self admin');
    const { viewer } = await graphql.ok(by('{ viewer { session { id } } }'));
    const app = await graphql.createApplication(service, admin, {
      name: graphql.newName('K '),
      kind: 'WEB',
      redirectUris: [graphql.REDIRECT_URI],
      scopes: ['openid'],
    });
    const { jwk } = await keyPair();
    await mutate(
      by,
      'updateApplication',
      {
        applicationId: app.applicationId,
        redirectUris: ['https://evil.example/'],
        jwks: JSON.stringify({ keys: [jwk] }),
      },
      '__typename',
    );
    const { revocation } = await mutate(
      admin,
      'revokeSession',
      { sessionId: viewer.session.id, includeDerived: true },
      'revocation { changesLeft counts { clientSecrets } }',
    );
    expect(revocation).toEqual({ changesLeft: 1, counts: { clientSecrets: 1 } });
  });
});
