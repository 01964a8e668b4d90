/** Lists of what is live, directly after an ending: right, and read with as few blocks as before, however much ended. */
import type { Database } from '../../../src/database/database';
import { endEpoch, endGeneralEpoch } from '../../../src/core/revocation/epochs';
import { newId } from '../../../src/platform/random';
import { encodeId } from '../../../src/platform/type-id';
import { blocksOf } from '../../support/blocks';
import { fill, idOf, type InProcess, startInProcess } from '../../support/in-process';

jest.setTimeout(120_000);

const MANY = 100_000;

let inside: InProcess;
let database: Database;
let userId: string;
beforeAll(async () => {
  inside = await startInProcess();
  ({ database } = inside);
  await fill(database, 200);
  userId = (await database.one<{ id: string }>(`select ${idOf(2, '1')} as id`))!.id;
  await database.execute(
    `insert into sessions (id, uid, cookie_hash, user_id, user_epoch, platform, created_at, authenticated_at, last_seen_at, expires_at)
     select ${idOf(9, 'k')}, u.id || '.' || k, sha256((u.id || '.' || k)::bytea), u.id, u.epoch, 'LINUX', now(), now(), now(), now() + interval '1 day'
     from users u, generate_series(1, ${MANY}) k where u.id = $1`,
    [userId],
  );
  await database.execute('analyze');
}, 120_000);
afterAll(() => inside?.stop());

const OF_USER = {
  'the sessions of a user, active': `query ($id: ID!) { user(by: { id: $id }) { list: sessions(active: true, first: 20) { totalCount nodes { id status } } } }`,
  'the sessions of a user, by status': `query ($id: ID!) { user(by: { id: $id }) { list: sessions(filter: { status: [ACTIVE] }, first: 20) { totalCount nodes { id status } } } }`,
  'all sessions, by status and user': `query ($id: ID!) { list: sessions(filter: { status: [ACTIVE], userId: $id }, first: 20) { totalCount nodes { id status } } }`,
};
const OF_ALL = {
  'all sessions, by status': `query { list: sessions(filter: { status: [ACTIVE] }, first: 20) { totalCount nodes { id status } } }`,
};

const listOf = async (query: string) => {
  const { data } = await inside.run(query, query.includes('$id') ? { id: encodeId('User', userId) } : {});
  return data.list ?? data.user.list;
};
const cost = async (query: string) => {
  await listOf(query);
  return blocksOf(database, () => listOf(query));
};

it('are empty at once after all sessions of a user were revoked', async () => {
  await endEpoch(database, 'users', [userId], 'ALL_SESSIONS_REVOKED', newId());
  for (const query of Object.values(OF_USER)) {
    expect(await listOf(query)).toEqual({ totalCount: 0, nodes: [] });
    expect(await cost(query)).toBeLessThan(100);
  }
});

it('have what began afterwards', async () => {
  await database.execute(
    `insert into sessions (id, uid, cookie_hash, user_id, user_epoch, platform, created_at, authenticated_at, last_seen_at, expires_at)
     select ${idOf(10, '1')}, 'new', sha256('new'), u.id, u.epoch, 'LINUX', now(), now(), now(), now() + interval '1 day' from users u where u.id = $1`,
    [userId],
  );
  for (const query of Object.values(OF_USER)) {
    expect(await listOf(query)).toMatchObject({ totalCount: 1, nodes: [{ status: 'ACTIVE' }] });
    expect(await cost(query)).toBeLessThan(150);
  }
});

it('are empty at once after everything was revoked', async () => {
  await endGeneralEpoch(database, { exceptMachines: false, reason: 'EVERYTHING_REVOKED', revocationId: newId() });
  for (const query of Object.values({ ...OF_USER, ...OF_ALL })) {
    expect(await listOf(query)).toEqual({ totalCount: 0, nodes: [] });
    expect(await cost(query)).toBeLessThan(100);
  }
});
