/** Receipts that are asked for again, that are large, and what is said of the dead: idempotency, size, and one predicate for all answers. */
import { livenessOf, type Subject } from '../../../src/core/liveness/live';
import { encodeId, decodeId } from '../../../src/platform/type-id';
import { signIn } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { buildHousehold, type Household, type Place } from '../../support/household';

import * as pairs from '../../support/pair';
import { settledCounts } from '../../support/settled';
import { startWatchedPair, type WatchedPair } from '../../support/watched-pair';

let pair: WatchedPair;
let web: graphql.Registered;
beforeAll(async () => {
  pair = await startWatchedPair();
  ({ web } = pair);
}, 60_000);
afterAll(() => pair?.stop());

let people = 0;
const person = (...roles: string[]) => graphql.createPerson(pair.admin, `receiver${(people += 1)}`, ...roles);
const signedIn = (username: string, scope = 'openid offline_access self') =>
  signIn({
    ...web,
    redirectUri: graphql.REDIRECT_URI,
    username,
    password: graphql.PASSWORD,
    scope,
    parameters: { prompt: 'consent' },
  });

const REVOKE = `mutation ($input: RevokeAllSessionsInput!) {
  revokeAllSessions(input: $input) { revocation { id replayed counts { sessions accessTokens refreshTokens } } ${graphql.ERRORS} } }`;
const revokeAll = (by: graphql.Ask, input: object) => by(REVOKE, { input });
const eventsOf = (userId: string) =>
  pair.sql<{ id: string }>(
    `select id from events where type = 'SESSIONS_REVOKED' and user_id = $1`,
    decodeId('User', userId),
  );

describe('an idempotency key', () => {
  test('gives the first answer again, at another process too, and does nothing more', async () => {
    const { id: userId, username } = await person();
    await signedIn(username);
    const input = { userId, reason: 'lost laptop', idempotencyKey: 'again' };
    const { revokeAllSessions: first } = await graphql.ok(revokeAll(pair.admin, input));
    expect(first.revocation).toMatchObject({
      replayed: false,
      counts: { sessions: 1, accessTokens: 1, refreshTokens: 1 },
    });
    await signedIn(username);
    const { revokeAllSessions: second } = await graphql.ok(revokeAll(pair.adminAtSecond, input));
    expect(second.revocation).toEqual({ ...first.revocation, replayed: true });
    expect(await eventsOf(userId)).toHaveLength(1);
    const { data } = await revokeAll(pair.admin, { ...input, reason: 'another' });
    expect(data.revokeAllSessions.errors).toMatchObject([{ code: 'IDEMPOTENCY_MISMATCH' }]);
    expect(data.revokeAllSessions.revocation).toBeNull();
    expect(await eventsOf(userId)).toHaveLength(1);
  });

  test('is the caller’s own', async () => {
    const { id: userId, username } = await person();
    const { tokens } = await signedIn(username);
    const input = { userId, idempotencyKey: 'shared' };
    const own = await graphql.ok(revokeAll(graphql.as(pair.first, tokens.access_token), input));
    const admins = await graphql.ok(revokeAll(pair.admin, input));
    expect(admins.revokeAllSessions.revocation).toMatchObject({ replayed: false, counts: { sessions: 0 } });
    expect(admins.revokeAllSessions.revocation.id).not.toBe(own.revokeAllSessions.revocation.id);
  });

  test('of fifty calls at once lets one through', async () => {
    const { id: userId, username } = await person();
    await signedIn(username);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        graphql.ok(revokeAll(i % 2 === 0 ? pair.admin : pair.adminAtSecond, { userId, idempotencyKey: 'fifty' })),
      ),
    );
    const receipts = answers.map(({ revokeAllSessions }) => revokeAllSessions.revocation);
    expect(new Set(receipts.map(({ id }) => id)).size).toBe(1);
    expect(receipts.filter(({ replayed }) => !replayed)).toHaveLength(1);
    expect(receipts.every(({ counts }) => counts.sessions === 1)).toBe(true);
    expect(await eventsOf(userId)).toHaveLength(1);
  });
});

/** What the mutation's own transaction said to the database. */
const statementsOf = async (userId: string, token: string) => {
  let revocation: Record<string, unknown> = {};
  const statements = await pair.receiptStatements(async () => {
    const answer = await graphql.ok(revokeAll(graphql.as(pair.watched, token), { userId }));
    ({ revocation } = answer.revokeAllSessions);
  });
  return { statements, revocation };
};

test('three thousand sessions end in as many statements as one and a half thousand, and the receipt pages through them all', async () => {
  const token = await graphql.adminToken(pair.first);
  const withSessions = async (n: number) => {
    const { id: userId, username } = await person();
    await signedIn(username);
    const id = decodeId('User', userId);
    await pair.sql(
      `with made as (
         insert into sessions (id, uid, cookie_hash, user_id, user_epoch, platform, created_at, authenticated_at, last_seen_at, expires_at)
         select gen_random_uuid(), $1 || 'bulk' || n, sha256(($1 || 'bulk' || n)::bytea), u.id, u.epoch, 'LINUX', now(), now(), now(), now() + interval '1 day'
         from users u, generate_series(1, $2::int) n where u.id = $1::uuid returning id, uid)
       insert into tokens (id, hash, kind, family_id, user_id, application_id, client_id, session_id, consent_id, user_epoch, application_epoch, scopes, created_at, expires_at)
       select gen_random_uuid(), sha256(m.uid::bytea), 'ACCESS', f.id, f.user_id, f.application_id, f.client_id, m.id, f.consent_id, f.user_epoch, f.application_epoch, '{self}', now(), now() + interval '1 hour'
       from made m, token_families f where f.user_id = $1::uuid`,
      id,
      n,
    );
    return userId;
  };
  const small = await statementsOf(await withSessions(1_500), token);
  const userId = await withSessions(3_000);
  const ids = await pair.sql<{ id: string; kind: string }>(
    `select id, 'SESSION' as kind from sessions where user_id = $1 union all select id, kind || '_TOKEN' from tokens where user_id = $1`,
    decodeId('User', userId),
  );
  const large = await statementsOf(userId, token);
  expect(large.statements).toEqual(small.statements);
  expect(large.statements.length).toBeLessThan(20);
  const { sessions } = large.revocation.counts as { sessions: number };
  expect(sessions).toBeGreaterThan(1_000);
  expect(sessions).toBeLessThanOrEqual(3_001);
  expect(
    await settledCounts(pair.adminAtSecond, large.revocation.id as string, 'sessions accessTokens refreshTokens'),
  ).toEqual({ sessions: 3_001, accessTokens: 3_001, refreshTokens: 1 });

  const items: string[] = [];
  for (let after: string | null = null; ;) {
    const { revocation } = await graphql.ok(
      pair.adminAtSecond(
        'query ($id: ID!, $after: String) { revocation(id: $id) { items(first: 100, after: $after) { nodes { type itemId } pageInfo { hasNextPage endCursor } } } }',
        { id: large.revocation.id, after },
      ),
    );
    for (const { type, itemId } of revocation.items.nodes) items.push(`${type} ${itemId}`);
    if (!revocation.items.pageInfo.hasNextPage) break;
    after = revocation.items.pageInfo.endCursor;
  }
  expect(new Set(items).size).toBe(items.length);
  const expected = ids.map(({ id, kind }) => `${kind} ${encodeId(kind === 'SESSION' ? 'Session' : 'Token', id)}`);
  expect([...items].sort()).toEqual(expected.sort());
}, 60_000);

const TABLES: Record<Subject, string> = { session: 'sessions', token: 'tokens', accessGrant: 'access_grants' };

test('a thing has a cause of death exactly when it is not live, and its status says what introspection says', async () => {
  const homes = await Promise.all([1, 2, 3].map(() => buildHousehold(pair.first, pair.admin)));
  const [a, b, c] = homes as [Household, Household, Household];
  const run = (name: string, input: object, fields = 'revocation { id }') =>
    pairs.mutate(pair.admin, name, input, fields);
  await run('disableUser', { userId: a.alice.id });
  await run('enableUser', { userId: a.alice.id }, 'user { id }');
  await run('disableUser', { userId: a.bob.id });
  await run('revokeSession', { sessionId: b.places.web.sessionId });
  await run('disconnectDevice', { userId: b.alice.id, deviceId: b.devices.phone.id });
  await run('revokeAllSessions', { userId: b.bob.id });
  await run('disableApplication', { applicationId: c.applications.web.applicationId });
  await run('deleteApplication', { applicationId: c.applications.other.applicationId });
  await run('revokeApplicationAccess', { userId: c.alice.id, applicationId: c.applications.mobile.applicationId });
  await run('deleteDevice', { deviceId: c.devices.phone.id, confirmedUserIds: [c.alice.id, c.bob.id] });
  const refreshed = ({ client, tokens }: Place) => pairs.refreshAt(pair.first, client, tokens.refresh_token!);
  expect((await refreshed(a.places.tablet)).status).toBe(400);
  expect((await refreshed(b.places.tablet)).status).toBe(200);
  // Some of everything runs out, before or after it was ended by something else; what came of one session stays as it is.
  const kept = decodeId('Session', b.places.other.sessionId);
  for (const [subject, table] of Object.entries(TABLES)) {
    const session = subject === 'session' ? 'id' : 'session_id';
    await pair.sql(
      `update ${table} set expires_at = now() - interval '1 second' where id in (
         select id from ${table} where ${session} is distinct from $1 order by id desc limit (select count(*) / 5 from ${table}))`,
      kept,
    );
  }

  for (const [subject, table] of Object.entries(TABLES) as [Subject, string][]) {
    const { joins, live, suspended, death } = livenessOf(subject, 'x');
    const all = await pair.sql<{ id: string; live: boolean; waits: boolean; at: Date | null; reason: string | null }>(
      `select x.id, ${live} as live, ${suspended} as waits, death.at, death.reason from ${table} x ${joins} ${death}`,
    );
    // An API token of one who is disabled is not live, and has not died.
    const waiting = all.filter((row) => row.waits);
    expect(waiting.map(({ live: isLive, at, reason }) => [isLive, at, reason])).toEqual(
      subject === 'token' ? [[false, null, null]] : [],
    );
    const rows = all.filter((row) => !row.waits);
    expect(new Set(rows.map((row) => row.live))).toEqual(new Set([true, false]));
    expect(rows.filter((row) => row.live !== (row.at === null))).toEqual([]);
    expect(rows.filter((row) => row.live !== (row.reason === null))).toEqual([]);
  }

  const said: Record<string, boolean> = {};
  const known: Record<string, boolean> = {};
  const places = homes.flatMap((home) => Object.values(home.places));
  const scripts = homes.flatMap((home) => Object.values(home.apiTokens).map(({ value }) => value));
  for (const token of [...scripts, ...places.flatMap(({ tokens }) => [tokens.access_token, tokens.refresh_token!])]) {
    const [row] = await pair.sql<{ id: string }>('select id from tokens where hash = sha256($1::text::bytea)', token);
    const id = encodeId('Token', row!.id);
    const { token: found } = await graphql.ok(
      pair.admin('query ($id: ID!) { token(id: $id) { status revokedAt endReason } }', { id }),
    );
    said[id] = found.status === 'ACTIVE';
    known[id] = await pairs.isActiveAt(pair.second, pair.machine, token);
    if (found.status === 'REVOKED') expect([found.revokedAt, found.endReason]).not.toContain(null);
  }
  expect(said).toEqual(known);
  expect(new Set(Object.values(said))).toEqual(new Set([true, false]));
}, 60_000);
