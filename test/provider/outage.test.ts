/** What callers are told while the database cannot be reached, and that it works again as soon as it can. */
import { CookieJar } from '../../src/tools/browser';
import { clientRequest, discover, introspect, signIn, type SignedIn } from '../../src/tools/oidc-flow';
import { startProvider, type Harness, type TestApplication } from '../support/provider-harness';
import { wireTo } from '../support/wire';

let harness: Harness;
let wire: Awaited<ReturnType<typeof wireTo>>;
let app: TestApplication;
let signedIn: SignedIn;
const jar = new CookieJar();
beforeAll(async () => {
  harness = await startProvider({}, async (url) => (wire = await wireTo(new URL(url))).url);
  app = await harness.addApplication();
  signedIn = await signIn({
    issuer: harness.issuer,
    ...app,
    ...(await harness.addUser()),
    scope: 'openid offline_access',
    jar,
  });
});
afterAll(async () => {
  wire?.mend();
  await harness?.stop();
  await wire?.close();
});

it('answers 503, in JSON or on a page, and recovers', async () => {
  const { token_endpoint, authorization_endpoint, introspection_endpoint, userinfo_endpoint } = await discover(
    harness.issuer,
  );
  wire.cut();
  const answers = await Promise.all([
    clientRequest(token_endpoint, app, { grant_type: 'refresh_token', refresh_token: signedIn.tokens.refresh_token }),
    clientRequest(introspection_endpoint, app, { token: signedIn.tokens.access_token }),
    fetch(userinfo_endpoint, {
      headers: { authorization: `Bearer ${signedIn.tokens.access_token}`, accept: 'application/json' },
    }),
    fetch(`${harness.issuer}/jwks`, { headers: { accept: 'application/json' } }),
  ]);
  for (const answer of answers) {
    expect([answer.url, answer.status]).toEqual([answer.url, 503]);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(await answer.json()).toMatchObject({ error: 'temporarily_unavailable', request_id: expect.any(String) });
  }
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: app.clientId,
    redirect_uri: app.redirectUri,
    scope: 'openid',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  });
  const url = new URL(`${authorization_endpoint}?${query.toString()}`);
  const page = await fetch(url, { redirect: 'manual', headers: { accept: 'text/html', cookie: jar.header(url) } });
  expect(page.status).toBe(503);
  expect(page.headers.getSetCookie()).toEqual([]);
  expect(await page.text()).toContain('Service unavailable');

  wire.mend();
  expect(await introspect({ issuer: harness.issuer, ...app }, signedIn.tokens.access_token)).toMatchObject({
    active: true,
  });
});

it('commits nothing of a request during which the connection is lost', async () => {
  const { token_endpoint } = await discover(harness.issuer);
  const before = await harness.database.one('select count(*) from tokens');
  const lock = await harness.database.begin();
  await lock.database.query('select id from users for no key update');
  const waiting = clientRequest(token_endpoint, app, {
    grant_type: 'refresh_token',
    refresh_token: signedIn.tokens.refresh_token,
  });
  await new Promise((done) => setTimeout(done, 100));
  wire.cut();
  expect((await waiting).status).toBe(503);
  await lock.rollback().catch(() => null);
  wire.mend();
  expect(await harness.database.one('select count(*) from tokens')).toEqual(before);
  const again = await clientRequest(token_endpoint, app, {
    grant_type: 'refresh_token',
    refresh_token: signedIn.tokens.refresh_token,
  });
  expect(again.status).toBe(200);
});

it('tries again where its transaction fell victim to another', async () => {
  const { tokens } = await signIn({
    issuer: harness.issuer,
    ...app,
    ...(await harness.addUser()),
    scope: 'openid offline_access',
  });
  // The next two inserts of a token fail as a deadlock does.
  await harness.database.query('create sequence conflicts');
  await harness.database.query(`create function conflict() returns trigger language plpgsql as $$ begin
    if nextval('conflicts') <= 2 then raise exception 'deadlock detected' using errcode = '40P01'; end if; return new; end $$`);
  await harness.database.query(
    'create trigger conflict before insert on tokens for each row execute function conflict()',
  );
  const { token_endpoint } = await discover(harness.issuer);
  const answer = await clientRequest(token_endpoint, app, {
    grant_type: 'refresh_token',
    refresh_token: tokens.refresh_token,
  });
  await harness.database.query('drop trigger conflict on tokens');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('application/json');
  const refreshed = (await answer.json()) as { access_token: string };
  expect(await introspect({ issuer: harness.issuer, ...app }, refreshed.access_token)).toMatchObject({ active: true });
  expect(await harness.database.one('select last_value::int as tries from conflicts')).toEqual({ tries: 4 });
});
