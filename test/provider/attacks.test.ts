/** What somebody tries who wants more from the provider than they may have. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { browse, CookieJar, formWith } from '../../src/tools/browser';
import { readFileSync } from 'node:fs';
import {
  authorize,
  clientCredentials,
  clientRequest,
  exchange,
  introspect,
  OidcError,
  refresh,
  revokeToken,
  signIn,
  signOut,
} from '../../src/tools/oidc-flow';
import * as graphql from '../support/graphql';
import { mutate } from '../support/pair';
import { startWithAdmin, type WithAdmin } from '../support/start';

let { service, admin, sql, stop } = {} as WithAdmin;
beforeAll(async () => {
  ({ service, admin, sql, stop } = await startWithAdmin());
  await sql(`insert into settings (key, value, updated_at) values ('users.delete.requireDisabled', 'false', now())`);
});
afterAll(() => stop?.());

let count = 0;
const SCOPES = ['orders:read', 'orders:write'];
const world = async (input: Record<string, unknown> = {}, webInput: Record<string, unknown> = {}) => {
  const n = (count += 1);
  const identifier = `https://api${n}.example.com`;
  const server = await graphql.createApplication(service, admin, {
    ...{ name: `API ${n}`, kind: 'RESOURCE_SERVER', identifier, scopes: SCOPES },
    ...input,
  });
  const granted = { resourceScopes: [{ resource: identifier, scopes: SCOPES }] };
  const web = await graphql.createApplication(service, admin, {
    ...{ name: `Shop ${n}`, kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], ...granted },
    scopes: ['openid', 'offline_access', 'self'],
    ...webInput,
  });
  const machine = await graphql.createApplication(service, admin, { name: `Robot ${n}`, kind: 'MACHINE', ...granted });
  const person = await graphql.createPerson(admin, `person${n}`);
  const signInFor = (scope: string) => ({
    ...{ ...web, redirectUri: graphql.REDIRECT_URI, username: person.username, password: graphql.PASSWORD },
    ...{ scope, resource: identifier },
  });
  return { identifier, server, web, machine, person, signInFor };
};
const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString());
const keyPair = async (alg = 'ES256') => {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return { privateKey, jwk: (await exportJWK(publicKey)) as Record<string, unknown> };
};
const raw = (input: Record<string, unknown>, mutation = 'createApplication') =>
  admin(
    `mutation ($input: ${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { application { id clientId } ${graphql.ERRORS} } }`,
    { input },
  );
const assert = (client: graphql.Registered, key: CryptoKey, header: object = {}, claims: object = {}, alg = 'ES256') =>
  new SignJWT({ jti: crypto.randomUUID(), iss: client.clientId, sub: client.clientId, aud: client.issuer, ...claims })
    .setProtectedHeader({ alg, ...header })
    .setIssuedAt()
    .setExpirationTime('1m')
    .sign(key);
const present = async (client_assertion: string, more: Record<string, string> = {}) => {
  const response = await fetch(`${service.address}/oidc/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
      ...more,
    }),
  });
  return { status: response.status, text: await response.text() };
};

describe('paths', () => {
  it.each(['/oidc/TOKEN', '/oidc/token/'])('%s', async (path) => {
    const { machine, identifier } = await world({ accessTokenFormat: 'JWT' });
    const response = await clientRequest(`${service.address}${path}`, machine, {
      grant_type: 'client_credentials',
      scope: 'orders:read',
      resource: identifier,
    });
    expect([response.status, await response.text()]).toEqual([404, expect.anything()]);
  });
  it.each(['/oidc/DEVICE', '/oidc/device/'])('codes guessed at %s', async (path) => {
    const jar = new CookieJar();
    const page = { url: new URL(`${service.address}/oidc/device`), status: 200, html: '' };
    page.html = await (await browse(page.url, jar)).text();
    const { fields } = formWith(page, 'user_code')!;
    const statuses = new Set<number>();
    const out: string[] = [];
    for (let n = 0; n < 33; n += 1)
      statuses.add(
        (
          await browse(new URL(`${service.address}${path}`), jar, {
            form: { ...fields, user_code: `BBBB-${String(n).padStart(4, 'C')}` },
          })
        ).status,
      );
    expect([...statuses]).toEqual([404]);
  });
});

describe('keys', () => {
  it.each([
    ['NUL in kid', { kid: 'a\u0000b' }],
    ['lone surrogate in kid', { kid: '\ud800' }],
    ['kid a number', { kid: 5 }],
    ['kid an object', { kid: {} }],
    ['kid null', { kid: null }],
    ['key_ops', { key_ops: ['encrypt'] }],
    ['key_ops number', { key_ops: 4 }],
    ['alg mismatch', { alg: 'RS256' }],
    ['alg number', { alg: 5 }],
    ['x5c junk', { x5c: 'junk' }],
    ['x5c list', { x5c: ['junk'] }],
    ['ext', { ext: 'x' }],
    ['proto', { __proto__x: 1, constructor: 'x' }],
    ['use empty', { use: '' }],
  ])('odd: %s', async (_, odd) => {
    const { privateKey, jwk } = await keyPair();
    const { data, errors } = await raw({
      name: `K${(count += 1)}`,
      kind: 'MACHINE',
      jwks: JSON.stringify({ keys: [{ ...jwk, ...odd }] }),
    });
    const made = data?.createApplication;
    let used = '';
    if (made?.application) {
      const client = { clientId: made.application.clientId, issuer: `${service.url}/oidc` } as graphql.Registered;
      const kid = (odd as { kid?: unknown }).kid;
      used = JSON.stringify(await present(await assert(client, privateKey, kid === undefined ? {} : { kid })));
    }
    console.log(
      _,
      JSON.stringify(made?.errors),
      errors.map((e) => e.extensions.code),
      used.slice(0, 200),
    );
    expect(errors).toEqual([]);
    expect(used).not.toContain('server_error');
  });
  it.each([
    ['n a number', { kty: 'RSA', n: 5, e: 'AQAB' }],
    ['n an object', { kty: 'RSA', n: {}, e: 'AQAB' }],
    ['crv constructor', { kty: 'EC', crv: 'constructor', x: 'AA', y: 'AA' }],
    ['x number', { kty: 'EC', crv: 'P-256', x: 1, y: 2 }],
    ['huge', { kty: 'RSA', n: 'y'.repeat(30_000), e: 'AQAB' }],
    ['e huge', { kty: 'RSA', n: 'y'.repeat(342), e: 'y'.repeat(340) }],
    ['e one', { kty: 'RSA', n: 'y'.repeat(342), e: 'AQ' }],
    ['kty number', { kty: 5 }],
  ])('broken: %s', async (_, key) => {
    const { data, errors } = await raw({
      name: `K${(count += 1)}`,
      kind: 'MACHINE',
      jwks: JSON.stringify({ keys: [key] }),
    });
    console.log(_, JSON.stringify(data), JSON.stringify(errors));
    expect(errors).toEqual([]);
  });
  it('the same key under two kids', async () => {
    const { privateKey, jwk } = await keyPair();
    const { data, errors } = await raw({
      name: 'Twice',
      kind: 'MACHINE',
      jwks: JSON.stringify({
        keys: [
          { ...jwk, kid: 'a' },
          { ...jwk, kid: 'b' },
        ],
      }),
    });
    const made = data?.createApplication;
    console.log(JSON.stringify(made), errors);
    if (!made?.application) return;
    const client = { clientId: made.application.clientId, issuer: `${service.url}/oidc` } as graphql.Registered;
    expect((await present(await assert(client, privateKey, { kid: 'a' }))).status).toBe(200);
  });
  it('assertions', async () => {
    const { privateKey, jwk } = await keyPair();
    const client = await graphql.createApplication(service, admin, {
      name: 'As',
      kind: 'MACHINE',
      jwks: JSON.stringify({ keys: [jwk] }),
    });
    const other = await graphql.createApplication(service, admin, {
      name: 'Other',
      kind: 'MACHINE',
      jwks: JSON.stringify({ keys: [(await keyPair()).jwk] }),
    });
    const out: Record<string, unknown> = {};
    const attempt = async (what: string, claims: object, header: object = {}) =>
      (out[what] = (await present(await assert(client, privateKey, header, claims))).status);
    await attempt('good', {});
    await attempt('aud elsewhere', { aud: 'https://elsewhere/oidc' });
    await attempt('aud graphql', { aud: `${service.url}/graphql` });
    await attempt('aud list mixed', { aud: ['https://elsewhere', client.issuer] });
    await attempt('sub other', { sub: other.clientId });
    await attempt('iss other', { iss: other.clientId });
    await attempt('both other', { iss: other.clientId, sub: other.clientId });
    await attempt('unknown kid', {}, { kid: 'zzz' });
    await attempt('NUL kid', {}, { kid: 'a\0' });
    await attempt('NUL jti', { jti: 'a\0' });
    await attempt('object jti', { jti: { a: 1 } });
    await attempt('exp string', { exp: 'soon' });
    await attempt('exp huge', { exp: 1e300 });
    await attempt('nbf future', { nbf: Math.floor(Date.now() / 1000) + 600 });
    const expired = await new SignJWT({
      jti: crypto.randomUUID(),
      iss: client.clientId,
      sub: client.clientId,
      aud: client.issuer,
      exp: Math.floor(Date.now() / 1000) - 3,
    })
      .setProtectedHeader({ alg: 'ES256' })
      .sign(privateKey);
    out.late = (await present(expired)).status;
    out.lateAgain = (await present(expired)).status;
    out.secretToo = (await present(await assert(client, privateKey), { client_id: other.clientId })).status;
    console.log(out);
  });
  it('a key by a stolen session goes with it, also after an administrator has added another', async () => {
    const web = await graphql.webApplication(service, admin, 'Staff');
    await graphql.createPerson(admin, 'chief', 'ADMIN');
    const { access_token: token } = await graphql.tokensOf(web, 'chief', 'openid self admin');
    const thief = graphql.as(service, token);
    const { viewer } = await graphql.ok(thief('{ viewer { session { id } } }'));
    const [own, bad] = [await keyPair(), await keyPair()];
    const client = await graphql.createApplication(service, admin, {
      name: 'Billing',
      kind: 'MACHINE',
      jwks: JSON.stringify({ keys: [{ ...own.jwk, kid: 'own' }] }),
    });
    await mutate(
      thief,
      'updateApplication',
      {
        applicationId: client.applicationId,
        jwks: JSON.stringify({
          keys: [
            { ...own.jwk, kid: 'own' },
            { ...bad.jwk, kid: 'bad' },
          ],
        }),
      },
      '__typename',
    );
    const { application } = await graphql.ok(
      admin('query ($id: ID!) { application(id: $id) { jwks } }', { id: client.applicationId }),
    );
    const next = await keyPair();
    const keys = [...JSON.parse(application.jwks).keys, { ...next.jwk, kid: 'next' }];
    await mutate(
      admin,
      'updateApplication',
      { applicationId: client.applicationId, jwks: JSON.stringify({ keys }) },
      '__typename',
    );
    const { revocation } = await mutate(
      admin,
      'revokeSession',
      { sessionId: viewer.session.id, includeDerived: true },
      'revocation { counts { clientSecrets accessTokens } items(first: 50) { nodes { type } } }',
    );
    console.log(JSON.stringify(revocation));
    expect({
      own: (await present(await assert(client, own.privateKey, { kid: 'own' }))).status,
      bad: (await present(await assert(client, bad.privateKey, { kid: 'bad' }))).status,
      next: (await present(await assert(client, next.privateKey, { kid: 'next' }))).status,
    }).toEqual({ own: 200, bad: 401, next: 200 });
  });
});

describe('JWTs', () => {
  const RESIDUAL = 'revocation { counts { accessTokens } residual { until more tokens { tokenId expiresAt } } }';
  it('end with their family', async () => {
    const made = await world({ accessTokenFormat: 'JWT' });
    const { tokens } = await signIn(made.signInFor('openid offline_access orders:read'));
    await sql(
      `update token_families set expires_at = now() + interval '20 seconds' where user_id = $1`,
      made.person.uuid,
    );
    const next = await refresh(made.web, tokens.refresh_token!, { resource: made.identifier });
    const { exp } = claimsOf(next.access_token);
    expect(exp - Date.now() / 1000).toBeLessThan(25);
  });
  it('are named when their session had expired', async () => {
    const made = await world({ accessTokenFormat: 'JWT' });
    const { tokens } = await signIn(made.signInFor('openid orders:read'));
    await sql(`update sessions set expires_at = now() - interval '1 second' where user_id = $1`, made.person.uuid);
    const { revocation } = await mutate(admin, 'disableUser', { userId: made.person.id }, RESIDUAL);
    expect(revocation.residual?.tokens.map(({ tokenId }: { tokenId: string }) => tokenId)).toEqual([
      claimsOf(tokens.access_token).jti,
    ]);
  });
  it('are named when the user expired', async () => {
    const made = await world({ accessTokenFormat: 'JWT' });
    const { tokens } = await signIn(made.signInFor('openid orders:read'));
    await sql(`update users set expires_at = now() - interval '1 second' where id = $1`, made.person.uuid);
    const { revocation } = await mutate(admin, 'disableUser', { userId: made.person.id }, RESIDUAL);
    expect(revocation.residual?.tokens.map(({ tokenId }: { tokenId: string }) => tokenId)).toEqual([
      claimsOf(tokens.access_token).jti,
    ]);
  });
  it('are named among more than 1,000', async () => {
    const made = await world({ accessTokenFormat: 'JWT' });
    const { tokens } = await signIn(made.signInFor('openid offline_access orders:read'));
    await sql(
      `insert into tokens (id, hash, kind, family_id, user_id, application_id, client_id, session_id, session_bound, consent_id, user_epoch, application_epoch, scopes, payload, created_at, expires_at)
       select gen_random_uuid(), sha256(convert_to(t.id::text || i, 'utf8')), 'ACCESS', t.family_id, t.user_id, t.application_id, t.client_id, t.session_id, t.session_bound, t.consent_id, t.user_epoch, t.application_epoch, t.scopes, t.payload, now(), now() + interval '1 hour'
       from tokens t, generate_series(1, 3000) i where t.user_id = $1 and t.kind = 'REFRESH'`,
      made.person.uuid,
    );
    const { revocation } = await mutate(admin, 'disableUser', { userId: made.person.id }, RESIDUAL);
    console.log(JSON.stringify(revocation.residual));
    expect(revocation.residual?.tokens.map(({ tokenId }: { tokenId: string }) => tokenId)).toEqual([
      claimsOf(tokens.access_token).jti,
    ]);
  });
  it('do not come back with a new resource server of the same identifier', async () => {
    const made = await world();
    const { tokens } = await signIn(made.signInFor('openid offline_access orders:read'));
    const robot = await clientCredentials(made.machine, { scope: 'orders:read', resource: made.identifier });
    const roleId = await graphql.createRole(admin, `Old ${count}`, []);
    await mutate(
      admin,
      'setResourceScopes',
      { roleId, resourceScopes: [{ resource: made.identifier, scopes: ['orders:read'] }] },
      '__typename',
    );
    await mutate(admin, 'deleteApplication', { applicationId: made.server.applicationId }, '__typename');
    await sleep(1_000);
    const again = await graphql.createApplication(service, admin, {
      name: 'New',
      kind: 'RESOURCE_SERVER',
      identifier: made.identifier,
      scopes: SCOPES,
      scopesNeedRoles: true,
    });
    const out = {
      user: await introspect(again, tokens.access_token),
      robot: await introspect(again, robot.access_token),
      role: (
        await graphql.ok(
          admin('query ($id: ID!) { node(id: $id) { ... on Role { resourceScopes { resource scopes } } } }', {
            id: roleId,
          }),
        )
      ).node,
      web: (
        await graphql.ok(
          admin('query ($id: ID!) { application(id: $id) { resourceScopes { resource scopes } } }', {
            id: made.web.applicationId,
          }),
        )
      ).application,
    };
    console.log(JSON.stringify(out));
    expect({
      user: out.user.active,
      robot: out.robot.active,
      role: out.role.resourceScopes,
      web: out.web.resourceScopes,
    }).toEqual({ user: false, robot: false, role: [], web: [] });
  });
});

describe('receipts name JWTs', () => {
  const R = 'revocation { residual { tokens { tokenId } } }';
  type Made = Awaited<ReturnType<typeof world>> & {
    jti: string;
    jwt: string;
    refreshToken: string;
    id_token: string;
    jar: CookieJar;
  };
  const first = async (list: string, made: Made) =>
    (
      await graphql.ok(
        admin(`query ($u: ID!) { ${list}(filter: { userId: $u }) { nodes { id } } }`, { u: made.person.id }),
      )
    )[list].nodes[0].id;
  const newest = async (made: Made) =>
    (
      await graphql.ok(
        admin(
          'query ($id: ID!) { revocations(first: 1, filter: { userId: $id }) { nodes { action residual { tokens { tokenId } } } } }',
          { id: made.person.id },
        ),
      )
    ).revocations.nodes[0];
  const ways: [string, (made: Made) => Promise<{ residual: { tokens: { tokenId: string }[] } | null }>][] = [
    ['revokeToken', async ({ jti }) => (await mutate(admin, 'revokeToken', { tokenId: jti }, R)).revocation],
    [
      'revokeTokens',
      async ({ person }) =>
        (await mutate(admin, 'revokeTokens', { filter: { userId: person.id }, expectedCount: 2 }, R)).revocation,
    ],
    [
      'revokeSession',
      async (made) =>
        (await mutate(admin, 'revokeSession', { sessionId: await first('sessions', made) }, R)).revocation,
    ],
    [
      'revokeSessions',
      async (made) =>
        (await mutate(admin, 'revokeSessions', { sessionIds: [await first('sessions', made)] }, R)).revocation,
    ],
    [
      'revokeAllSessions',
      async ({ person }) => (await mutate(admin, 'revokeAllSessions', { userId: person.id }, R)).revocation,
    ],
    [
      'revokeConsent',
      async (made) =>
        (await mutate(admin, 'revokeConsent', { consentId: await first('consents', made) }, R)).revocation,
    ],
    [
      'revokeApplicationAccess',
      async ({ person, web }) =>
        (await mutate(admin, 'revokeApplicationAccess', { userId: person.id, applicationId: web.applicationId }, R))
          .revocation,
    ],
    [
      'setUserPassword',
      async ({ person }) =>
        (await mutate(admin, 'setUserPassword', { userId: person.id, password: 'a wholly different secret' }, R))
          .revocation,
    ],
    [
      'lockdownUser',
      async ({ person }) => (await mutate(admin, 'lockdownUser', { userId: person.id, reason: 'x' }, R)).revocation,
    ],
    [
      'disableUsers',
      async ({ person }) => (await mutate(admin, 'disableUsers', { userIds: [person.id] }, R)).revocation,
    ],
    ['deleteUsers', async ({ person }) => (await mutate(admin, 'deleteUsers', { userIds: [person.id] }, R)).revocation],
    [
      'deleteApplication',
      async ({ web }) => (await mutate(admin, 'deleteApplication', { applicationId: web.applicationId }, R)).revocation,
    ],
    [
      'plan',
      async (made) => {
        const { plan } = await mutate(
          admin,
          'planRevocation',
          { selector: { revokeSession: { sessionId: await first('sessions', made) } } },
          'plan { token }',
        );
        return (await mutate(admin, 'applyRevocation', { planToken: plan.token }, R)).revocation;
      },
    ],
    [
      'RFC 7009 of the JWT',
      async (made) => {
        await revokeToken(made.web, made.jwt);
        return newest(made);
      },
    ],
    [
      'RFC 7009 of the refresh token',
      async (made) => {
        await revokeToken(made.web, made.refreshToken, 'refresh_token');
        return newest(made);
      },
    ],
    [
      'logout',
      async (made) => {
        await signOut(made.web.issuer, made.jar.clone(), { id_token_hint: made.id_token });
        return newest(made);
      },
    ],
    [
      'reuse',
      async (made) => {
        await refresh(made.web, made.refreshToken);
        await refresh(made.web, made.refreshToken).catch(() => undefined);
        return newest(made);
      },
    ],
    [
      'updateUser',
      async ({ person }) => {
        await mutate(
          admin,
          'updateUser',
          { userId: person.id, expiresAt: new Date(Date.now() + 1_500).toISOString() },
          '__typename',
        );
        await sleep(1_700);
        return (await mutate(admin, 'disableUser', { userId: person.id }, R)).revocation;
      },
    ],
  ];
  it.each(ways)('%s', async (_, end) => {
    const made = await world({ accessTokenFormat: 'JWT' });
    const { tokens, jar } = await signIn({
      ...made.signInFor('openid offline_access orders:read'),
      parameters: { prompt: 'consent' },
    });
    const jti = claimsOf(tokens.access_token).jti as string;
    const receipt = await end({
      ...made,
      jti,
      jwt: tokens.access_token,
      refreshToken: tokens.refresh_token!,
      id_token: tokens.id_token!,
      jar,
    });
    expect(receipt.residual?.tokens.map(({ tokenId }) => tokenId)).toContain(jti);
  });
});

it.each(['a user', 'a machine'])(
  'a JWT for %s that is issued while its application ends is on the receipt, or is not issued',
  async (whom) => {
    const made = await world({ accessTokenFormat: 'JWT' });
    const options = { ...made.signInFor('openid offline_access orders:read'), parameters: { prompt: 'consent' } };
    const authorized = await authorize(options);
    const client = new Client({ connectionString: service.databaseUrl });
    await client.connect();
    await client.query('begin');
    // After the token is written, the request waits: here for its family, there for its event.
    if (whom === 'a user')
      await client.query('select 1 from token_families where user_id = $1 for update', [made.person.uuid]);
    else await client.query('lock table events in access exclusive mode');
    const issued = (
      whom === 'a user'
        ? exchange(options, authorized)
        : clientCredentials(made.machine, { scope: 'orders:read', resource: made.identifier })
    ).catch((error: OidcError) => error);
    await sleep(300);
    const { applicationId } = whom === 'a user' ? made.web : made.machine;
    const ended = mutate(
      admin,
      'disableApplication',
      { applicationId },
      'revocation { residual { tokens { tokenId } } }',
    );
    await sleep(300);
    await client.query('commit');
    await client.end();
    const [tokens, { revocation }] = [await issued, await ended];
    if (!('access_token' in tokens)) return;
    expect(revocation.residual?.tokens).toEqual([{ tokenId: claimsOf(tokens.access_token).jti }]);
  },
);

it('old databases', async () => {
  const file = (name: string) => sql(readFileSync(`migrations/${name}.sql`, 'utf8'));
  const made = await world({ accessTokenFormat: 'JWT' });
  const { tokens } = await signIn({ ...made.signInFor('openid offline_access orders:read') });
  await clientRequest(`${service.url}/oidc/device/auth`, made.web, { scope: 'openid' });
  for (const name of ['0036_resource_servers.down', '0033_clients.down', '0033_clients.up', '0036_resource_servers.up'])
    await file(name);
  console.log(Object.keys(await refresh(made.web, tokens.refresh_token!)));
  const { application } = await graphql.ok(
    admin(
      'query ($id: ID!) { application(id: $id) { pkce idTokenAlgorithm accessTokenFormat jwks resourceScopes { resource } } }',
      { id: made.web.applicationId },
    ),
  );
  console.log(application);
  await signIn({ ...made.signInFor('openid offline_access orders:read') });
});
