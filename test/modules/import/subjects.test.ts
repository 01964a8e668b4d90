/** Old ids: finding users by them, and keeping them as the `sub` that applications get, which no second user ever has. */
import { decodeJwt } from 'jose';
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { ok } from '../../support/graphql';
import { passwordHash } from '../../../src/platform/hash';
import { startWithWeb, type WithWeb } from '../../support/start';
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
