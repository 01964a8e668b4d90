/** `revokeEverything`: what it ends and keeps, who may and how it is confirmed, and that nothing of before it survives. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { signIn } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { aliveAt, buildHousehold, type Household, KINDS, listedAsLive, PLACES } from '../../support/household';
import { runTask, until } from '../../support/jobs';
import { mutate } from '../../support/mutate';
import { isActiveAt, machineOf, type Pair, refreshAt, startPair, tokenAt } from '../../support/pair';

jest.setTimeout(120_000);

let pair: Pair;
let admin: graphql.Ask;
beforeAll(async () => {
  pair = await startPair();
  admin = pair.admin;
}, 60_000);
afterAll(() => pair?.stop());

const RECEIPT =
  'revocation { id action countsAreFinal counts { sessions accessTokens refreshTokens apiTokens accessGrants consents } items(first: 100) { totalCount nodes { type itemId } } }';

const ask = async (by: graphql.Ask, input: Record<string, unknown>) =>
  (await mutate(by, 'revokeEverything', input, `confirm ${RECEIPT}`)).data.revokeEverything;
const confirmation = async (): Promise<string> => (await ask(admin, { reason: 'leak', dryRun: true })).confirm;
const everything = async (input: Record<string, unknown> = {}, by = admin) =>
  ask(by, { reason: 'leak', confirm: await confirmation(), ...input });
/** The administrator gets a new token with the credentials that are kept. */
const signInAgain = async () => {
  admin = graphql.as(pair.first, await graphql.adminToken(pair.first));
};

const MACHINES = ['phone.client', 'tablet.client'];
const API = ['alice.api', 'bob.api'];

test('a dry run counts and ends nothing; without its text, a reason or the permission nothing ends', async () => {
  const home = await buildHousehold(pair.first, admin);
  const before = await listedAsLive(admin, home);
  const foretold = await ask(admin, { reason: 'leak', dryRun: true });
  expect(foretold).toMatchObject({ confirm: 'revoke everything 1', revocation: { countsAreFinal: true }, errors: [] });
  expect(foretold.revocation.counts).toMatchObject({ apiTokens: 2, consents: 0 });
  expect(foretold.revocation.counts.sessions).toBeGreaterThanOrEqual(PLACES.length);
  for (const [input, path] of [
    [{ reason: 'leak' }, 'confirm'],
    [{ reason: 'leak', confirm: 'revoke everything' }, 'confirm'],
    [{ reason: ' ', confirm: foretold.confirm }, 'reason'],
    [{ confirm: foretold.confirm }, 'reason'],
  ] as const)
    expect((await ask(admin, input)).errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', path] }]);
  const operator = await graphql.createPerson(admin, graphql.newName('operator'), 'OPERATOR');
  const web = await graphql.webApplication(pair.first, admin);
  const { access_token: token } = await graphql.tokensOf(web, operator.username, 'openid self');
  const refused = await mutate(graphql.as(pair.first, token), 'revokeEverything', { reason: 'leak' }, '__typename');
  expect(graphql.codes(refused)).toEqual(['FORBIDDEN']);
  expect(await listedAsLive(admin, home)).toEqual(before);
});

test('everything ends, at every process, with one receipt that says so; what is kept lets everybody in again', async () => {
  const home = await buildHousehold(pair.first, admin);
  const before = await listedAsLive(admin, home);
  const { revocation, errors } = await everything();
  expect(errors).toEqual([]);
  expect((await admin('{ viewer { kind } }')).status).toBe(401);
  await signInAgain();
  const after = await listedAsLive(admin, home);
  const gone = [...before].filter((item) => !after.has(item));
  expect(gone.every((item) => /^(SESSION|ACCESS_TOKEN|REFRESH_TOKEN|API_TOKEN|ACCESS_GRANT) /.test(item))).toBe(true);
  expect([...after].every((item) => /^(USER|DEVICE|DEVICE_LINK|CONSENT) /.test(item))).toBe(true);

  const read = async () =>
    (
      await graphql.ok(
        admin(`query ($id: ID!) { ${RECEIPT.replace('revocation', 'revocation(id: $id)')} }`, { id: revocation.id }),
      )
    ).revocation;
  const named = async () =>
    new Set(
      (await read()).items.nodes.map(({ type, itemId }: { type: string; itemId: string }) => `${type} ${itemId}`),
    );
  const names = await named();
  expect(gone.filter((item) => !names.has(item))).toEqual([]);
  await runTask(pair.first, 'settle');
  await until(async () => (await read()).countsAreFinal);
  const settled = await named();
  expect(gone.filter((item) => !settled.has(item))).toEqual([]);
  const counts = (await read()).counts;
  expect(counts.sessions).toBeGreaterThanOrEqual(PLACES.length);

  const [token] = gone.filter((item) => item.startsWith('REFRESH_TOKEN')).map((item) => item.split(' ')[1]);
  const { explainToken } = await graphql.ok(
    admin(
      'query ($id: ID!) { explainToken(id: $id) { live token { endReason revocation { id } } broken { kind reason revocation { id } } } }',
      { id: token },
    ),
  );
  const why = { reason: 'EVERYTHING_REVOKED', revocation: { id: revocation.id } };
  expect(explainToken).toMatchObject({
    ...{ live: false, token: { endReason: why.reason, revocation: why.revocation } },
    broken: expect.arrayContaining([
      { kind: 'USER', ...why },
      { kind: 'APPLICATION', ...why },
    ]),
  });
  expect([...(await aliveAt(pair.second, home))].sort()).toEqual(MACHINES);
  const { access_token: fresh } = await graphql.tokensOf(home.applications.web, home.alice.username, 'openid self');
  expect(await isActiveAt(pair.second, machineOf(pair.first), fresh)).toBe(true);
  const { events } = await graphql.ok(
    admin(
      '{ events(first: 1, filter: { type: [EVERYTHING_REVOKED] }) { nodes { reason details revocation { id } } } }',
    ),
  );
  expect(events.nodes).toMatchObject([{ reason: 'leak', revocation: { id: revocation.id } }]);
});

test('the same text does not end everything a second time, and a repeated key gives the first receipt', async () => {
  const confirm = await confirmation();
  const input = { reason: 'leak', confirm, idempotencyKey: 'once' };
  const first = await ask(admin, input);
  await signInAgain();
  const second = await ask(admin, input);
  expect(second.revocation.id).toBe(first.revocation.id);
  expect((await ask(admin, { reason: 'leak', confirm })).errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
});

test('it keeps the token of the request, and those of machines, where asked to', async () => {
  const home = await buildHousehold(pair.first, admin);
  expect((await everything({ exceptCurrent: true })).errors).toEqual([]);
  expect((await admin('{ viewer { kind } }')).status).toBe(200);
  expect([...(await aliveAt(pair.second, home))].sort()).toEqual(MACHINES);

  const other = await buildHousehold(pair.first, admin);
  expect((await everything({ exceptMachines: true })).errors).toEqual([]);
  expect((await admin('{ viewer { kind } }')).status).toBe(200);
  expect([...(await aliveAt(pair.second, other))].sort()).toEqual([...API, ...MACHINES].sort());
});

test('a person keeps their own session where asked to, and may refresh it', async () => {
  const chief = await graphql.createPerson(admin, graphql.newName('chief'), 'ADMIN');
  const web = await graphql.webApplication(pair.first, admin);
  await mutate(admin, 'updateApplication', { applicationId: web.applicationId, firstParty: true }, '__typename');
  const tokens = await graphql.tokensOf(web, chief.username, 'openid offline_access self admin');
  const by = graphql.as(pair.first, tokens.access_token);
  const { data } = await by('{ viewer { session { id } } }');
  const answer = await everything({ exceptCurrent: true }, by);
  expect(answer.errors).toEqual([]);
  expect((await by('{ viewer { session { id } } }')).data).toEqual(data);
  expect((await refreshAt(pair.second, web, tokens.refresh_token!)).status).toBe(200);
  await signInAgain();
});

const dead = async ({ places }: Household) => {
  for (const name of PLACES) {
    expect(await isActiveAt(pair.second, machineOf(pair.first), places[name].tokens.access_token)).toBe(false);
    expect(await isActiveAt(pair.second, machineOf(pair.first), places[name].tokens.refresh_token!)).toBe(false);
  }
};

describe('the two guards, each alone:', () => {
  const SETTLED = 'select 1 from revocations where counts is null';

  test('without the stamps the epoch keeps everything dead', async () => {
    const home = await buildHousehold(pair.first, admin);
    await everything();
    await signInAgain();
    await runTask(pair.first, 'settle');
    await until(async () => (await pair.sql(SETTLED)).length === 0);
    await pair.sql('update tokens set revoked_at = null, end_reason = null, revocation_id = null');
    await pair.sql('update sessions set ended_at = null, tokens_ended_at = null');
    await dead(home);
  });

  test('without the epoch the stamps do', async () => {
    const home = await buildHousehold(pair.first, admin);
    await everything();
    await signInAgain();
    await runTask(pair.first, 'settle');
    await until(async () => (await pair.sql(SETTLED)).length === 0);
    await pair.sql('update general_epochs set users = users - 1000000, applications = applications - 1000000');
    await dead(home);
    await pair.sql('update general_epochs set users = users + 1000000, applications = applications + 1000000');
  });

  test('without the row of epochs nothing is live', async () => {
    const home = await buildHousehold(pair.first, admin);
    const token = home.places.web.tokens.access_token;
    const [row] = await pair.sql<{ users: number; applications: number }>(
      'delete from general_epochs returning users, applications',
    );
    expect((await graphql.as(pair.first, token)('{ viewer { kind } }')).status).toBe(401);
    await pair.sql('insert into general_epochs (users, applications) values ($1, $2)', row!.users, row!.applications);
    expect((await graphql.as(pair.first, token)('{ viewer { kind } }')).status).toBe(200);
  });
});

test('what ended stays ended, and what lives lives, after a downgrade and an upgrade', async () => {
  const ended = await buildHousehold(pair.first, admin);
  await everything();
  await signInAgain();
  const kept = await buildHousehold(pair.first, admin);
  const migration = (direction: string) =>
    readFileSync(path.resolve(__dirname, `../../../migrations/0045_general_epochs.${direction}.sql`), 'utf8');
  const client = new Client({ connectionString: pair.first.databaseUrl });
  await client.connect();
  await client.query('begin');
  await client.query(migration('down'));
  // As the release before compared them.
  const { rows } = await client.query<{ name: string; current: boolean; any: boolean }>(
    `select u.username as name, bool_and(t.user_epoch = u.epoch and t.application_epoch = a.epoch) as current,
       bool_or(t.user_epoch = u.epoch or t.application_epoch = a.epoch) as any
     from tokens t join users u on u.id = t.user_id join applications a on a.id = t.application_id
     where t.user_epoch is not null and u.username = any($1) group by 1 order by 1`,
    [[ended.alice.username, kept.alice.username]],
  );
  const later = await client.query<{ epoch: number }>(
    `insert into users (id, username, username_key, name, created_at, updated_at)
     values (gen_random_uuid(), 'downgraded', 'downgraded', 'Later', now(), now()) returning epoch / 1000000 as epoch`,
  );
  await client.query(migration('up'));
  const again = await client.query<{ users: number }>('select users / 1000000 as users from general_epochs');
  await client.query('commit');
  await client.end();
  expect(rows).toEqual(
    [
      { name: ended.alice.username, current: false, any: false },
      { name: kept.alice.username, current: true, any: true },
    ].sort((a, b) => (a.name < b.name ? -1 : 1)),
  );
  expect(later.rows[0]!.epoch).toBe(again.rows[0]!.users);
  await dead(ended);
  expect((await aliveAt(pair.second, kept)).size).toBe(PLACES.length * KINDS.length + API.length + MACHINES.length);
  expect((await everything()).errors).toEqual([]);
  await signInAgain();
  await dead(kept);
});

/** While a transaction of somebody else holds what `lock` takes. */
const whileHeld = async <T>(lock: string, values: unknown[], work: () => Promise<T>): Promise<T> => {
  const held = new Client({ connectionString: pair.first.databaseUrl });
  await held.connect();
  try {
    await held.query('begin');
    await held.query(lock, values);
    return await work();
  } finally {
    await held.end();
  }
};
const ALONE = `select pg_advisory_xact_lock(hashtext('castellan.everything'))`;

test('no JWT is issued while everything or its authorization ends: it would be on no receipt', async () => {
  const resource = 'https://orders.example.com';
  const scopes = ['orders:read'];
  await graphql.createApplication(pair.first, admin, {
    ...{ name: 'Orders', kind: 'RESOURCE_SERVER', identifier: resource, scopes, accessTokenFormat: 'JWT' },
  });
  const resourceScopes = [{ resource, scopes }];
  const robot = await graphql.createApplication(pair.first, admin, { name: 'Robot', kind: 'MACHINE', resourceScopes });
  const byRobot = async () =>
    (
      await tokenAt(pair.second, robot, {
        grant_type: 'client_credentials',
        scope: 'orders:read',
        resource,
      })
    ).status;
  expect(await whileHeld(ALONE, [], byRobot)).not.toBe(200);
  expect(await byRobot()).toBe(200);

  const web = await graphql.createApplication(pair.first, admin, {
    ...{ name: 'Shop', kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], resourceScopes },
    scopes: ['openid', 'offline_access', 'self'],
  });
  const person = await graphql.createPerson(admin, graphql.newName('buyer'));
  const { tokens } = await signIn({
    ...{ ...web, redirectUri: graphql.REDIRECT_URI, username: person.username, password: graphql.PASSWORD },
    ...{ scope: 'openid offline_access orders:read', resource },
  });
  const refreshed = () =>
    tokenAt(pair.second, web, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token!, resource });
  const family = `select 1 from token_families f join users u on u.id = f.user_id where u.username = $1 for no key update of f`;
  expect((await whileHeld(family, [person.username], refreshed)).status).not.toBe(200);
  expect((await refreshed()).status).toBe(200);
});

test('a dry run waits for nobody, and the receipt is settled later however little ends', async () => {
  const foretold = () => ask(admin, { reason: 'leak', dryRun: true });
  const { revocation } = await whileHeld(ALONE.replace('lock(', 'lock_shared('), [], foretold);
  expect(revocation.countsAreFinal).toBe(true);
  expect((await everything()).revocation.countsAreFinal).toBe(false);
  await signInAgain();
});

test('a mutation that began before and waits is not carried out after it', async () => {
  const chief = await graphql.createPerson(admin, graphql.newName('waiter'));
  const held = new Client({ connectionString: pair.first.databaseUrl });
  await held.connect();
  const waiting = async (n: number) =>
    (
      await pair.sql(
        `select 1 from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`,
      )
    ).length >= n;
  const confirm = await confirmation();
  await held.query('begin');
  await held.query(`select pg_advisory_xact_lock_shared(hashtext('castellan.everything'))`);
  const ending = ask(admin, { reason: 'leak', confirm });
  await until(() => waiting(1));
  const change = mutate(pair.adminAtSecond, 'updateUser', { userId: chief.id, name: 'Changed' });
  const kept = graphql
    .adminToken(pair.second)
    .then((token) => mutate(graphql.as(pair.second, token), 'updateUser', { userId: chief.id, name: 'Changed' }));
  await until(() => waiting(2));
  await held.query('commit');
  await held.end();
  expect((await ending).errors).toEqual([]);
  for (const answer of [await change, await kept]) expect(graphql.codes(answer)).toEqual(['UNAUTHENTICATED']);
  await signInAgain();
  const { user } = await graphql.ok(admin('query ($id: ID!) { user(by: { id: $id }) { name } }', { id: chief.id }));
  expect(user.name).not.toBe('Changed');
});

test('of refreshes at the same moment, at two processes, nothing minted from before it survives', async () => {
  const ROUNDS = Number(process.env.EVERYTHING_ROUNDS ?? 6);
  for (let round = 0; round < ROUNDS; round += 1) {
    const web = await graphql.webApplication(pair.first, admin);
    const people = await Promise.all([1, 2, 3, 4].map(() => graphql.createPerson(admin, graphql.newName('racer'))));
    const held = await Promise.all(
      people.map(({ username }) => graphql.tokensOf(web, username, 'openid offline_access self')),
    );
    const confirm = await confirmation();
    const minted: string[] = [];
    let ended = false;
    const refreshing = held.map(async ({ refresh_token }, i) => {
      for (let token = refresh_token!; ;) {
        const late = ended;
        const { status, json } = await refreshAt(i % 2 ? pair.first : pair.second, web, token);
        if (status !== 200) return;
        if (late) throw new Error('a refresh that began after everything had ended was carried out');
        minted.push(json.access_token as string, json.refresh_token as string);
        token = json.refresh_token as string;
      }
    });
    const [answer] = await Promise.all([
      new Promise((go) => setTimeout(go, 20 * round))
        .then(() => ask(admin, { reason: 'race', confirm }))
        .then((done) => {
          setTimeout(() => (ended = true), 0);
          return done;
        }),
      ...refreshing,
    ]);
    expect(answer.errors).toEqual([]);
    expect(minted.length).toBeGreaterThan(0);
    await signInAgain();
    for (const token of minted) expect(await isActiveAt(pair.first, machineOf(pair.first), token)).toBe(false);
  }
});
