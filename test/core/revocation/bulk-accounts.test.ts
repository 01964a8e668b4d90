/** disableUsers, enableUsers, deleteUsers, deleteDevices and removeMyDevice: each by the rule of one, and the good ones are done. */
import { encodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { aliveAt, buildHousehold, type Credential, KINDS, PLACES } from '../../support/household';
import { mutate, type Pair, startPair } from '../../support/pair';

let pair: Pair;
beforeAll(async () => {
  pair = await startPair();
}, 60_000);
afterAll(() => pair?.stop());

type Input = Record<string, unknown>;
const RECEIPT =
  'revocation { id user { id } targetId counts { users devices deviceLinks sessions accessTokens refreshTokens consents } }';
const ask = async (name: string, input: Input, by = pair.admin) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const own =
    name === 'removeMyDevice' ? 'removedDeviceId deviceDeleted' : 'results { id changed errors { code path } }';
  const receipt = name === 'enableUsers' ? '' : RECEIPT;
  const { data, errors } = await by(
    `mutation ($input: ${type}!) { ${name}(input: $input) { ${own} ${receipt} errors { code path ... on CountMismatch { actual } } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  return data[name];
};
const counts = () => graphql.rowCounts(pair.first.databaseUrl);
let people = 0;
const person = (...roles: string[]) => graphql.createPerson(pair.admin, `account${(people += 1)}`, ...roles);
const statusOf = (id: string) => graphql.statusOf(pair.admin, id);
const at = (place: (typeof PLACES)[number]): Credential[] => KINDS.map((kind) => `${place}.${kind}` as Credential);
const EVERYTHING: Credential[] = [...PLACES.flatMap(at), 'phone.client', 'tablet.client'];
const deadIn = async (home: Awaited<ReturnType<typeof buildHousehold>>) => {
  const alive = await aliveAt(pair.second, home);
  return EVERYTHING.filter((credential) => !alive.has(credential)).sort();
};

test('disableUsers bars whom it can in one receipt, says of each why not, and leaves the others in', async () => {
  const home = await buildHousehold(pair.first, pair.admin);
  const already = await person();
  await mutate(pair.admin, 'disableUser', { userId: already.id }, '__typename');
  const invited = await person();
  await graphql.sql(
    pair.first.databaseUrl,
    `update users set onboarding = 'PENDING_CONFIRMATION' where username = $1`,
    [invited.username],
  );
  const userIds = [home.alice.id, encodeId('User', crypto.randomUUID()), already.id, invited.id];
  const { results, revocation, errors } = await ask('disableUsers', { userIds, reason: 'left' });
  expect(errors).toEqual([]);
  expect(results).toEqual([
    { id: home.alice.id, changed: true, errors: [] },
    { id: userIds[1], changed: false, errors: [{ code: 'NOT_FOUND', path: ['input', 'userIds', '1'] }] },
    { id: already.id, changed: false, errors: [] },
    { id: invited.id, changed: false, errors: [{ code: 'INVALID_STATE', path: ['input', 'userIds', '3'] }] },
  ]);
  expect(revocation).toMatchObject({ user: { id: home.alice.id }, targetId: null, counts: { users: 1, sessions: 4 } });
  expect(await deadIn(home)).toEqual([...at('web'), ...at('other'), ...at('phone'), ...at('tablet')].sort());
});

test('enableUsers lets all of them in again, and revives nothing', async () => {
  const home = await buildHousehold(pair.first, pair.admin);
  const userIds = [home.alice.id, home.bob.id];
  await ask('disableUsers', { userIds });
  const { results } = await ask('enableUsers', { filter: { path: 'nowhere' }, expectedCount: 0 });
  expect(results).toEqual([]);
  expect((await ask('enableUsers', { userIds })).results).toEqual(
    userIds.map((id) => ({ id, changed: true, errors: [] })),
  );
  expect((await ask('enableUsers', { userIds })).results).toEqual(
    userIds.map((id) => ({ id, changed: false, errors: [] })),
  );
  expect(await deadIn(home)).toEqual(PLACES.flatMap(at).sort());
  expect(await statusOf(home.alice.id)).toBe('ACTIVE');
});

test('deleteUsers takes those who are disabled for good, and their names are free', async () => {
  const [gone, active] = await Promise.all([person(), person()]);
  await mutate(pair.admin, 'disableUser', { userId: gone.id }, '__typename');
  const { results, revocation } = await ask('deleteUsers', { userIds: [gone.id, active.id] });
  expect(results).toEqual([
    { id: gone.id, changed: true, errors: [] },
    { id: active.id, changed: false, errors: [{ code: 'INVALID_STATE', path: ['input', 'userIds', '1'] }] },
  ]);
  expect(revocation.counts.users).toBe(1);
  expect([await statusOf(gone.id), await statusOf(active.id)]).toEqual([undefined, 'ACTIVE']);
  await graphql.createPerson(pair.admin, gone.username);
});

test.each(['disableUsers', 'deleteUsers'])('%s of all administrators at once spares one', async (name) => {
  const made = await Promise.all([person('ADMIN'), person('ADMIN')]);
  const { users } = await graphql.ok(
    pair.admin('{ users(first: 100, filter: { role: "ADMIN", status: [ACTIVE] }) { nodes { id } } }'),
  );
  const userIds = users.nodes.map(({ id }: { id: string }) => id);
  expect(userIds).toEqual(expect.arrayContaining(made.map(({ id }) => id)));
  if (name === 'deleteUsers')
    await graphql.sql(
      pair.first.databaseUrl,
      `insert into settings (key, value, updated_at) values ('users.delete.requireDisabled', 'false', now()) on conflict do nothing`,
    );
  const { results } = await ask(name, { userIds });
  expect(results.filter(({ changed }: { changed: boolean }) => changed)).toHaveLength(userIds.length - 1);
  const refused = results.filter(({ changed }: { changed: boolean }) => !changed);
  expect(refused).toMatchObject([{ errors: [{ code: 'LAST_ADMINISTRATOR' }] }]);
  expect(await statusOf(refused[0].id)).toBe('ACTIVE');
  await graphql.sql(pair.first.databaseUrl, `delete from settings`);
});

test('a filter and a count bar a whole folder, and a dry run tells the count', async () => {
  const folder = `leaving${people}`;
  const left = await Promise.all([person(), person(), person()]);
  for (const { id } of left) await mutate(pair.admin, 'updateUser', { userId: id, path: folder }, '__typename');
  const filter = { path: folder };
  const before = await counts();
  const foretold = await ask('disableUsers', { filter, dryRun: true });
  expect(foretold.revocation.counts.users).toBe(3);
  expect((await ask('disableUsers', { filter, expectedCount: 2 })).errors).toMatchObject([
    { code: 'COUNT_MISMATCH', actual: 3 },
  ]);
  expect((await ask('disableUsers', { filter: {}, expectedCount: 3 })).errors).toMatchObject([
    { code: 'INVALID_INPUT' },
  ]);
  expect(await ask('disableUsers', { userIds: [] })).toEqual({ results: [], revocation: null, errors: [] });
  expect(await counts()).toEqual(before);
  const done = await ask('disableUsers', { filter, expectedCount: 3 });
  expect([done.results, done.revocation.counts]).toEqual([foretold.results, foretold.revocation.counts]);
  for (const { id } of left) expect(await statusOf(id)).toBe('DISABLED');
});

test('deleteDevices takes those whose users are all confirmed', async () => {
  const home = await buildHousehold(pair.first, pair.admin);
  const { phone, tablet } = home.devices;
  const deviceIds = [phone.id, tablet.id, encodeId('Device', crypto.randomUUID())];
  const before = await counts();
  const none = await ask('deleteDevices', { deviceIds, confirmedUserIds: [] });
  expect(none.results.map(({ errors }: { errors: { code: string }[] }) => errors[0]?.code)).toEqual([
    'AFFECTED_USERS_CHANGED',
    'AFFECTED_USERS_CHANGED',
    'NOT_FOUND',
  ]);
  expect(await counts()).toEqual(before);
  const { results, revocation } = await ask('deleteDevices', { deviceIds, confirmedUserIds: [home.alice.id] });
  expect(results).toMatchObject([{ changed: false }, { id: tablet.id, changed: true, errors: [] }, { changed: false }]);
  expect(revocation.counts).toMatchObject({ devices: 1, deviceLinks: 1, sessions: 1 });
  expect(await deadIn(home)).toEqual([...at('tablet'), 'tablet.client'].sort());
});

describe('removeMyDevice', () => {
  test('on a shared device takes only one’s own part', async () => {
    const home = await buildHousehold(pair.first, pair.admin);
    const alice = graphql.as(pair.first, home.places.web.tokens.access_token);
    const done = await ask('removeMyDevice', { deviceId: home.devices.phone.id }, alice);
    expect(done).toMatchObject({ removedDeviceId: home.devices.phone.id, deviceDeleted: false, errors: [] });
    expect(await deadIn(home)).toEqual(at('phone').sort());
  });

  test('alone on it takes the whole device', async () => {
    const home = await buildHousehold(pair.first, pair.admin);
    const alice = graphql.as(pair.first, home.places.web.tokens.access_token);
    const done = await ask('removeMyDevice', { deviceId: home.devices.tablet.id }, alice);
    expect(done).toMatchObject({ deviceDeleted: true, revocation: { counts: { devices: 1, deviceLinks: 1 } } });
    expect(await deadIn(home)).toEqual([...at('tablet'), 'tablet.client'].sort());
  });

  test('of somebody else is not found, and a machine has none', async () => {
    const home = await buildHousehold(pair.first, pair.admin);
    const bob = graphql.as(pair.first, home.places.bobWeb.tokens.access_token);
    const before = await counts();
    for (const deviceId of [home.devices.tablet.id, encodeId('Device', crypto.randomUUID()), home.bob.id])
      expect((await ask('removeMyDevice', { deviceId }, bob)).errors).toMatchObject([
        { code: 'NOT_FOUND', path: ['input', 'deviceId'] },
      ]);
    expect(await counts()).toEqual(before);
    const machine = await pair.admin('mutation { removeMyDevice(input: { deviceId: "dev_x" }) { errors { code } } }');
    expect(graphql.codes(machine)).toEqual(['FORBIDDEN']);
  });

  test('two on one device who leave at the same moment: the second takes it with him', async () => {
    for (let round = 0; round < 5; round += 1) {
      const home = await buildHousehold(pair.first, pair.admin);
      const deviceId = home.devices.phone.id;
      const answers = await Promise.all([
        ask('removeMyDevice', { deviceId }, graphql.as(pair.first, home.places.web.tokens.access_token)),
        ask('removeMyDevice', { deviceId }, graphql.as(pair.second, home.places.bobWeb.tokens.access_token)),
      ]);
      expect(answers.map(({ deviceDeleted }) => deviceDeleted).sort()).toEqual([false, true]);
      expect(await deadIn(home)).toEqual([...at('phone'), ...at('bobPhone'), 'phone.client'].sort());
    }
  }, 60_000);
});

test('a thousand users are barred in one call and one receipt', async () => {
  await graphql.sql(
    pair.first.databaseUrl,
    `insert into users (id, username, username_key, path, created_at, updated_at)
     select gen_random_uuid(), 'many' || n, 'many' || n, 'many', now(), now() from generate_series(1, 1000) n`,
  );
  const { revocation, results } = await ask('disableUsers', { filter: { path: 'many' }, expectedCount: 1_000 });
  expect([results.length, revocation.counts.users]).toEqual([1_000, 1_000]);
  const left = await graphql.ok(pair.admin('{ users(filter: { path: "many", status: [ACTIVE] }) { totalCount } }'));
  expect(left.users.totalCount).toBe(0);
});

test('a user with more live sessions than a receipt writes at once is deleted, and the receipt lists them all', async () => {
  const { id, uuid } = await person();
  await pair.sql(
    `insert into sessions (id, uid, cookie_hash, user_id, user_epoch, platform, created_at, authenticated_at, last_seen_at, expires_at)
     select gen_random_uuid(), 'large' || n, sha256(('large' || n)::bytea), $1, 0, 'LINUX', now(), now(), now(), now() + interval '1 day'
     from generate_series(1, 1500) n`,
    uuid,
  );
  await pair.sql(
    `insert into settings (key, value, updated_at) values ('users.delete.requireDisabled', 'false', now())`,
  );
  const { deleteUser } = await graphql.ok(
    pair.admin(
      `mutation ($id: ID!) { deleteUser(input: { userId: $id }) {
         revocation { counts { users sessions } items(first: 1) { totalCount } } ${graphql.ERRORS} } }`,
      { id },
    ),
  );
  expect(deleteUser.revocation).toEqual({ counts: { users: 1, sessions: 1_500 }, items: { totalCount: 1_501 } });
});
