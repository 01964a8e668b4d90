/** Pages by keyset: every row once, in each order, forwards and backwards, equal keys and missing values included; and what filters select. */
import { fill, type InProcess, startInProcess } from '../../support/in-process';

const USERS = 260;
let service: InProcess;
beforeAll(async () => {
  service = await startInProcess();
  await fill(service.database, USERS);
}, 60_000);
afterAll(() => service.stop());

interface Connection {
  nodes: Record<string, unknown>[];
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
}

const ORDERS: [list: string, field: string, column: string, total: number][] = [
  ['users', 'CREATED_AT', 'id', USERS],
  ['users', 'USERNAME', 'username', USERS],
  ['users', 'LAST_LOGIN_AT', 'lastLoginAt', USERS],
  ['sessions', 'CREATED_AT', 'id', USERS * 3],
  ['sessions', 'EXPIRES_AT', 'expiresAt', USERS * 3],
  ['tokens', 'CREATED_AT', 'id', USERS * 2],
  ['tokens', 'EXPIRES_AT', 'expiresAt', USERS * 2],
  ['devices', 'CREATED_AT', 'id', USERS],
  ['consents', 'CREATED_AT', 'id', USERS],
  ['accessGrants', 'CREATED_AT', 'id', USERS],
  ['applications', 'NAME', 'name', 5],
  ['events', 'OCCURRED_AT', 'id', USERS * 6],
  ['revocations', 'REQUESTED_AT', 'id', USERS],
];

const directions = ['ASC', 'DESC'] as const;

test.each(ORDERS.flatMap((order) => directions.map((direction) => [...order, direction] as const)))(
  '%s by %s (%s, %d rows) %s',
  async (list, field, column, total, direction) => {
    const fields = column === 'id' ? 'id' : `id ${column}`;
    const walk = async (backward: boolean): Promise<Record<string, unknown>[]> => {
      const rows: Record<string, unknown>[] = [];
      let cursor: string | null = null;
      for (let pages = 0; pages < 200; pages += 1) {
        const bounds: string = backward
          ? `last: 97${cursor ? `, before: "${cursor}"` : ''}`
          : `first: 97${cursor ? `, after: "${cursor}"` : ''}`;
        const { data } = await service.run(
          `{ ${list}(${bounds}, orderBy: { field: ${field}, direction: ${direction} }) { nodes { ${fields} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
        );
        const { nodes, pageInfo } = data[list] as Connection;
        if (backward) rows.unshift(...nodes);
        else rows.push(...nodes);
        cursor = backward ? pageInfo.startCursor : pageInfo.endCursor;
        if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return rows;
      }
      throw new Error('the list does not end');
    };
    const forwards = await walk(false);
    expect(new Set(forwards.map(({ id }) => id)).size).toBe(total);
    expect(forwards).toHaveLength(total);
    expect(await walk(true)).toEqual(forwards);
    const keys = forwards.map((row) => (row[column] ?? '') as string);
    const sorted = [...keys].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    // By name PostgreSQL's collation decides; that of the test is the code points', the same for these ASCII names in lower case.
    const lowered =
      column === 'username' || column === 'name'
        ? [keys.map((k) => k.toLowerCase()), sorted.map((k) => k.toLowerCase()).sort()]
        : [keys, sorted];
    expect(lowered[0]).toEqual(direction === 'ASC' ? lowered[1] : [...lowered[1]!].reverse());
  },
);

const count = async (list: string, filter: string, variables = ''): Promise<number> => {
  const { data } = await service.run(`{ ${list}(first: 1, filter: { ${filter} }${variables}) { totalCount } }`);
  return data[list].totalCount;
};
const idOf = async (list: string, which = ''): Promise<string> =>
  (
    await service.run(
      `{ ${list}(first: 1, orderBy: { field: ${list === 'events' ? 'OCCURRED_AT' : 'CREATED_AT'}, direction: ASC }${which}) { nodes { id } } }`,
    )
  ).data[list].nodes[0].id;

/** What the made-up world holds, counted by hand: see `fill`. */
test('filters of users', async () => {
  expect(await count('users', 'status: [ACTIVE]')).toBe(USERS);
  expect(await count('users', 'status: [DISABLED, INVITED]')).toBe(0);
  expect(await count('users', 'source: [LOCAL], type: [INTERNAL]')).toBe(USERS);
  expect(await count('users', 'search: "USER26"')).toBe(2);
  expect(await count('users', 'search: "u2@example"')).toBe(1);
  expect(await count('users', 'search: "%"')).toBe(0);
  expect(await count('users', 'search: "user_"')).toBe(0);
  expect(await count('users', 'path: "emea"')).toBe(USERS);
  expect(await count('users', 'path: "emea/1"')).toBe(87);
  expect(await count('users', 'path: "eme"')).toBe(0);
  expect(await count('users', 'role: "operator"')).toBe(26);
  expect(await count('users', 'lastLoginFrom: "2026-01-01T01:00:00Z", lastLoginTo: "2026-01-01T01:00:00Z"')).toBe(2);
  expect(await count('users', 'createdFrom: "2020-01-01T00:00:00Z"')).toBe(USERS);
  expect(await count('users', 'createdTo: "2020-01-01T00:00:00Z"')).toBe(0);
  expect(await count('users', 'hasLiveSession: true')).toBe(USERS);
  expect(await count('users', 'hasLiveSession: false')).toBe(0);
  expect(await count('users', `usesApplicationId: "${await idOf('applications')}"`)).toBe(52);
  expect(await count('users', 'search: "user1", path: "emea/1"')).toBe(39);
});

test('filters of sessions', async () => {
  expect(await count('sessions', 'status: [ACTIVE]')).toBe(USERS * 2);
  expect(await count('sessions', 'status: [EXPIRED]')).toBe(USERS);
  expect(await count('sessions', 'status: [ENDED]')).toBe(0);
  expect(await count('sessions', 'status: [ACTIVE, EXPIRED]')).toBe(USERS * 3);
  expect(await count('sessions', 'platform: [IOS]')).toBe(USERS);
  expect(await count('sessions', 'ip: "10.0.0.1"')).toBe(USERS);
  expect(await count('sessions', `userId: "${await idOf('users')}"`)).toBe(3);
  expect(await count('sessions', `deviceId: "${await idOf('devices')}"`)).toBe(3);
  expect(await count('sessions', `applicationId: "${await idOf('applications')}"`)).toBe(52);
  expect(await count('sessions', 'userId: "ses_01h455vb4pex5vsknk084sn02q"')).toBe(0);
});

test('filters of tokens, grants, consents and devices', async () => {
  const [user, device, application] = [await idOf('users'), await idOf('devices'), await idOf('applications')];
  expect(await count('tokens', 'kind: [ACCESS]')).toBe(USERS);
  expect(await count('tokens', 'kind: [ACCESS, REFRESH], status: [ACTIVE]')).toBe(USERS * 2);
  expect(await count('tokens', 'status: [REVOKED, EXPIRED]')).toBe(0);
  expect(await count('tokens', 'scope: "self"')).toBe(USERS);
  expect(await count('tokens', `userId: "${user}"`)).toBe(2);
  expect(await count('tokens', `deviceId: "${device}"`)).toBe(2);
  expect(await count('tokens', `applicationId: "${application}"`)).toBe(104);
  expect(
    await count(
      'tokens',
      `sessionId: "${await idOf('sessions', `, filter: { userId: "${user}", status: [ACTIVE], platform: [LINUX] }`)}"`,
    ),
  ).toBe(0);
  expect(await count('accessGrants', `userId: "${user}"`)).toBe(1);
  expect(await count('accessGrants', `applicationId: "${application}"`)).toBe(52);
  expect(await count('consents', `userId: "${user}"`)).toBe(1);
  expect(await count('consents', `applicationId: "${application}", scope: "self"`)).toBe(52);
  expect(await count('devices', `userId: "${user}"`)).toBe(1);
  expect(await count('devices', 'platform: [IOS]')).toBe(USERS / 2);
  expect(await count('devices', 'search: "phone 26"')).toBe(2);
  expect(await count('devices', `applicationId: "${application}"`)).toBe(52);
});

test('filters of applications, events and receipts', async () => {
  const user = await idOf('users');
  expect(await count('applications', 'kind: [WEB], status: [ENABLED], search: "app"')).toBe(5);
  expect(await count('applications', 'status: [DISABLED]')).toBe(0);
  expect(await count('events', 'type: [SIGN_IN]')).toBe(USERS * 3);
  expect(await count('events', 'type: [SIGN_IN, TOKEN_ISSUED], outcome: [SUCCESS]')).toBe(USERS * 6);
  expect(await count('events', `userId: "${user}"`)).toBe(6);
  expect(await count('events', 'from: "2026-01-01T00:01:00Z", to: "2026-01-01T00:02:00Z"')).toBe(12);
  expect(await count('revocations', 'action: ["disableUser"]')).toBe(USERS / 2);
  expect(await count('revocations', `targetId: "${user}"`)).toBe(1);
  expect(await count('revocations', `userId: "${user}", action: ["disableUser"]`)).toBe(0);
});

test('totals are exact to 10,000 and say when there is more', async () => {
  await service.database.query(
    `insert into events (id, type, outcome, occurred_at) select gen_random_uuid(), 'SIGN_OUT', 'SUCCESS', now() from generate_series(1, 10001)`,
  );
  const ask = async (type: string) =>
    (await service.run(`{ events(first: 1, filter: { type: [${type}] }) { totalCount totalCountIsEstimate } }`)).data
      .events;
  expect(await ask('SIGN_IN')).toEqual({ totalCount: USERS * 3, totalCountIsEstimate: false });
  expect(await ask('SIGN_OUT')).toEqual({ totalCount: 10_000, totalCountIsEstimate: true });
});
