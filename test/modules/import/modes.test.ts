/** Imports that change users: what they change, what they leave, and whom nobody may change by a file. */
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { type Ask, ok } from '../../support/graphql';
import { startWithWeb, type WithWeb } from '../../support/start';
import { importAll, start, upload } from '../../support/upload';

let { service, admin, web, sql, stop } = {} as WithWeb;
let token: string;
beforeAll(async () => {
  ({ service, admin, web, sql, stop } = await startWithWeb());
  token = await graphql.adminToken(service);
}, 60_000);
afterAll(() => stop?.());

const BCRYPT = '$2b$10$abcdefghijklmnopqrstuuGGgFFcYeueaAql8Z7U7CnCTRw4DR77W';
const lines = (...users: object[]) => users.map((user) => JSON.stringify(user)).join('\n');
const run = async (mode: string, ...users: object[]) => {
  const { import: uploaded, message } = await upload(service, token, `format=json-lines&mode=${mode}`, lines(...users));
  if (!uploaded) throw new Error(message ?? '');
  const done = await importAll(admin, uploaded.id, { reason: 'sync' });
  const [counts] = await sql(
    'select created, updated, unchanged, refused from imports where id = $1',
    decodeId('Import', uploaded.id),
  );
  return { uploaded, done, counts };
};
const userNamed = async (username: string) =>
  (
    await ok(
      admin(
        `query ($u: String!) { user(by: { username: $u }) { id username email emailVerified name path type status attributes version previousIds } }`,
        { u: username },
      ),
    )
  ).user;
const eventsOf = async (id: string): Promise<string[]> => {
  const { events } = await ok(admin('query ($id: ID!) { events(filter: { userId: $id }) { nodes { type } } }', { id }));
  return events.nodes.map(({ type }: { type: string }) => type);
};

test('an update changes what the line names, by old id or username, and says what it changed', async () => {
  await run('create', {
    ...{ username: 'up1', email: 'up1@example.com', emailVerified: true, name: 'Una', path: 'emea' },
    ...{ previousId: 'old-1', attributes: { team: 'blue', floor: 7, desk: 'a' } },
  });
  await run('create', { username: 'up2', name: 'Ute' }, { username: 'up3' });
  const before = await userNamed('up1');
  const { uploaded, counts } = await run(
    'update',
    { previousId: 'old-1', username: 'up1-renamed', name: null, attributes: { team: 'red', desk: null } },
    { username: 'up2', name: 'Ute', email: '' },
    { username: 'up3', previousId: 'old-3', path: 'apac' },
    { username: 'nobody' },
    { previousId: 'unknown' },
  );
  expect(uploaded).toMatchObject({ mode: 'UPDATE', ready: 3, creates: 0, updates: 2, unchanged: 1, refused: 2 });
  expect(uploaded.faults).toMatchObject([
    { line: 4, field: 'username', code: 'NOT_FOUND' },
    { line: 5, field: 'previousId', code: 'NOT_FOUND' },
  ]);
  expect(counts).toEqual({ created: 0, updated: 2, unchanged: 1, refused: 2 });
  const after = await userNamed('up1-renamed');
  expect(after).toMatchObject({
    ...{ id: before.id, name: null, email: 'up1@example.com', emailVerified: true, path: 'emea' },
    ...{ attributes: { team: 'red', floor: 7 }, previousIds: ['old-1'] },
  });
  expect(after.version).toBeGreaterThan(before.version);
  expect(await eventsOf(after.id)).toEqual(['USER_UPDATED', 'USER_CREATED']);
  expect(await userNamed('up3')).toMatchObject({ path: 'apac', previousIds: ['old-3'] });
  expect((await userNamed('up2')).version).toBe(1);
});

test('an upsert creates the others; the same file again changes nothing', async () => {
  await run('create', { username: 'ins1' });
  const file = [
    { username: 'ins1', name: 'One' },
    { username: 'ins2', previousId: 'ins-2', passwordHash: BCRYPT },
  ];
  const first = await run('upsert', ...file);
  expect(first.uploaded).toMatchObject({ mode: 'UPSERT', creates: 1, updates: 1, unchanged: 0 });
  expect(first.counts).toEqual({ created: 1, updated: 1, unchanged: 0, refused: 0 });
  const again = await run('upsert', ...file);
  expect(again.uploaded).toMatchObject({ creates: 0, updates: 0, unchanged: 2 });
  expect(again.counts).toEqual({ created: 0, updated: 0, unchanged: 2, refused: 0 });
});

test('disabling ends access with a receipt, enabling gives it back, and a password that is there stays', async () => {
  const person = await graphql.createPerson(admin, 'leaver');
  const hashOf = () => sql('select hash from passwords where user_id = $1', decodeId('User', person.id));
  const hash = await hashOf();
  expect((await run('update', { username: 'leaver', disabled: true, passwordHash: BCRYPT })).counts).toMatchObject({
    updated: 1,
  });
  expect(await userNamed('leaver')).toMatchObject({ status: 'DISABLED' });
  const { revocations } = await ok(
    admin('query ($id: ID!) { revocations(filter: { userId: $id }) { nodes { action reason } } }', { id: person.id }),
  );
  expect(revocations.nodes).toMatchObject([{ action: 'importUsers', reason: 'sync' }]);
  expect((await run('update', { username: 'leaver', disabled: false })).counts).toMatchObject({ updated: 1 });
  expect(await userNamed('leaver')).toMatchObject({ status: 'ACTIVE' });
  expect(await hashOf()).toEqual(hash);
});

test.each([
  ['keycloak', { users: [{ username: 'asleep', firstName: 'Kay' }] }],
  ['scim', { Resources: [{ userName: 'asleep', displayName: 'Sam' }] }],
])(
  'a %s file that does not say whether the user is enabled leaves that, and the type, as they are',
  async (format, file) => {
    await run('upsert', { username: 'asleep', type: 'EXTERNAL', disabled: true, name: format });
    const { import: uploaded } = await upload(service, token, `format=${format}&mode=update`, JSON.stringify(file));
    const updated = await importAll(admin, uploaded.id);
    expect(updated).toMatchObject({ refused: 0 });
    expect(await userNamed('asleep')).toMatchObject({
      status: 'DISABLED',
      type: 'EXTERNAL',
      name: expect.stringMatching(/Kay|Sam/),
    });
  },
);

test('conflicts are refused by line: names of others, ids of others, two lines about one user', async () => {
  await run(
    'create',
    { username: 'c1', previousId: 'cc-1' },
    { username: 'c2', previousId: 'cc-2', email: 'c2@example.com' },
  );
  const { uploaded, counts } = await run(
    'update',
    { previousId: 'cc-1', username: 'c2' },
    { username: 'c1', previousIds: ['cc-1', 'cc-2'] },
    { username: 'c1', email: 'c2@example.com' },
    { username: 'c1', name: 'First' },
    { previousId: 'cc-1', name: 'Second' },
  );
  expect(uploaded.faults).toMatchObject([
    { line: 1, field: 'username', code: 'CONFLICT' },
    { line: 2, field: 'previousIds', code: 'CONFLICT' },
    { line: 3, field: 'email', code: 'CONFLICT' },
    { line: 5, field: null, code: 'CONFLICT', message: 'An earlier line is about the same user.' },
  ]);
  expect(counts).toMatchObject({ updated: 1, refused: 4 });
  expect(await userNamed('c1')).toMatchObject({ name: 'First', email: null });
});

describe('a caller with few permissions', () => {
  const callerWith = async (
    name: string,
    permissions: string[],
    path?: string,
  ): Promise<{ ask: Ask; token: string }> => {
    const person = await graphql.createPerson(admin, name);
    await graphql.createRole(admin, name, permissions);
    await graphql.assign(admin, { userId: person.id, role: name, ...(path ? { on: { path } } : {}) });
    const { access_token: theirs } = await graphql.tokensOf(web, person.username, 'openid admin');
    return { ask: graphql.as(service, theirs), token: theirs };
  };

  test('who may only create users may not update any', async () => {
    const { token: theirs } = await callerWith('creator', ['USERS_CREATE']);
    for (const mode of ['update', 'upsert'])
      expect(await upload(service, theirs, `format=json-lines&mode=${mode}`, lines({ username: 'x' }))).toMatchObject({
        status: 403,
        message: expect.stringContaining('users:update'),
      });
    expect(await upload(service, theirs, 'format=json-lines&subject=keep', lines({ username: 'x' }))).toMatchObject({
      status: 403,
      message: expect.stringContaining('users:setSubject'),
    });
  });

  test('nobody changes a user who holds what they do not, nor sets passwords or disables without the permission', async () => {
    const boss = await graphql.createPerson(admin, 'boss', 'ADMIN');
    await run('create', { username: 'plain' }, { username: 'plain2' });
    const { ask, token: theirs } = await callerWith('updater', ['USERS_CREATE', 'USERS_UPDATE', 'USERS_READ']);
    const answer = await upload(
      service,
      theirs,
      'format=json-lines&mode=upsert',
      lines(
        { username: 'boss', email: 'attacker@example.com', emailVerified: true },
        { username: 'plain', passwordHash: BCRYPT, name: 'Changed' },
        { username: 'plain2', disabled: true },
      ),
    );
    expect(answer.import).toMatchObject({ updates: 0, ready: 0, refused: 3 });
    const done = await importAll(ask, answer.import.id);
    expect(done).toMatchObject({ created: 0, refused: 3 });
    expect(done.faults).toMatchObject([
      { line: 1, code: 'FORBIDDEN' },
      { line: 2, field: 'passwordHash', code: 'FORBIDDEN' },
      { line: 3, field: 'disabled', code: 'FORBIDDEN' },
    ]);
    expect(await userNamed('boss')).toMatchObject({ id: boss.id, email: 'boss@example.com', emailVerified: false });
    // The name was undone together with the password.
    expect(await userNamed('plain')).toMatchObject({ name: null, version: 1 });
    expect(await userNamed('plain2')).toMatchObject({ status: 'ACTIVE' });
  });

  test('a folder is a limit: users elsewhere are not found, and nobody is moved out of it', async () => {
    await run(
      'create',
      { username: 'inside', path: 'emea/sales', previousId: 'in' },
      { username: 'outside', path: 'apac', previousId: 'out' },
    );
    const { ask, token: theirs } = await callerWith('delegate', ['USERS_CREATE', 'USERS_UPDATE'], 'emea');
    const answer = await upload(
      service,
      theirs,
      'format=json-lines&mode=upsert',
      lines(
        { username: 'inside', name: 'In' },
        { previousId: 'out', name: 'Out' },
        { username: 'outside', name: 'Out' },
        { username: 'new-outside', path: 'apac' },
      ),
    );
    expect(answer.import.faults).toMatchObject([
      // As for users who do not exist.
      { line: 2, field: 'username', code: 'INVALID_INPUT' },
      { line: 3, field: 'path', code: 'INVALID_INPUT' },
      { line: 4, field: 'path' },
    ]);
    expect(await importAll(ask, answer.import.id)).toMatchObject({ refused: 3 });
    expect(await userNamed('inside')).toMatchObject({ name: 'In' });
    const moved = await upload(
      service,
      theirs,
      'format=json-lines&mode=update',
      lines({ username: 'inside', path: 'apac' }),
    );
    expect(moved.import).toMatchObject({ updates: 0, faults: [{ line: 1, field: 'path', code: 'FORBIDDEN' }] });
    // A previous id of a user elsewhere is taken like any other, and says no more.
    const mixed = lines({ username: 'inside', previousId: 'out' }, { previousIds: ['in', 'out'], name: 'X' });
    for (const mode of ['update', 'upsert'])
      expect((await upload(service, theirs, `format=json-lines&mode=${mode}`, mixed)).import.faults).toMatchObject([
        { line: 1, field: 'previousId', code: 'CONFLICT' },
        { line: 2, field: 'previousId', code: 'CONFLICT' },
      ]);
    const many = Array.from({ length: 10 }, (_, n) => `in-${n}`);
    const { import: full } = await upload(
      service,
      token,
      'format=json-lines&mode=update',
      lines({ username: 'inside', previousIds: many }),
    );
    expect(full.faults).toMatchObject([{ line: 1, field: 'previousIds', code: 'INVALID_INPUT' }]);
    await sql('delete from imports where started_at is null');
    expect(await userNamed('inside')).toMatchObject({ path: 'emea/sales' });
  });
});

test('uploads that are not started do not stand in the way: the oldest makes room, and one can be discarded', async () => {
  const ids: string[] = [];
  for (let i = 0; i < 12; i += 1) {
    const answer = await upload(service, token, 'format=json-lines', lines({ username: `try-${i}` }, { username: '' }));
    expect(answer.status).toBe(201);
    ids.push(answer.import.id);
    expect(answer.import.discarded).toEqual(i < 10 ? [] : [ids[i - 10]]);
  }
  const waiting = await sql<{ n: number }>(`select count(*)::int as n from imports where started_at is null`);
  expect(waiting).toEqual([{ n: 10 }]);
  expect((await start(admin, ids[0]!)).data.importUsers.errors).toMatchObject([{ code: 'NOT_FOUND' }]);
  const discard = () =>
    ok(
      admin(
        'mutation ($id: ID!) { discardImport(input: { importId: $id }) { discardedImportId errors { message } } }',
        {
          id: ids[11],
        },
      ),
    );
  expect((await discard()).discardImport.discardedImportId).toBe(ids[11]);
  const left = await sql(
    `select (select count(*)::int from import_lines where import_id = $1) as lines, (select count(*)::int from import_faults where import_id = $1) as faults`,
    decodeId('Import', ids[11]!),
  );
  expect(left).toEqual([{ lines: 0, faults: 0 }]);
  const started = await importAll(admin, ids[10]!);
  expect(started.status).toBe('DONE');
  const again = await admin('mutation ($id: ID!) { discardImport(input: { importId: $id }) { errors { code } } }', {
    id: ids[10],
  });
  expect(again.data.discardImport.errors).toMatchObject([{ code: 'INVALID_STATE' }]);
});
