/** Settling large receipts: each row is read once, a batch that is interrupted is repeated, and the counts are those of what ended. */
import { In } from 'typeorm';
import { SYSTEM_CALLER } from '../../../src/core/event/record';
import type { Receipt } from '../../../src/core/revocation/engine';
import { scannedPage } from '../../../src/core/revocation/pages';
import type { Selection } from '../../../src/core/revocation/selection';
import { settleBatch } from '../../../src/core/revocation/settle';
import type { Database } from '../../../src/database/database';
import { disableUsers, users } from '../../../src/modules/user';
import { encodeId } from '../../../src/platform/type-id';
import { fill, idOf, type InProcess, startInProcess } from '../../support/in-process';

jest.setTimeout(60_000);

let inside: InProcess;
let database: Database;
beforeAll(async () => {
  inside = await startInProcess();
  ({ database } = inside);
  await fill(database, 4);
});
afterAll(() => inside?.stop());

const userNumber = async (n: number): Promise<string> =>
  (await database.one<{ id: string }>(`select ${idOf(2, String(n))} as id`))!.id;

/** Adds sessions that are live, and as many that ended long ago. */
const addSessions = (userId: string, count: number) =>
  database.execute(
    `insert into sessions (id, uid, cookie_hash, user_id, user_epoch, platform, created_at, authenticated_at, last_seen_at, expires_at, ended_at, end_reason)
     select gen_random_uuid(), x.uid, sha256(x.uid::bytea), u.id, u.epoch, 'LINUX', now(), now(), now(), now() + interval '1 day',
       case when k % 2 = 1 then now() - interval '1 hour' end, case when k % 2 = 1 then 'REVOKED' end
     from users u, generate_series(1, $2::int) k, lateral (select u.id || '.' || k as uid) x where u.id = $1`,
    [userId, 2 * count],
  );

/** Disables users as a job of the service does. */
const disable = async (tx: Database, ids: string[], dryRun = false): Promise<Receipt> =>
  disableUsers(tx, SYSTEM_CALLER, {
    ...{ action: 'disableUsers', target: null, reason: 'Left', dryRun },
    users: await users(tx).findBy({ id: In(ids) }),
  });

const readReceipt = async (id: string) => {
  const query = `query ($id: ID!) { revocation(id: $id) {
    countsAreFinal counts { users sessions accessTokens refreshTokens accessGrants } items(first: 50) { totalCount nodes { itemId } }
  } }`;
  return (await inside.run(query, { id: encodeId('Revocation', id) })).data.revocation;
};

const storedAs = (id: string) =>
  database.one<{ selections: Selection[]; settling: object | null; counts: object | null }>(
    'select selections, settling, counts from revocations where id = $1',
    [id],
  );

/** Runs something and rolls it back. */
const rolledBack = async <T>(run: (tx: Database) => Promise<T>): Promise<T> => {
  const killed = new Error('killed');
  let result: T;
  await database
    .transaction(async (tx) => {
      result = await run(tx);
      throw killed;
    })
    .catch((error: unknown) => {
      if (error !== killed) throw error;
    });
  return result!;
};

it('counts and writes what ended, of several users and kinds, whatever interrupts it, and reads the same all along', async () => {
  const ids = await Promise.all([1, 2, 3].map(userNumber));
  await addSessions(ids[0]!, 3_000);
  await addSessions(ids[1]!, 4_000);
  const { counts } = await rolledBack((tx) => disable(tx, ids, true));
  expect(counts).toMatchObject({ users: 3, accessTokens: expect.any(Number) });
  expect(counts!.sessions).toBeGreaterThan(7_000);

  const { id } = await database.transaction((tx) => disable(tx, ids));
  expect(await storedAs(id)).toMatchObject({ counts: null, settling: { selection: 0, value: 0, after: null } });
  const before = await readReceipt(id);
  expect(before).toMatchObject({ countsAreFinal: false, counts: { users: 3 } });
  expect(before.counts.sessions).toBeGreaterThan(1_000);

  await settleBatch(database);
  await database.execute(`create function fail() returns trigger language plpgsql as $$ begin raise 'killed'; end $$`);
  await database.execute('create trigger fail before update on revocations for each row execute function fail()');
  await expect(settleBatch(database)).rejects.toThrow('killed');
  await database.execute('drop function fail cascade');
  expect(await storedAs(id)).toMatchObject({ counts: null, settling: { value: expect.any(Number) } });
  expect((await readReceipt(id)).items).toEqual(before.items);

  let batches = 1;
  while (await settleBatch(database)) batches += 1;
  expect(batches).toBeLessThan(20);
  expect(await storedAs(id)).toEqual({ counts, settling: null, selections: [] });
  expect(await readReceipt(id)).toMatchObject({
    items: before.items,
    countsAreFinal: true,
    counts: { users: 3, sessions: counts!.sessions },
  });
  const left = await database.one<{ n: number }>(
    'select count(*)::int as n from sessions where user_id = any($1::uuid[]) and ended_at is null and expires_at > now()',
    [ids],
  );
  expect(left!.n).toBe(0);
});

it('reads as much for the last page of a selection as for the first', async () => {
  const user = await userNumber(4);
  await addSessions(user, 20_000);
  await database.execute('analyze sessions');
  const { id } = await database.transaction((tx) => disable(tx, [user]));
  const sessions = (await storedAs(id))!.selections.find(({ kind }) => kind === 'session')!;
  const all = await database.query<{ id: string }>('select id from sessions where user_id = $1 order by id', [user]);
  const blocksFrom = async (place: number): Promise<number> => {
    const { sql, values } = scannedPage(sessions, id, { value: 0, after: all[place]!.id }, 1_000);
    type Explained = { 'QUERY PLAN': [{ Plan: Record<string, number> }] };
    const explained = await database.one<Explained>(`explain (analyze, buffers, format json) ${sql}`, values);
    const [{ Plan: plan }] = explained!['QUERY PLAN'];
    return plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!;
  };
  const [first, last] = [await blocksFrom(0), await blocksFrom(all.length - 1_001)];
  expect(last).toBeLessThan(1.5 * first);
  expect(first).toBeLessThan(10_000);
});
