/** What a script of another origin may ask the endpoints with bearer tokens, and read of every answer, errors too. */
import { setTimeout } from 'node:timers/promises';
import { readConfig } from '../../src/config';
import { signIn } from '../../src/tools/oidc-flow';
import * as graphql from '../support/graphql';
import { startWithAdmin, type WithAdmin } from '../support/start';

const APP = 'https://spa.example.com';
const LISTED = 'https://listed.example.com';
const PATHS = [
  ['/graphql', 'POST'],
  ['/exports/users', 'GET'],
  ['/imports', 'POST'],
] as const;
/** Open to all by default, so that no token is looked at. */
const SCHEMA_FILE = '/schema.graphql';

let started: WithAdmin;
let applicationId: string;
let clientId: string;
let accessToken: string;
beforeAll(async () => {
  started = await startWithAdmin({ CORS_ORIGINS: LISTED });
  const { service, admin } = started;
  ({ applicationId, clientId } = await graphql.createApplication(service, admin, {
    ...{ name: 'Single page', kind: 'SPA', scopes: ['openid', 'self'] },
    redirectUris: [`${APP}/callback`],
  }));
  const { username } = await graphql.createPerson(admin, 'alice');
  const issuer = graphql.issuerOf(service);
  const { tokens } = await signIn({
    ...{ issuer, clientId, redirectUri: `${APP}/callback`, username, password: graphql.PASSWORD },
    scope: 'openid self',
  });
  accessToken = tokens.access_token;
});
afterAll(() => started?.stop());

const send = (path: string, init: RequestInit & { headers: Record<string, string> }) =>
  fetch(`${started.service.url}${path}`, init);
const preflight = (path: string, method: string, origin: string) =>
  send(path, {
    method: 'OPTIONS',
    headers: {
      ...{ origin, 'access-control-request-method': method },
      'access-control-request-headers': 'authorization,content-type',
    },
  });
const allowed = (response: Response) => response.headers.get('access-control-allow-origin');

describe.each(PATHS)('%s', (path, method) => {
  test.each([APP, LISTED])('a preflight of %s is answered and remembered, without credentials', async (origin) => {
    const response = await preflight(path, method, origin);
    expect(response.status).toBe(204);
    expect(allowed(response)).toBe(origin);
    expect(response.headers.get('access-control-allow-methods')).toContain(method);
    expect(response.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    expect(Number(response.headers.get('access-control-max-age'))).toBeGreaterThanOrEqual(600);
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    expect(response.headers.get('vary')).toMatch(/\bOrigin\b/);
  });

  test('a preflight of any other origin is refused, and says what to do', async () => {
    for (const origin of ['https://other.example.com', 'null', `${APP}.evil.example`, 'http://spa.example.com']) {
      const response = await preflight(path, method, origin);
      expect([response.status, allowed(response)]).toEqual([403, null]);
      expect(await response.text()).toMatch(/redirect URIs of an application of kind SPA, or to CORS_ORIGINS/);
    }
  });

  test('a dead token is refused so that the script can read it', async () => {
    const response = await send(path, {
      method,
      headers: { origin: APP, authorization: 'Bearer dead', 'content-type': 'application/json' },
      ...(method === 'POST' ? { body: '{"query":"{ __typename }"}' } : {}),
    });
    expect([response.status, allowed(response)]).toEqual([401, APP]);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token", DPoP algs="ES256 /);
    expect(response.headers.get('access-control-expose-headers')).toMatch(/www-authenticate/i);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  test('another origin may not read the answer, and the answer varies by it', async () => {
    const response = await send(path, { method, headers: { origin: 'https://other.example.com' } });
    expect([allowed(response), response.headers.get('vary')]).toEqual([null, expect.stringMatching(/\bOrigin\b/)]);
  });
});

const ask = (headers: Record<string, string>, body = '{"query":"{ __typename }"}') =>
  send('/graphql', { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

test.each(['application/graphql-response+json', 'application/json'])(
  'errors before the operation come in the media type that was asked for: %s',
  async (accept) => {
    for (const response of [
      await ask({ accept, authorization: 'Bearer dead' }),
      await ask({ accept }, '{'),
      await ask({ accept }, `{"query":"{ __typename }","x":"${'x'.repeat(200_000)}"}`),
      await ask({ accept }, '{"query":"{ nothing }"}'),
    ]) {
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.headers.get('content-type')).toBe(`${accept}; charset=utf-8`);
      expect((await response.json()).errors).toHaveLength(1);
    }
  },
);

test.each([
  ['a query', '{"query":"{ __typename }"}', 200],
  ['a syntax error', '{"query":"{"}', 400],
  ['a body that is no JSON', '{', 400],
  ['a body that is too large', `{"query":"${'x'.repeat(200_000)}"}`, 413],
])('%s of an allowed origin can be read', async (_what, body, status) => {
  const response = await ask({ origin: APP }, body);
  expect([response.status, allowed(response)]).toEqual([status, APP]);
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
});

test('a fault can be read too', async () => {
  await ask({ origin: APP });
  await started.sql('alter table tokens rename to hidden');
  try {
    const response = await ask({ origin: APP, authorization: 'Bearer tok' });
    expect(response.status).toBeGreaterThanOrEqual(500);
    expect(allowed(response)).toBe(APP);
  } finally {
    await started.sql('alter table hidden rename to tokens');
  }
});

describe('the provider', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  test.each([
    ['GET', '/oidc/.well-known/openid-configuration', '', APP],
    ['GET', '/oidc/jwks', '', '*'],
    ['POST', '/oidc/token', 'grant_type=refresh_token&refresh_token=x', APP],
    ['POST', '/oidc/revoke', 'token=x', APP],
    ['GET', '/oidc/userinfo', '', APP],
  ])('%s %s can be called by the script of an application', async (method, path, body, origin) => {
    const asked = await preflight(path, method, APP);
    expect([asked.status, asked.headers.get('access-control-allow-origin')]).toEqual([
      204,
      expect.stringMatching(/^(\*|https:\/\/spa\.example\.com)$/),
    ]);
    const response = await send(path, {
      method,
      headers: { origin: APP, ...(method === 'POST' ? form : { authorization: `Bearer ${accessToken}` }) },
      ...(method === 'POST' ? { body: `${body}&client_id=${clientId}` } : {}),
    });
    expect([path, response.status < 500, allowed(response)]).toEqual([path, true, origin]);
  });

  test.each(['/oidc/token', '/oidc/revoke'])('%s can not be read by the script of another origin', async (path) => {
    const response = await send(path, {
      method: 'POST',
      headers: { origin: 'https://other.example.com', ...form },
      body: `token=x&grant_type=refresh_token&refresh_token=x&client_id=${clientId}`,
    });
    expect(allowed(response)).not.toBe('https://other.example.com');
    expect(allowed(response)).not.toBe('*');
  });

  test('an answer without content has no media type, so that clients that expect JSON take it', async () => {
    const response = await send('/oidc/revoke', {
      ...{ method: 'POST', headers: { origin: APP, ...form } },
      body: `token=${accessToken}&client_id=${clientId}`,
    });
    expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, null, '']);
  });
});

test('an application that is disabled allows its origin no longer', async () => {
  const { admin } = started;
  await graphql.ok(
    admin(`mutation ($id: ID!) { disableApplication(input: { applicationId: $id }) { ${graphql.ERRORS} } }`, {
      id: applicationId,
    }),
  );
  // A process remembers the origins for five seconds.
  await setTimeout(5_200);
  expect((await preflight('/graphql', 'POST', APP)).status).toBe(403);
  expect((await preflight('/graphql', 'POST', LISTED)).status).toBe(204);
});

test('the schema can be read from another origin', async () => {
  const response = await send(SCHEMA_FILE, { headers: { origin: LISTED } });
  expect([response.status, allowed(response)]).toEqual([200, LISTED]);
});

test.each(['*', 'app.example.com', 'https://app.example.com/', 'https://app.example.com,', 'ftp://app.example.com'])(
  'CORS_ORIGINS=%s stops the start and says what it must be',
  (value) => {
    expect(() => readConfig({ CORS_ORIGINS: value })).toThrow(
      /CORS_ORIGINS must be a comma-separated list of .*origins/,
    );
  },
);
