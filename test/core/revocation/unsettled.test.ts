/** Receipts that are too large to be written at once: until they are settled, their counts and items cost no more than those of a small one. */
import { In } from 'typeorm';
import { SYSTEM_CALLER } from '../../../src/core/event/record';
import type { Receipt } from '../../../src/core/revocation/engine';
import { settleBatch } from '../../../src/core/revocation/settle';
import type { Database } from '../../../src/database/database';
import { disableUsers, users } from '../../../src/modules/user';
import { encodeId } from '../../../src/platform/type-id';
import { blocksOf } from '../../support/blocks';
import { fill, idOf, type InProcess, startInProcess } from '../../support/in-process';

jest.setTimeout(120_000);

const [SMALL, LARGE] = [2_000, 50_000];

let inside: InProcess;
let database: Database;
beforeAll(async () => {
  inside = await startInProcess();
  ({ database } = inside);
  await fill(database, 4);
});
afterAll(() => inside?.stop());

/** A user whose sessions were just ended, with the receipt. */
const endSessions = async (n: number, count: number, dryRun = false): Promise<Receipt> => {
  const id = (await database.one<{ id: string }>(`select ${idOf(2, String(n))} as id`))!.id;
  await database.execute(
    `insert into sessions (id, uid, cookie_hash, user_id, user_epoch, platform, created_at, authenticated_at, last_seen_at, expires_at)
     select gen_random_uuid(), u.id || '.' || k, sha256((u.id || '.' || k)::bytea), u.id, u.epoch, 'LINUX', now(), now(), now(), now() + interval '1 day'
     from users u, generate_series(1, $2::int) k where u.id = $1`,
    [id, count],
  );
  await database.execute('analyze sessions');
  return database.transaction(async (tx) =>
    disableUsers(tx, SYSTEM_CALLER, {
      ...{ action: 'disableUsers', target: null, reason: 'Left', dryRun },
      users: await users(tx).findBy({ id: In([id]) }),
    }),
  );
};

const READ = `query ($id: ID!, $after: String) { revocation(id: $id) { countsAreFinal counts { users sessions }
  items(first: 20, after: $after) { totalCount totalCountIsEstimate pageInfo { endCursor hasNextPage } nodes { type itemId } } } }`;
const LAST = 'query ($id: ID!) { revocation(id: $id) { items(last: 20) { nodes { itemId } } } }';

const read = async (id: string, after: string | null = null) =>
  (await inside.run(READ, { id: encodeId('Revocation', id), after })).data.revocation;

it('reads the counts and a page of the items of a large receipt with as few blocks as those of a small one', async () => {
  const small = await endSessions(1, SMALL);
  const large = await endSessions(2, LARGE);
  const cost = async ({ id }: Receipt) => {
    const page = `query ($id: ID!) { revocation(id: $id) { countsAreFinal counts { sessions } items(first: 20) { nodes { itemId } } } }`;
    await read(id);
    return blocksOf(database, async () => {
      await inside.run(page, { id: encodeId('Revocation', id) });
      await inside.run(LAST, { id: encodeId('Revocation', id) });
    });
  };
  const [few, many] = [await cost(small), await cost(large)];
  expect(many).toBeLessThan(1.5 * few);
  expect(many).toBeLessThan(3_000);

  const unsettled = await read(large.id);
  expect(unsettled).toMatchObject({ countsAreFinal: false, items: { totalCount: 10_000, totalCountIsEstimate: true } });
  expect(unsettled.counts.sessions).toBeGreaterThan(1_000);
  expect(unsettled.counts.sessions).toBeLessThanOrEqual(LARGE + 3);
});

it('pages through all items, whatever is settled meanwhile, and counts more and more of them', async () => {
  const { id } = await endSessions(3, 12_000);
  const query = READ.replace('first: 20', 'first: 100').replace('totalCount totalCountIsEstimate', '');
  const seen: string[] = [];
  let last = 0;
  let receipt: {
    countsAreFinal: boolean;
    counts: { sessions: number };
    items: { nodes: { itemId: string }[]; pageInfo: { endCursor: string; hasNextPage: boolean } };
  };
  let after: string | null = null;
  for (let page = 0; ; page += 1) {
    receipt = (await inside.run(query, { id: encodeId('Revocation', id), after })).data.revocation;
    expect(receipt.counts.sessions).toBeGreaterThanOrEqual(last);
    last = receipt.counts.sessions;
    seen.push(...receipt.items.nodes.map(({ itemId }) => itemId));
    if (!receipt.items.pageInfo.hasNextPage) break;
    after = receipt.items.pageInfo.endCursor;
    if (page % 20 === 10) await settleBatch(database);
  }
  while (await settleBatch(database));
  const settled = await read(id);
  expect(settled.countsAreFinal).toBe(true);
  expect(settled.counts.sessions).toBeGreaterThan(12_000);
  const written = await database.one<{ n: number }>(
    'select count(*)::int as n from revocation_items where revocation_id = $1',
    [id],
  );
  expect(seen).toHaveLength(written!.n);
  expect(new Set(seen).size).toBe(written!.n);
});

it('counts in a dry run up to ten thousand', async () => {
  const { counts, settling } = await endSessions(4, 12_000, true);
  expect(counts).toBeNull();
  expect(settling!.atLeast!.sessions).toBe(10_001);
});
