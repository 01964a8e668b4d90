/** Old ids: finding users by them, and keeping them as the `sub` that applications get, which no second user ever has. */
import { decodeJwt } from 'jose';
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { ok } from '../../support/graphql';
import { passwordHash } from '../../../src/platform/hash';
import { impersonate, tokensIn } from '../../support/impersonation';
import { startWithWeb, type WithWeb } from '../../support/start';
import { Visitor } from '../../support/visitor';
import { mutate } from '../../support/mutate';
import { importAll, upload } from '../../support/upload';

let { service, admin, web, sql, stop } = {} as WithWeb;
let token: string;
let hash: string;
beforeAll(async () => {
  ({ service, admin, web, sql, stop } = await startWithWeb());
  token = await graphql.adminToken(service);
  hash = await passwordHash(graphql.PASSWORD);
}, 60_000);
afterAll(() => stop?.());

const SUB = 'f:1b2c:0d9a-old';
const lines = (...users: object[]) => users.map((user) => JSON.stringify(user)).join('\n');
const keep = async (...users: object[]) => {
  const { import: uploaded } = await upload(service, token, 'format=json-lines&subject=keep', lines(...users));
  return { faults: uploaded.faults, done: await importAll(admin, uploaded.id) };
};
const oidc = async (path: string, bearer: string | null, body?: Record<string, string>) => {
  const basic = `Basic ${Buffer.from(`${web.clientId}:${web.clientSecret}`).toString('base64')}`;
  const response = await fetch(`${service.address}/oidc${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: bearer ? `Bearer ${bearer}` : basic },
    ...(body ? { body: new URLSearchParams(body) } : {}),
  });
  return (await response.json()) as Record<string, unknown>;
};

test('a user who keeps the old `sub` has it in ID tokens, at userinfo and at introspection, and loses access like anybody', async () => {
  expect((await keep({ username: 'kept', previousId: SUB, passwordHash: hash })).done).toMatchObject({ created: 1 });
  const tokens = await graphql.tokensOf(web, 'kept', 'openid self offline_access');
  expect(decodeJwt(tokens.id_token!).sub).toBe(SUB);
  expect(await oidc('/userinfo', tokens.access_token)).toMatchObject({ sub: SUB });
  expect(await oidc('/introspect', null, { token: tokens.access_token })).toMatchObject({
    active: true,
    sub: SUB,
    username: 'kept',
  });
  const { introspectToken } = await ok(mutate(admin, 'introspectToken', { token: tokens.access_token }, 'sub'));
  expect(introspectToken.sub).toBe(SUB);
  const refreshed = await oidc('/token', null, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token! });
  expect(decodeJwt(String(refreshed['id_token'])).sub).toBe(SUB);

  // The token speaks for the same user as before, whatever their `sub`.
  const { viewer } = await ok(
    graphql.as(service, String(refreshed['access_token']))('{ viewer { user { id username subject previousIds } } }'),
  );
  expect(viewer.user).toMatchObject({ username: 'kept', subject: SUB, previousIds: [SUB] });
  await ok(mutate(admin, 'disableUser', { userId: viewer.user.id }));
  expect(await oidc('/introspect', null, { token: String(refreshed['access_token']) })).toEqual({ active: false });
});

test('an ID token with a kept `sub` is a hint at its user, and at nobody else', async () => {
  const users = ['hinted', 'unhinted'].map((username) => ({
    username,
    previousId: `sub-${username}`,
    passwordHash: hash,
  }));
  await keep(...users);
  const { id_token } = await graphql.tokensOf(web, 'hinted', 'openid');
  const outcome = async (username: string) => {
    const who = await new Visitor(service.url).begin(web);
    await who.signIn(username, graphql.PASSWORD);
    await who.begin(web, { prompt: 'none', id_token_hint: id_token! });
    return who.left?.searchParams.get('error') ?? 'signed in';
  };
  expect(await outcome('hinted')).toBe('signed in');
  expect(await outcome('unhinted')).toBe('login_required');
});

test('users are found by their old id: as one, in a list, and in exports, which can be imported elsewhere', async () => {
  await keep({ username: 'found', previousIds: ['here|1', 'there|2'] });
  const { user, users } = await ok(
    admin(
      '{ user(by: { previousId: "there|2" }) { username subject } users(filter: { previousId: "here|1" }) { nodes { username } } }',
    ),
  );
  expect(user).toEqual({ username: 'found', subject: 'here|1' });
  expect(users.nodes).toEqual([{ username: 'found' }]);
  const { users: none } = await ok(admin('{ users(filter: { previousId: "here" }) { nodes { id } } }'));
  expect(none.nodes).toEqual([]);
  const exported = await fetch(`${service.address}/exports/users?format=csv`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await exported.text()).toContain('"[""here|1"",""there|2""]"');
});

test('without the choice, the `sub` is the id of the user', async () => {
  const { import: uploaded } = await upload(
    service,
    token,
    'format=json-lines',
    lines({ username: 'own', previousId: 'own-1', passwordHash: hash }),
  );
  await importAll(admin, uploaded.id);
  const { id_token } = await graphql.tokensOf(web, 'own', 'openid');
  const { user } = await ok(admin('{ user(by: { username: "own" }) { id subject } }'));
  expect(decodeJwt(id_token!).sub).toBe(user.id);
  expect(user.subject).toBe(user.id);
});

test('no second user gets a `sub`: neither that of a user, nor of a client, nor one like an id, nor that of a deleted user', async () => {
  await keep({ username: 'first', previousId: 'taken-1', passwordHash: hash });
  const someone = await graphql.createPerson(admin, 'someone');
  const { faults } = await keep(
    { username: 'thief1', previousId: 'taken-1' },
    { username: 'thief2', previousId: someone.id },
    { username: 'thief3', previousId: web.clientId },
    { username: 'thief4', previousId: 'usr_00000000000000000000000000' },
    { username: 'thief5', previousId: 'two words' },
    { username: 'thief6', previousId: 'same' },
    { username: 'thief7', previousId: 'same' },
  );
  expect(faults.map(({ line, field }: { line: number; field: string }) => [line, field])).toEqual([
    ...[1, 2, 3, 4, 5, 7].map((line) => [line, 'previousId']),
  ]);
  await graphql.tokensOf(web, 'first', 'openid');
  const { user } = await ok(admin('{ user(by: { username: "first" }) { id } }'));
  await ok(mutate(admin, 'disableUser', { userId: user.id }));
  await ok(mutate(admin, 'deleteUser', { userId: user.id }));
  expect((await keep({ username: 'heir', previousId: 'taken-1' })).faults).toMatchObject([{ field: 'previousId' }]);
  expect(await sql('select from previous_ids where user_id = $1', decodeId('User', user.id))).toEqual([]);
  // Whoever never signed in was seen by no application: a mistaken import can be repeated.
  await keep({ username: 'mistake', previousId: 'again-1' });
  const { user: mistaken } = await ok(admin('{ user(by: { username: "mistake" }) { id } }'));
  await ok(mutate(admin, 'disableUser', { userId: mistaken.id }));
  await ok(mutate(admin, 'deleteUser', { userId: mistaken.id }));
  expect((await keep({ username: 'repeated', previousId: 'again-1' })).done).toMatchObject({ created: 1 });
});

/** Whether another user can have this `sub`. */
const isFree = async (previousId: string): Promise<boolean> =>
  (await keep({ username: graphql.newName('heir'), previousId })).faults.length === 0;
const leave = async (username: string) => {
  const { user } = await ok(admin('query ($u: String!) { user(by: { username: $u }) { id } }', { u: username }));
  await ok(mutate(admin, 'disableUser', { userId: user.id }));
  await ok(mutate(admin, 'deleteUser', { userId: user.id }));
};

test('nobody gets the `sub` of a deleted service account that had an API token', async () => {
  await keep(
    { username: 'robot', previousId: 'sub-robot', type: 'SERVICE_ACCOUNT' },
    { username: 'idle', previousId: 'sub-idle', type: 'SERVICE_ACCOUNT' },
    { username: 'former', previousId: 'sub-former', type: 'SERVICE_ACCOUNT' },
  );
  const makeToken = async (username: string) => {
    const { user } = await ok(admin('query ($u: String!) { user(by: { username: $u }) { id } }', { u: username }));
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const input = { userId: user.id, name: 'x', scopes: ['self'], expiresAt };
    return (await ok(mutate(admin, 'createApiToken', input, 'value'))).createApiToken.value as string;
  };
  const { introspectToken } = await ok(
    mutate(admin, 'introspectToken', { token: await makeToken('robot') }, 'active sub'),
  );
  expect(introspectToken).toMatchObject({ active: true, sub: 'sub-robot' });
  // Retention removes tokens long before the account may be deleted.
  await makeToken('former');
  await sql(`delete from tokens where user_id = (select id from users where username = 'former')`);
  for (const username of ['robot', 'idle', 'former']) await leave(username);
  expect(await isFree('sub-robot')).toBe(false);
  expect(await isFree('sub-former')).toBe(false);
  expect(await isFree('sub-idle')).toBe(true);
});

test('nobody gets the `sub` of a deleted user who was impersonated and never signed in', async () => {
  await keep({ username: 'acted-for', previousId: 'sub-acted-for', passwordHash: hash });
  await ok(mutate(admin, 'updateSettings', { impersonationEnabled: true }));
  const boss = await graphql.createPerson(admin, 'boss', 'ADMIN');
  const ask = await graphql.signedIn(service, web, boss.username, 'openid self admin');
  const { user } = await ok(admin('{ user(by: { username: "acted-for" }) { id } }'));
  const { jar } = await impersonate(ask, user.id);
  const trusted = await graphql.createApplication(service, admin, {
    ...{ name: 'Trusted', kind: 'WEB', consentMode: 'IMPLICIT', redirectUris: [graphql.REDIRECT_URI] },
    scopes: ['openid', 'self'],
  });
  const tokens = await tokensIn(jar, trusted, 'openid self');
  expect(decodeJwt(tokens.id_token!).sub).toBe('sub-acted-for');
  await sql(`update users set last_activity_at = null where username = 'acted-for'`);
  await leave('acted-for');
  expect(await isFree('sub-acted-for')).toBe(false);
});

test('nobody gets the id of a deleted application as `sub`', async () => {
  const machine = await graphql.createApplication(service, admin, { name: 'Gone', kind: 'MACHINE', scopes: ['self'] });
  expect(await isFree(machine.clientId)).toBe(false);
  await ok(mutate(admin, 'deleteApplication', { applicationId: machine.applicationId, force: true }));
  expect(await isFree(machine.clientId)).toBe(false);
});

test('an update never changes a `sub`', async () => {
  await keep({ username: 'steady' });
  const { user: before } = await ok(admin('{ user(by: { username: "steady" }) { id subject } }'));
  const { import: uploaded } = await upload(
    service,
    token,
    'format=json-lines&mode=upsert&subject=keep',
    lines({ username: 'steady', previousId: 'new-sub' }),
  );
  await importAll(admin, uploaded.id);
  const { user } = await ok(admin('{ user(by: { username: "steady" }) { subject previousIds } }'));
  expect(user).toEqual({ subject: before.id, previousIds: ['new-sub'] });
});
