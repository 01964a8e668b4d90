/** Installations of a mobile application: registration (RFC 7591), their own credentials, and users who sign in on them. */
import { CookieJar } from '../../src/tools/browser';
import {
  authorize,
  clientCredentials,
  introspect,
  refresh,
  registerInstallation,
  signIn,
  type Installation,
} from '../../src/tools/oidc-flow';
import { startProvider, type Harness, type TestApplication, type TestUser, refused } from '../support/provider-harness';

let harness: Harness;
let user: TestUser;
let app: TestApplication;
beforeAll(async () => {
  harness = await startProvider();
  user = await harness.addUser();
  app = await harness.addApplication({ kind: 'MOBILE', redirectUris: ['com.example.shop:/callback'] });
});
afterAll(() => harness?.stop());

const PHONE: Installation = {
  device_name: "Ada's phone",
  device_platform: 'ios',
  device_model: 'iPhone 15',
  device_os_version: '17.2',
  device_app_version: '3.1.0',
};
const rows = <Row = Record<string, unknown>>(sql: string, values: unknown[] = []) =>
  harness.database.query<Row>(sql, values);
const install = async (installation: Installation = PHONE) => {
  const registered = await registerInstallation(harness.issuer, app.registrationToken, installation);
  return {
    issuer: harness.issuer,
    clientId: registered.client_id,
    clientSecret: registered.client_secret,
    redirectUri: app.redirectUri,
  };
};

it('registers an installation as a device with credentials of its own', async () => {
  const registered = await registerInstallation(harness.issuer, app.registrationToken, PHONE);
  expect(registered).toMatchObject({ ...PHONE, device_platform: 'IOS', redirect_uris: ['com.example.shop:/callback'] });
  expect(Object.keys(registered)).not.toContain('castellan');
  expect(Object.keys(registered)).not.toContain('registration_access_token');
  const [device] = await rows('select * from devices where client_id = $1', [registered.client_id]);
  expect(device).toMatchObject({
    application_id: app.id,
    name: "Ada's phone",
    platform: 'IOS',
    model: 'iPhone 15',
    os_version: '17.2',
    app_version: '3.1.0',
  });
  expect(await rows(`select type from events where device_id = $1`, [device!.id])).toEqual([
    { type: 'DEVICE_REGISTERED' },
  ]);

  const client = { issuer: harness.issuer, clientId: registered.client_id, clientSecret: registered.client_secret };
  const { access_token } = await clientCredentials(client);
  expect(await introspect(client, access_token)).toMatchObject({ active: true });
  expect(
    await rows('select device_id, application_id from tokens where client_id = $1', [registered.client_id]),
  ).toEqual([{ device_id: device!.id, application_id: app.id }]);
});

it('hangs the sessions and tokens of a user on the link to the device', async () => {
  const phone = await install();
  const first = await signIn({ ...phone, ...user, scope: 'openid offline_access self' });
  const [link] = await rows<{ id: string; device_id: string }>(
    'select id, device_id from device_links where user_id = $1',
    [user.id],
  );
  const [session] = await rows('select * from sessions where device_link_id = $1', [link!.id]);
  expect(session).toMatchObject({ device_id: link!.device_id, platform: 'IOS', os: 'iOS', os_version: '17.2' });
  const tokens = await rows(
    'select kind, device_link_id, session_id from tokens where device_id = $1 and family_id is not null order by kind',
    [link!.device_id],
  );
  expect(tokens).toEqual(
    ['ACCESS', 'REFRESH'].map((kind) => ({ kind, device_link_id: link!.id, session_id: session!.id })),
  );
  await signIn({ ...phone, ...user, scope: 'openid' });
  expect(await rows(`select id from events where type = 'DEVICE_CONNECTED' and user_id = $1`, [user.id])).toHaveLength(
    1,
  );

  const other = await harness.addUser();
  const second = await signIn({ ...phone, ...other, scope: 'openid offline_access' });
  await harness.database.execute(
    `update device_links set ended_at = now(), end_reason = 'DEVICE_DISCONNECTED' where id = $1`,
    [link!.id],
  );
  expect(await introspect(phone, first.tokens.access_token)).toEqual({ active: false });
  expect((await refused(refresh(phone, first.tokens.refresh_token!))).error).toBe('invalid_grant');
  expect(await introspect(phone, second.tokens.access_token)).toMatchObject({ active: true });
});

it('wants a sign-in of its own: a session belongs to one device or to none', async () => {
  const jar = new CookieJar();
  const web = await harness.addApplication();
  const who = await harness.addUser();
  await signIn({ issuer: harness.issuer, ...web, ...who, jar });
  const phone = await install();
  expect((await refused(authorize({ ...phone, jar, parameters: { prompt: 'none' } }))).error).toBe('login_required');
  await signIn({ ...phone, ...who, jar });
  expect(
    (await refused(authorize({ issuer: harness.issuer, ...web, jar, parameters: { prompt: 'none' } }))).error,
  ).toBe('login_required');
  const sessions = await rows(
    'select device_id is not null as "onDevice", end_reason as "endReason" from sessions where user_id = $1 order by id',
    [who.id],
  );
  expect(sessions).toEqual([
    { onDevice: false, endReason: 'REPLACED' },
    { onDevice: true, endReason: null },
  ]);
  const links = await rows(
    'select device_link_id from tokens t join applications a on a.id = t.application_id where t.user_id = $1 and a.kind = $2',
    [who.id, 'MOBILE'],
  );
  expect(links.every(({ device_link_id }) => device_link_id !== null)).toBe(true);
});

it('remembers the consent for all installations of the application', async () => {
  const who = await harness.addUser();
  await signIn({ ...(await install()), ...who, scope: 'openid self' });
  let pages = 0;
  await signIn({ ...(await install()), ...who, scope: 'openid self', onPage: () => (pages += 1) });
  expect(pages).toBe(1);
});

it('refuses registration without the token of an enabled mobile application', async () => {
  expect((await refused(registerInstallation(harness.issuer, 'unknown', PHONE))).status).toBe(401);
  const disabled = await harness.addApplication({ kind: 'MOBILE' });
  await harness.database.execute('update applications set disabled_at = now() where id = $1', [disabled.id]);
  expect((await refused(registerInstallation(harness.issuer, disabled.registrationToken, PHONE))).status).toBe(401);
  const { status } = await fetch(`${harness.issuer}/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(status).toBe(401);
});

it("refuses metadata that is hostile or not the application's", async () => {
  const before = await rows('select id from devices');
  const bad: Record<string, unknown>[] = [
    { device_name: 'x'.repeat(101) },
    { device_name: 'a\u0000b' },
    { device_name: '\ud800' },
    { device_name: '\u202ereversed' },
    { device_name: 7 },
    { device_name: ['x'] },
    { device_platform: 'TOASTER' },
    { device_platform: '__proto__' },
    { device_platform: 1 },
    { device_model: 'x'.repeat(101) },
    { redirect_uris: ['https://evil.example/'] },
    { redirect_uris: 'com.example.shop:/callback' },
    { redirect_uris: [{}] },
    { token_endpoint_auth_method: 'none' },
  ];
  for (const metadata of bad) {
    const error = await refused(registerInstallation(harness.issuer, app.registrationToken, metadata as Installation));
    expect([metadata, error.status]).toEqual([metadata, 400]);
  }
  expect(await rows('select id from devices')).toHaveLength(before.length);
  const odd = await registerInstallation(harness.issuer, app.registrationToken, {
    device_name: '  Ünïcode 📱 ',
    castellan: { applicationId: 'x' },
    scope: 'admin',
    grant_types: ['implicit'],
    client_id: 'mine',
    client_secret: 'known',
    client_name: 'Your bank',
  } as Installation);
  expect(odd).toMatchObject({
    device_name: 'Ünïcode 📱',
    device_platform: 'OTHER',
    scope: 'openid profile email offline_access self',
  });
  expect([odd.client_id, odd.client_secret]).not.toEqual(['mine', 'known']);
});

it('does not let the application itself authenticate, nor a device that is gone', async () => {
  expect(
    (await refused(authorize({ issuer: harness.issuer, clientId: app.clientId, redirectUri: app.redirectUri }))).error,
  ).toBe('error_page');
  const phone = await install();
  const { access_token } = await clientCredentials(phone);
  await harness.database.execute('delete from devices where client_id = $1', [phone.clientId]);
  expect(await refused(clientCredentials(phone))).toMatchObject({ error: 'invalid_client', status: 401 });
  const machine = await harness.addApplication({ kind: 'MACHINE', scopes: ['admin'] });
  expect(await introspect({ issuer: harness.issuer, ...machine }, access_token)).toEqual({ active: false });
});
