/** revokeSessions, revokeTokens and revokeConsents: many in one receipt, by ids or by a filter whose count is known. */
import { decodeId, encodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { aliveAt, buildHousehold, type Credential, type Household, KINDS, PLACES } from '../../support/household';
import { mutate } from '../../support/pair';
import { settledCounts } from '../../support/settled';
import { startWatchedPair, type WatchedPair } from '../../support/watched-pair';

let pair: WatchedPair;
let web: graphql.Registered;
beforeAll(async () => {
  pair = await startWatchedPair();
  ({ web } = pair);
}, 60_000);
afterAll(() => pair?.stop());

type Input = Record<string, unknown>;
const RESULT = `results { id changed errors { code path } }
  revocation { id replayed counts { sessions accessTokens refreshTokens accessGrants consents } items(first: 1) { totalCount } }`;
const ask = async (name: string, input: Input, by = pair.admin) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { ${RESULT} errors { code message path ... on CountMismatch { actual } } } }`;
  const { data, errors } = await by(document, { input });
  expect(errors).toEqual([]);
  return data[name];
};
/** Rows of each table but the items of receipts, which a job writes out where there are many. */
const counts = async () => {
  const { revocation_items: _, ...rows } = await graphql.rowCounts(pair.first.databaseUrl);
  return rows;
};

let people = 0;
/** A person with this many sessions, each of which has issued an access token. */
const crowd = async (sessions: number): Promise<{ userId: string; sessionIds: string[]; username: string }> => {
  const { id: userId, username } = await graphql.createPerson(pair.admin, `crowd${(people += 1)}`);
  await graphql.tokensOf(web, username, 'openid offline_access self');
  const rows = await pair.sql<{ id: string }>(
    `with made as (
       insert into sessions (id, uid, cookie_hash, user_id, user_epoch, platform, created_at, authenticated_at, last_seen_at, expires_at)
       select gen_random_uuid(), $1 || 'bulk' || n, sha256(($1 || 'bulk' || n)::bytea), u.id, u.epoch, 'LINUX', now(), now(), now(), now() + interval '1 day'
       from users u, generate_series(1, $2::int) n where u.id = $1::uuid returning id, uid),
     issued as (
       insert into tokens (id, hash, kind, family_id, user_id, application_id, client_id, session_id, consent_id, user_epoch, application_epoch, scopes, created_at, expires_at)
       select gen_random_uuid(), sha256(m.uid::bytea), 'ACCESS', f.id, f.user_id, f.application_id, f.client_id, m.id, f.consent_id, f.user_epoch, f.application_epoch, '{self}', now(), now() + interval '1 hour'
       from made m, token_families f where f.user_id = $1::uuid)
     select id from made`,
    decodeId('User', userId),
    sessions,
  );
  return { userId, username, sessionIds: rows.map(({ id }) => encodeId('Session', id)) };
};

/** What the transaction of the mutation said to the database. */
const statementsOf = async (work: (by: graphql.Ask) => Promise<unknown>): Promise<string[]> => {
  const by = graphql.as(pair.watched, await graphql.adminToken(pair.first));
  return pair.receiptStatements(() => work(by));
};

test('ten thousand sessions end in one call, one receipt, and as many statements as ten', async () => {
  const few = await crowd(10);
  const many = await crowd(10_000);
  const small = await statementsOf((by) => ask('revokeSessions', { sessionIds: few.sessionIds }, by));
  let answer: Record<string, never> = {};
  const large = await statementsOf(
    async (by) => (answer = await ask('revokeSessions', { sessionIds: many.sessionIds }, by)),
  );
  // What is beyond a thousand is settled by a job, instead of being written out and stamped at once.
  expect(large.length).toBeLessThanOrEqual(small.length);
  expect(small.length).toBeLessThan(25);
  expect(answer).toMatchObject({ errors: [], revocation: { replayed: false, items: { totalCount: 10_000 } } });
  const { id } = (answer as unknown as { revocation: { id: string } }).revocation;
  expect(await settledCounts(pair.admin, id, 'sessions accessTokens')).toEqual({
    sessions: 10_000,
    accessTokens: 10_000,
  });
  const { results } = answer as unknown as { results: { changed: boolean }[] };
  expect(results).toHaveLength(10_000);
  expect(results.every(({ changed }) => changed)).toBe(true);
  const live = await graphql.ok(
    pair.adminAtSecond('query ($id: ID!) { sessions(filter: { userId: $id, status: [ACTIVE] }) { totalCount } }', {
      id: many.userId,
    }),
  );
  expect(live.sessions.totalCount).toBe(1);
  const events = await pair.sql<{ n: number }>(
    `select count(*)::int as n from events where type = 'SESSION_REVOKED' and user_id = $1`,
    decodeId('User', many.userId),
  );
  expect(events[0]!.n).toBe(10_000);
}, 60_000);

test('ten thousand and one are refused, whatever they are', async () => {
  const sessionIds = Array.from({ length: 10_001 }, () => encodeId('Session', crypto.randomUUID()));
  const before = await counts();
  expect(await ask('revokeSessions', { sessionIds })).toMatchObject({
    results: null,
    revocation: null,
    errors: [{ code: 'INVALID_INPUT', path: ['input', 'sessionIds'] }],
  });
  expect(await counts()).toEqual(before);
});

const at = (place: (typeof PLACES)[number], ...kinds: (typeof KINDS)[number][]): Credential[] =>
  (kinds.length > 0 ? kinds : KINDS).map((kind) => `${place}.${kind}` as Credential);
const EVERYTHING: Credential[] = [...PLACES.flatMap((place) => at(place)), 'phone.client', 'tablet.client'];
const listOf = async (list: string, filter: Input): Promise<string[]> => {
  const type = { sessions: 'SessionFilter', tokens: 'TokenFilter', consents: 'ConsentFilter' }[list];
  const document = `query ($filter: ${type}) { ${list}(first: 100, filter: $filter) { nodes { id } } }`;
  return (await graphql.ok(pair.admin(document, { filter })))[list].nodes.map(({ id }: { id: string }) => id);
};

interface Row {
  what: string;
  mutation: string;
  input(home: Household): Promise<Input> | Input;
  dies: Credential[];
}

const TABLE: Row[] = [
  {
    what: 'revokeSessions by ids, of two people',
    mutation: 'revokeSessions',
    input: ({ places }) => ({ sessionIds: [places.web.sessionId, places.bobPhone.sessionId] }),
    dies: [...at('web'), ...at('bobPhone')],
  },
  {
    what: 'revokeSessions that keeps the tokens',
    mutation: 'revokeSessions',
    input: ({ places }) => ({ sessionIds: [places.web.sessionId, places.other.sessionId], removeTokens: false }),
    dies: [...at('web', 'cookie'), ...at('other', 'cookie')],
  },
  {
    what: 'revokeSessions by a filter',
    mutation: 'revokeSessions',
    input: ({ devices }) => ({ filter: { deviceId: devices.phone.id }, expectedCount: 2 }),
    dies: [...at('phone'), ...at('bobPhone')],
  },
  {
    what: 'revokeTokens by ids: an access token alone, a refresh token with its family',
    mutation: 'revokeTokens',
    input: async ({ places }) => ({
      tokenIds: [
        ...(await listOf('tokens', { sessionId: places.web.sessionId, kind: ['ACCESS'] })),
        ...(await listOf('tokens', { sessionId: places.other.sessionId, kind: ['REFRESH'] })),
      ],
    }),
    dies: [...at('web', 'access'), ...at('other', 'access', 'refresh')],
  },
  {
    what: 'revokeTokens by a filter',
    mutation: 'revokeTokens',
    input: ({ bob }) => ({ filter: { userId: bob.id, kind: ['ACCESS'] }, expectedCount: 2 }),
    dies: [...at('bobWeb', 'access'), ...at('bobPhone', 'access')],
  },
  {
    what: 'revokeConsents by ids',
    mutation: 'revokeConsents',
    input: async ({
      alice,
      bob,
      applications: {
        web: { applicationId },
      },
    }) => ({
      consentIds: [
        ...(await listOf('consents', { userId: alice.id, applicationId })),
        ...(await listOf('consents', { userId: bob.id, applicationId })),
      ],
    }),
    dies: [...at('web', 'access', 'refresh', 'code'), ...at('bobWeb', 'access', 'refresh', 'code')],
  },
  {
    what: 'revokeConsents by a filter',
    mutation: 'revokeConsents',
    input: ({ applications: { other } }) => ({ filter: { applicationId: other.applicationId }, expectedCount: 1 }),
    dies: at('other', 'access', 'refresh', 'code'),
  },
];

test.each(TABLE)('$what ends exactly that, as the dry run said', async ({ mutation, input, dies }) => {
  const home = await buildHousehold(pair.first, pair.admin);
  const asked = await input(home);
  const before = await counts();
  const foretold = await ask(mutation, { ...asked, dryRun: true });
  expect(await counts()).toEqual(before);
  const done = await ask(mutation, asked);
  expect(done.errors).toEqual([]);
  expect(done.results).toEqual(foretold.results);
  expect(done.revocation.counts).toEqual(foretold.revocation.counts);
  expect(done.results.every(({ changed }: { changed: boolean }) => changed)).toBe(true);
  const again = await ask(mutation, 'filter' in asked ? { ...asked, expectedCount: 0 } : asked);
  expect(again.revocation).toBeNull();
  expect(again.results.some(({ changed }: { changed: boolean }) => changed)).toBe(false);
  const alive = await aliveAt(pair.second, home);
  expect(EVERYTHING.filter((credential) => !alive.has(credential)).sort()).toEqual([...dies].sort());
});

describe('asked by ids', () => {
  test('each has its result: what is not there does not stop the others, and a double counts once', async () => {
    const { sessionIds, userId } = await crowd(2);
    const unknown = encodeId('Session', crypto.randomUUID());
    const { results, revocation, errors } = await ask('revokeSessions', {
      sessionIds: [sessionIds[0], unknown, sessionIds[1], userId, 'nonsense', sessionIds[0]],
    });
    const missing = (id: string, i: string) => ({
      id,
      changed: false,
      errors: [{ code: 'NOT_FOUND', path: ['input', 'sessionIds', i] }],
    });
    expect(errors).toEqual([]);
    expect(results).toEqual([
      { id: sessionIds[0], changed: true, errors: [] },
      missing(unknown, '1'),
      { id: sessionIds[1], changed: true, errors: [] },
      missing(userId, '3'),
      missing('nonsense', '4'),
    ]);
    expect(revocation.counts.sessions).toBe(2);
  });

  test('an empty list touches nothing', async () => {
    const before = await counts();
    for (const [name, field] of [
      ['revokeSessions', 'sessionIds'],
      ['revokeTokens', 'tokenIds'],
      ['revokeConsents', 'consentIds'],
    ] as const)
      expect(await ask(name, { [field]: [] })).toEqual({ results: [], revocation: null, errors: [] });
    expect(await counts()).toEqual(before);
  });

  test('one’s own, with `self`: somebody else’s are not found, and stay', async () => {
    const home = await buildHousehold(pair.first, pair.admin);
    const alice = graphql.as(pair.first, home.places.web.tokens.access_token);
    const sessionIds = [home.places.other.sessionId, home.places.bobWeb.sessionId];
    const { results } = await ask('revokeSessions', { sessionIds }, alice);
    expect(results).toMatchObject([{ changed: true }, { changed: false, errors: [{ code: 'NOT_FOUND' }] }]);
    const applicationId = home.applications.mobile.applicationId;
    const byFilter = await ask('revokeTokens', { filter: { applicationId }, dryRun: true }, alice);
    expect(byFilter.revocation.counts).toMatchObject({ accessTokens: 2, refreshTokens: 2 });
    const alive = await aliveAt(pair.second, home);
    expect(EVERYTHING.filter((credential) => !alive.has(credential)).sort()).toEqual(at('other').sort());
  });
});

describe('asked by a filter', () => {
  test.each([
    ['no expectedCount', { filter: { ip: '192.0.2.1' } }, 'expectedCount'],
    ['an empty filter', { filter: {}, expectedCount: 0 }, 'filter'],
    ['a filter of nulls', { filter: { ip: null, userId: null }, expectedCount: 0 }, 'filter'],
    ['ids and a filter', { filter: { ip: '192.0.2.1' }, sessionIds: [], expectedCount: 0 }, 'sessionIds'],
    ['neither ids nor a filter', {}, 'sessionIds'],
    ['ids and expectedCount', { sessionIds: [], expectedCount: 0 }, 'expectedCount'],
  ])('%s is refused and touches nothing', async (_name, input, field) => {
    await crowd(1);
    const before = await counts();
    const { errors, results, revocation } = await ask('revokeSessions', input);
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', field] }]);
    expect([results, revocation]).toEqual([null, null]);
    expect(await counts()).toEqual(before);
  });

  test('a count that is off by one is refused with the right one, and nothing ends', async () => {
    const { userId } = await crowd(3);
    const before = await counts();
    for (const expectedCount of [3, 5])
      expect((await ask('revokeSessions', { filter: { userId }, expectedCount })).errors).toMatchObject([
        { code: 'COUNT_MISMATCH', path: ['input', 'expectedCount'], actual: 4 },
      ]);
    expect(await counts()).toEqual(before);
    expect((await ask('revokeSessions', { filter: { userId }, expectedCount: 4 })).revocation.counts.sessions).toBe(4);
  });

  test('unknown ids in it select nothing', async () => {
    const filter = { userId: encodeId('User', crypto.randomUUID()) };
    expect(await ask('revokeSessions', { filter, expectedCount: 0 })).toEqual({
      results: [],
      revocation: null,
      errors: [],
    });
  });

  test('more than ten thousand are too many', async () => {
    const { userId } = await crowd(10_001);
    const { errors } = await ask('revokeSessions', { filter: { userId }, dryRun: true });
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'filter'] }]);
  });
});

test('revokeSessions of the current session among others is a sign-out', async () => {
  const { username, sessionIds, userId } = await crowd(1);
  const { access_token: token } = await graphql.tokensOf(web, username, 'openid self');
  const me = graphql.as(pair.first, token);
  const { viewer } = await graphql.ok(me('{ viewer { session { id } } }'));
  await mutate(me, 'revokeSessions', { sessionIds: [viewer.session.id, ...sessionIds] }, 'results { id }');
  const { sessions } = await graphql.ok(
    pair.admin('query ($id: ID!) { sessions(filter: { userId: $id, status: [ENDED] }) { nodes { id endReason } } }', {
      id: userId,
    }),
  );
  expect(new Map(sessions.nodes.map((s: { id: string; endReason: string }) => [s.id, s.endReason]))).toEqual(
    new Map([
      [viewer.session.id, 'LOGOUT'],
      [sessionIds[0], 'REVOKED'],
    ]),
  );
});
