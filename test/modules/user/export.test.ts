/** Giving users out: the stream of many, and the document about one. */
import { clientCredentials } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { type Ask, codes, ERRORS, ok } from '../../support/graphql';
import { buildHousehold, type Household } from '../../support/household';
import { type Service, startService } from '../../support/service';
import { importAll, upload } from '../../support/upload';

let service: Service;
let token: string;
let admin: Ask;
let home: Household;
let delegate: { id: string; token: string; ask: Ask };
beforeAll(async () => {
  service = await startService();
  token = await graphql.adminToken(service);
  admin = graphql.as(service, token);
  home = await buildHousehold(service, admin);
  const lines = Array.from(
    { length: 2_500 },
    (_, n) => `{"username":"u${n}","path":"${n % 5 === 0 ? 'emea/sales' : 'apac'}","attributes":{"n":${n}}}`,
  );
  lines.push(
    `{"username":"=cmd()","name":"'@quoted, \\"twice\\"","path":"odd","disabled":true,"attributes":{"a":"x\\ny"}}`,
  );
  await importAll(admin, (await upload(service, token, 'format=json-lines', lines.join('\n'))).import.id);
  const web = await graphql.webApplication(service, admin);
  const { id } = await graphql.createPerson(admin, 'delegate');
  await graphql.createRole(admin, 'Reader', ['USERS_READ', 'SESSIONS_READ']);
  await graphql.assign(admin, { userId: id, role: 'Reader', on: { path: 'emea' } });
  const held = (await graphql.tokensOf(web, 'delegate', 'openid admin')).access_token;
  delegate = { id, token: held, ask: graphql.as(service, held) };
}, 90_000);
afterAll(() => service?.stop());

const sql = <Row extends object>(text: string, values: unknown[] = []) =>
  graphql.sql<Row>(service.databaseUrl, text, values);
const get = async (query: Record<string, string>, bearer: string | null = token) => {
  const response = await fetch(`${service.address}/exports/users?${new URLSearchParams(query)}`, {
    headers: bearer === null ? {} : { authorization: `Bearer ${bearer}` },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const users = async (query: Record<string, string>, bearer = token) => {
  const { status, text } = await get(query, bearer);
  expect(status).toBe(200);
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as { id: string; username: string; path: string });
};

describe('GET /exports/users', () => {
  test('gives every user once, in the order of creation, with the fields of the schema', async () => {
    const given = await users({});
    const rows = await sql<{ username: string }>('select username from users order by id');
    expect(given.map(({ username }) => username)).toEqual(rows.map(({ username }) => username));
    const one = given.find(({ username }) => username === 'u7')!;
    const { user } = await ok(
      admin(
        `{ user(by: { username: "u7" }) { id email emailVerified name path type attributes status source createdAt lastLoginAt previousIds } }`,
      ),
    );
    expect(one).toEqual({ ...user, username: 'u7', disabled: false });
    expect(Object.keys(one)).not.toContain('hash');
  });

  test('takes the filter of the list', async () => {
    expect(await users({ filter: '{"attributes":[{"name":"n","equals":7}]}' })).toMatchObject([{ username: 'u7' }]);
    expect(await users({ filter: '{"path":"emea","status":["ACTIVE"]}' })).toHaveLength(500);
    expect(await users({ filter: '{"createdTo":"2020-01-01T00:00:00Z"}' })).toEqual([]);
  });

  test('goes on after the last that somebody has', async () => {
    const all = await users({ filter: '{"path":"apac"}' });
    const rest = await users({ filter: '{"path":"apac"}', after: all[1_499]!.id });
    expect(rest).toEqual(all.slice(1_500));
  });

  test('as CSV: what a spreadsheet would take for a formula is guarded, and what was given out can be taken in again', async () => {
    const { text, headers } = await get({ format: 'csv', filter: '{"path":"odd"}' });
    expect(headers.get('content-type')).toContain('text/csv');
    expect(headers.get('content-disposition')).toContain('users.csv');
    expect(text).toContain(`'=cmd()`);
    const before = (await ok(admin('{ user(by: { username: "=cmd()" }) { id username name path status attributes } }')))
      .user;
    await ok(admin(`mutation { deleteUser(input: { userId: "${before.id}" }) { ${ERRORS} } }`));
    const again = await upload(service, token, 'format=csv', text);
    expect(again.import).toMatchObject({ ready: 1, faults: [] });
    await importAll(admin, again.import.id);
    const after = (await ok(admin('{ user(by: { username: "=cmd()" }) { id username name path status attributes } }')))
      .user;
    expect({ ...after, id: null }).toEqual({ ...before, id: null });
  });

  test('a delegated administrator gets their part, whatever they filter by', async () => {
    const mine = await users({}, delegate.token);
    expect(mine).toHaveLength(500);
    expect(new Set(mine.map(({ path }) => path))).toEqual(new Set(['emea/sales']));
    expect(await users({ filter: '{"path":"apac"}' }, delegate.token)).toEqual([]);
  });

  test('is refused without a token or the permission, and the denial is recorded; what is given out is too', async () => {
    expect((await get({}, null)).status).toBe(401);
    expect((await get({}, 'nonsense')).status).toBe(401);
    expect((await get({}, home.places.web.tokens.access_token)).status).toBe(403);
    const machine = await graphql.createApplication(service, admin, {
      name: 'Sessions',
      kind: 'MACHINE',
      scopes: ['sessions:read'],
    });
    const { access_token } = await clientCredentials(machine, { scope: 'sessions:read' });
    expect((await get({}, access_token)).status).toBe(403);
    expect(
      await sql(`select 1 from events where type = 'ACCESS_DENIED' and details ->> 'field' = 'GET /exports/users'`),
    ).toHaveLength(1);
    await get({ format: 'csv', filter: '{"search":"u7"}' }, delegate.token);
    const { events } = await ok(
      admin(
        '{ events(filter: { type: [USERS_EXPORTED] }, first: 1) { nodes { details actor { ... on User { username } } } } }',
      ),
    );
    expect(events.nodes).toEqual([{ details: { format: 'csv', filter: ['search'] }, actor: { username: 'delegate' } }]);
  });

  test.each([
    [{ format: 'xml' }, 'format'],
    [{ filter: 'x' }, 'JSON'],
    [{ filter: '{"nothing":1}' }, 'field number 1'],
    [{ filter: '{"status":["DEAD"]}' }, 'status'],
    [{ filter: '{"search":"\\u0000"}' }, 'NUL'],
    [{ filter: '{"attributes":[{"name":"a"}]}' }, 'exactly one'],
    [{ after: 'evt_01h455vb4pex5vsknk084sn02q' }, 'after'],
  ])('%j is refused', async (query, says) => {
    const { status, text } = await get(query as Record<string, string>);
    expect([status, text]).toEqual([400, expect.stringContaining(says)]);
  });

  test('breaks off when its token is revoked, and does not look whole', async () => {
    const { access_token } = await clientCredentials(
      {
        issuer: graphql.issuerOf(service),
        clientId: service.client.client_id,
        clientSecret: service.client.client_secret,
      },
      { scope: 'admin' },
    );
    // More than the buffers on the way hold.
    await sql(
      `update users set attributes = attributes || jsonb_build_object('pad', repeat('x', 20000)) where path in ('apac', 'emea/sales')`,
    );
    const response = await fetch(`${service.address}/exports/users`, {
      headers: { authorization: `Bearer ${access_token}` },
    });
    const reader = response.body!.getReader();
    await reader.read();
    await sql(
      `update tokens set revoked_at = now(), end_reason = 'REVOKED' where id = (select id from tokens order by id desc limit 1)`,
    );
    const drain = async () => {
      for (;;) if ((await reader.read()).done) return 'whole';
    };
    await expect(drain()).rejects.toThrow();
  });
});

describe('exportUserData', () => {
  const dataOf = (ask: Ask, userId: string, more: object = {}) =>
    ask(`mutation ($i: ExportUserDataInput!) { exportUserData(input: $i) { data ${ERRORS} } }`, {
      i: { userId, ...more },
    });

  test('tells everything of a person, and no secret', async () => {
    const { alice } = home;
    const { data } = (await ok(dataOf(admin, alice.id, { reason: 'asked by post' }))).exportUserData;
    expect(data.user).toMatchObject({ id: alice.id, username: alice.username, email: `${alice.username}@example.com` });
    for (const [section, least] of Object.entries({
      devices: 2,
      sessions: 4,
      tokens: 8,
      consents: 3,
      authorizations: 8,
      accessGrants: 8,
      events: 8,
      password: 1,
    }))
      expect([section, data[section].length >= least]).toEqual([section, true]);
    expect(data).toMatchObject({ withheld: [], cut: [] });
    expect(data.sessions.map(({ id }: { id: string }) => id)).toContain(home.places.web.sessionId);
    const text = JSON.stringify(data);
    for (const { tokens, code } of Object.values(home.places))
      for (const secret of [tokens.access_token, tokens.refresh_token!, code]) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/argon2|"hash"|cookie/i);
    expect(text).not.toContain(home.bob.username);
    const { events } = await ok(
      admin(`{ events(filter: { userId: "${alice.id}", type: [USER_DATA_EXPORTED] }) { nodes { reason } } }`),
    );
    expect(events.nodes).toEqual([{ reason: 'asked by post' }]);
  });

  test('is one’s own to have, and nobody else’s', async () => {
    const own = graphql.as(service, home.places.web.tokens.access_token);
    const { data } = (await ok(dataOf(own, home.alice.id))).exportUserData;
    expect(data).toMatchObject({ withheld: [], user: { id: home.alice.id } });
    const other = await dataOf(own, home.bob.id);
    expect(other.data.exportUserData).toMatchObject({ data: null, errors: [{ code: 'NOT_FOUND' }] });
  });

  test('withholds what somebody may not see, and says so; a dry run gives out nothing', async () => {
    const [row] = await sql<{ id: string }>(`select id from users where username = 'u0'`);
    const { user } = await ok(admin('{ user(by: { username: "u0" }) { id } }'));
    expect(row).toBeDefined();
    const { data } = (await ok(dataOf(delegate.ask, user.id))).exportUserData;
    expect(data.withheld).toEqual(expect.arrayContaining(['events', 'tokens', 'mails', 'receipts']));
    expect(data).toMatchObject({ user: { username: 'u0' }, sessions: [] });
    expect(data).not.toHaveProperty('events');
    const outside = await dataOf(delegate.ask, home.alice.id);
    expect(outside.data.exportUserData.errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect((await ok(dataOf(admin, user.id, { dryRun: true }))).exportUserData.data).toBeNull();
    const machine = await graphql.createApplication(service, admin, {
      name: 'None',
      kind: 'MACHINE',
      scopes: ['tokens:read'],
    });
    const { access_token } = await clientCredentials(machine, { scope: 'tokens:read' });
    expect(codes(await dataOf(graphql.as(service, access_token), user.id))).toEqual(['FORBIDDEN']);
  });
});
