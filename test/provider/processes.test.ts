/** Several processes on one database, and what a dump of it would give away. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadSigningKeys } from '../../src/provider/signing-keys';
import { CookieJar } from '../../src/tools/browser';
import {
  authorize,
  clientCredentials,
  exchange,
  introspect,
  refresh,
  registerInstallation,
  signIn,
  signOut,
} from '../../src/tools/oidc-flow';
import { startProvider, type Harness, type TestApplication, type TestUser } from '../support/provider-harness';

let harness: Harness;
let user: TestUser;
let app: TestApplication;
beforeAll(async () => {
  harness = await startProvider();
  user = await harness.addUser();
  app = await harness.addApplication();
});
afterAll(() => harness?.stop());

it('is one provider in two processes with different data directories', async () => {
  const other = await harness.another();
  // The same public address by way of a load balancer: a request goes to the one or the other.
  const swap = (url: string) => url.replace(harness.url, other.url);
  const post = (base: string, parameters: Record<string, string>) =>
    fetch(`${base}/oidc/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64')}` },
      body: new URLSearchParams(parameters),
    });
  const jar = new CookieJar();
  const { code, verifier } = await authorize({
    issuer: harness.issuer,
    ...app,
    ...user,
    scope: 'openid offline_access',
    jar,
  });
  const response = await post(other.url, {
    grant_type: 'authorization_code',
    code,
    code_verifier: verifier,
    redirect_uri: app.redirectUri,
  });
  expect(response.status).toBe(200);
  const tokens = (await response.json()) as { access_token: string; refresh_token: string; id_token: string };
  expect(await introspect({ issuer: harness.issuer, ...app }, tokens.access_token)).toMatchObject({ active: true });

  type Key = { kid: string; alg: string };
  const { keys } = (await (await fetch(`${harness.issuer}/jwks`)).json()) as { keys: Key[] };
  expect(keys.map(({ alg }) => alg).sort()).toEqual(['ES256', 'ES256', 'RS256', 'RS256']);
  for (const key of keys)
    expect(Object.keys(key).filter((part) => ['d', 'p', 'q', 'dp', 'dq', 'qi'].includes(part))).toEqual([]);
  expect(await (await fetch(swap(`${harness.issuer}/jwks`))).json()).toEqual({ keys });
  const { kid } = JSON.parse(Buffer.from(tokens.id_token.split('.')[0]!, 'base64url').toString()) as { kid: string };
  expect(keys.map((key) => key.kid)).toContain(kid);

  const hinted = await authorize({
    issuer: harness.issuer,
    ...app,
    jar,
    parameters: { id_token_hint: tokens.id_token, prompt: 'none' },
  });
  expect(hinted.code).toBeTruthy();
  const forged = `${tokens.id_token.slice(0, -8)}AAAAAAAA`;
  await expect(
    authorize({ issuer: harness.issuer, ...app, jar, parameters: { id_token_hint: forged } }),
  ).rejects.toMatchObject({ error: 'invalid_request' });

  await signOut(harness.issuer, jar, { id_token_hint: tokens.id_token });
  expect((await post(other.url, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token })).status).toBe(
    400,
  );
});

it('stores nothing that can be used', async () => {
  const jar = new CookieJar();
  const verifiers: string[] = [];
  const secrets: Record<string, string> = { client: app.clientSecret! };
  const mobile = await harness.addApplication({ kind: 'MOBILE' });
  secrets.registration = mobile.registrationToken;
  const phone = await registerInstallation(harness.issuer, mobile.registrationToken, { device_name: 'phone' });
  secrets.device = phone.client_secret;
  secrets.deviceToken = (
    await clientCredentials({ issuer: harness.issuer, clientId: phone.client_id, clientSecret: phone.client_secret })
  ).access_token;
  const signedIn = await signIn({
    issuer: harness.issuer,
    ...app,
    ...user,
    scope: 'openid offline_access',
    jar,
    onPage: ({ html, url }) => {
      secrets[`csrf${html.length}`] = /name="csrf" value="([^"]+)"/.exec(html)![1]!;
      secrets[`interaction${html.length}`] = url.pathname.split('/').at(-1)!;
    },
  });
  verifiers.push(signedIn.verifier);
  Object.assign(secrets, signedIn.tokens, {
    code: signedIn.code,
    expires_in: undefined,
    token_type: undefined,
    scope: undefined,
  });
  const refreshed = await refresh({ issuer: harness.issuer, ...app }, signedIn.tokens.refresh_token!);
  Object.assign(secrets, { access2: refreshed.access_token, refresh2: refreshed.refresh_token });
  secrets.cookie = jar.get('session')!;
  secrets.browser = jar.get('browser')!;
  secrets.password = user.password;
  const pending = await authorize({ issuer: harness.issuer, ...app, jar, scope: 'openid' });
  Object.assign(secrets, { pending: pending.code, verifier: pending.verifier });
  // A sign-in and a sign-out that are under way.
  await authorize({ issuer: harness.issuer, ...app, jar: jar, parameters: { prompt: 'login' } }).catch(() => null);
  const url = new URL(`${harness.issuer}/end-session`);
  const asked = await fetch(url, { headers: { cookie: jar.header(url), accept: 'text/html' } });
  secrets.xsrf = /name="xsrf" value="([^"]+)"/.exec(await asked.text())![1]!;

  const tables = await harness.database.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  let dump = '';
  for (const { name } of tables) {
    const texts = await harness.database.query<{ text: string }>(`select t::text as text from ${name} t`);
    dump += texts.map(({ text }) => text).join('\n');
  }
  for (const match of dump.matchAll(/\\\\x([0-9a-f]+)/g)) dump += Buffer.from(match[1]!, 'hex').toString('latin1');
  for (const [name, value] of Object.entries(secrets).filter(([, secret]) => secret)) {
    expect(value.length).toBeGreaterThan(15);
    expect([name, dump.includes(value)]).toEqual([name, false]);
    expect([name, dump.includes(Buffer.from(value).toString('hex'))]).toEqual([name, false]);
  }
  expect(await exchange({ issuer: harness.issuer, ...app }, pending)).toBeTruthy();
});

it('replaces retired keys of both algorithms at the next start; what they have signed is still accepted as a hint', async () => {
  const own = await startProvider();
  const directory = mkdtempSync(path.join(tmpdir(), 'castellan-keys-'));
  try {
    const [person, client] = [await own.addUser(), await own.addApplication()];
    const jar = new CookieJar();
    const { tokens } = await signIn({ issuer: own.issuer, ...client, ...person, jar });
    const { keys: before } = await loadSigningKeys(directory, own.database);
    expect((await loadSigningKeys(directory, own.database)).keys.map(({ kid }) => kid)).toEqual(
      before.map(({ kid }) => kid),
    );
    await own.database.execute('update signing_keys set retired_at = now()');
    const { keys: after } = await loadSigningKeys(directory, own.database);
    expect(after.map(({ alg }) => alg)).toEqual(['RS256', 'ES256']);
    for (const { kid } of before) expect(after.map((key) => key.kid)).not.toContain(kid);
    const { keys } = (await (await fetch(`${own.issuer}/jwks`)).json()) as { keys: { kid: string }[] };
    expect(keys.map(({ kid }) => kid).sort()).toEqual(after.map(({ kid }) => kid).sort());
    const hint = { id_token_hint: tokens.id_token!, prompt: 'none' };
    expect((await authorize({ issuer: own.issuer, ...client, jar, parameters: hint })).code).toBeTruthy();
  } finally {
    rmSync(directory, { recursive: true, force: true });
    await own.stop();
  }
});
