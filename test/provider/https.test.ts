/** Behind a proxy that ends TLS: addresses and cookies are those of the public URL. */
import { browse, CookieJar, formWith } from '../../src/tools/browser';
import { startProvider, type Harness } from '../support/provider-harness';
import { createProvider } from '../../src/provider';
import { readConfig } from '../../src/config';
import { systemClock } from '../../src/platform/clock';
import { createLogger } from '../../src/platform/logger';

let harness: Harness;
beforeAll(async () => void (harness = await startProvider({ publicUrl: 'https://id.example.com' })));
afterAll(() => harness?.stop());

it('names itself by its public URL, whatever the request says', async () => {
  const response = await fetch(`${harness.url}/oidc/.well-known/openid-configuration`, {
    headers: { 'x-forwarded-host': 'evil.example' },
  });
  const document = (await response.json()) as Record<string, unknown>;
  expect(document.issuer).toBe('https://id.example.com/oidc');
  for (const [name, value] of Object.entries(document).filter(
    ([key]) => key.endsWith('_endpoint') || key === 'jwks_uri',
  ))
    expect([name, String(value).startsWith('https://id.example.com/oidc/')]).toEqual([name, true]);
});

it('sets cookies that only TLS carries and scripts cannot read', async () => {
  const app = await harness.addApplication();
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: 'openid',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  });
  const headers = { cookie: '__Host-castellan_session=unknown' };
  const response = await fetch(`${harness.url}/oidc/auth?${query.toString()}`, { redirect: 'manual', headers });
  const cookies = response.headers.getSetCookie();
  expect(cookies.map((cookie) => cookie.split('=')[0]).sort()).toEqual([
    '__Host-castellan_session',
    'castellan_interaction',
    'castellan_resume',
    'castellan_sign_in',
    'castellan_sign_in',
  ]);
  for (const cookie of cookies)
    for (const flag of [/; secure/i, /; httponly/i, /; samesite=lax/i]) expect(cookie).toMatch(flag);
  expect(cookies.find((cookie) => cookie.startsWith('__Host-'))).toMatch(/; path=\/(;|$)/i);
});

it('marks a browser as known by such a cookie too, after a sign-in', async () => {
  const [user, app] = [await harness.addUser(), await harness.addApplication()];
  const jar = new CookieJar();
  const there = (location: string) => new URL(location.replace('https://id.example.com', harness.url), harness.url);
  const start = there('/oidc/auth');
  start.search = new URLSearchParams({
    ...{ response_type: 'code', client_id: app.clientId, redirect_uri: app.redirectUri, scope: 'openid' },
    ...{ code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' },
  }).toString();
  const url = there((await browse(start, jar)).headers.get('location')!);
  const html = await (await browse(url, jar)).text();
  const { fields } = formWith({ url, status: 200, html }, 'password')!;
  const { username, password } = user;
  const response = await browse(url, jar, { form: { ...fields, username, password } });
  expect(response.status).toBe(303);
  const cookie = response.headers.getSetCookie().find((line) => line.startsWith('__Host-castellan_browser='));
  for (const flag of [/; path=\/;/i, /; secure/i, /; httponly/i, /; samesite=lax/i]) expect(cookie).toMatch(flag);
});

it('says which file it cannot read, rather than start without locations', async () => {
  const config = { ...readConfig({}), geoipDatabase: '/nowhere/city.mmdb' };
  const { database } = harness;
  const options = {
    issuer: 'https://id.example.com/oidc',
    publicUrl: 'https://id.example.com',
    database,
    config,
    clock: systemClock,
  };
  await expect(createProvider({ ...options, logger: createLogger('silent') })).rejects.toThrow(
    /GEOIP_DATABASE \/nowhere\/city\.mmdb cannot be read/,
  );
});
