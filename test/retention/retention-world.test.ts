/** Retention in a running service: what lives goes on living, what is still there can still be explained, and nobody at work notices. */
import { refresh, signIn } from '../../src/tools/oidc-flow';
import { decodeId } from '../../src/platform/type-id';
import { livenessOf, type Subject } from '../../src/core/liveness/live';
import * as graphql from '../support/graphql';
import { aliveAt, buildHousehold, type Household } from '../support/household';
import { runTask } from '../support/jobs';
import { mutate } from '../support/pair';
import { startWithAdmin, type WithAdmin } from '../support/start';

jest.setTimeout(60_000);

let { service, admin, sql, stop } = {} as WithAdmin;
beforeAll(async () => void ({ service, admin, sql, stop } = await startWithAdmin()));
afterAll(() => stop?.());

const TABLES: Record<Subject, string> = { session: 'sessions', token: 'tokens', accessGrant: 'access_grants' };

/** What the predicate says of every row; and of the dead, whether it can say since when. */
const lives = async () => {
  const [alive, unexplained, dead] = [new Set<string>(), [] as string[], new Set<string>()];
  for (const [subject, table] of Object.entries(TABLES) as [Subject, string][]) {
    const { joins, live, death } = livenessOf(subject, 'x');
    const rows = await sql<{ id: string; live: boolean; at: Date | null }>(
      `select x.id, ${live} as live, death.at from ${table} x ${joins} ${death}`,
    );
    for (const row of rows) (row.live ? alive : dead).add(`${table} ${row.id}`);
    unexplained.push(...rows.filter((row) => !row.live && !row.at).map(({ id }) => `${table} ${id}`));
  }
  return { alive, dead, unexplained };
};

const LONG = `interval '6000 days'`;
/** Whatever is over has been so for very long. */
const letTimePass = async () => {
  const { dead } = await lives();
  const ids = [...dead].map((name) => name.split(' ')[1]);
  await sql(
    `update sessions set expires_at = expires_at - ${LONG}, ended_at = ended_at - ${LONG}, tokens_ended_at = tokens_ended_at - ${LONG} where id = any($1::uuid[])`,
    ids,
  );
  for (const table of ['tokens', 'access_grants'])
    await sql(
      `update ${table} set expires_at = expires_at - ${LONG}, revoked_at = revoked_at - ${LONG}, consumed_at = consumed_at - ${LONG} where id = any($1::uuid[])`,
      ids,
    );
  await sql(
    `update consents set revoked_at = revoked_at - ${LONG}, tokens_ended_at = tokens_ended_at - ${LONG} where revoked_at is not null`,
  );
  await sql(`update device_links set ended_at = ended_at - ${LONG} where ended_at is not null`);
  await sql(`update epoch_ends set ended_at = ended_at - ${LONG}`);
  await sql(`update revocations set requested_at = requested_at - ${LONG}`);
  await sql('update events set revocation_id = null');
};

test('what is alive stays alive, what it hangs on stays too, and all else that is long over is gone', async () => {
  const home: Household = await buildHousehold(service, admin);
  const { places, alice, devices } = home;
  // Tokens outlive this session, and another that has run out.
  await mutate(admin, 'revokeSession', { sessionId: places.web.sessionId, removeTokens: false }, 'revocation { id }');
  await sql(
    `update sessions set expires_at = now() - interval '1 minute' where id = $1`,
    decodeId('Session', places.bobWeb.sessionId),
  );
  // Tokens rest on a consent that was revoked.
  await sql(`insert into settings (key, value, updated_at) values ('consents.revokeCascade', 'false', now())`);
  const { user } = await graphql.ok(
    admin('query ($id: ID!) { user(by: { id: $id }) { consents { nodes { id application { id } } } } }', {
      id: alice.id,
    }),
  );
  const consent = user.consents.nodes.find(
    ({ application }: { application: { id: string } }) => application.id === home.applications.other.applicationId,
  );
  await mutate(admin, 'revokeConsent', { consentId: consent.id }, 'revocation { id }');
  // These are over altogether: one device of Alice, everything of another person.
  await mutate(admin, 'disconnectDevice', { userId: alice.id, deviceId: devices.tablet.id }, 'revocation { id }');
  const other = await buildHousehold(service, admin);
  await mutate(admin, 'revokeAllSessions', { userId: other.alice.id }, 'revocation { id }');
  await mutate(admin, 'disableUser', { userId: other.bob.id }, 'revocation { id }');

  const expected = (await lives()).alive;
  await letTimePass();
  const before = await lives();
  expect(before.alive).toEqual(expected);
  await runTask(service, 'retention');
  await runTask(service, 'retention');
  const after = await lives();
  expect(after.alive).toEqual(expected);
  expect(after.unexplained).toEqual([]);

  // Of the dead only those stay on which something alive hangs.
  const kept = [places.web, places.bobWeb].map(({ sessionId }) => `sessions ${decodeId('Session', sessionId)}`);
  expect(after.dead).toEqual(new Set(kept));
  const count = async (table: string, where: string) =>
    (await sql<{ n: number }>(`select count(*)::int as n from ${table} where ${where}`))[0]!.n;
  expect(await count('consents', 'revoked_at is not null')).toBe(1);
  expect(await count('device_links', 'ended_at is not null')).toBe(0);
  expect(await count('epoch_ends', 'true')).toBe(0);
  const families = `not exists (select from tokens t where t.family_id = x.id) and not exists (select from access_grants g where g.family_id = x.id)`;
  expect(await count('token_families x', families)).toBe(0);
  // The receipts of what is still shown: the session, the consent, and the user who is still disabled.
  const receipts = await sql<{ action: string }>('select action from revocations order by action');
  expect(receipts.map(({ action }) => action)).toEqual(['disableUser', 'revokeConsent', 'revokeSession']);
  expect(await count('revocation_items i', 'not exists (select from revocations r where r.id = i.revocation_id)')).toBe(
    0,
  );

  const alive = await aliveAt(service, home);
  for (const name of ['web', 'other', 'phone', 'bobWeb', 'bobPhone'] as const)
    for (const kind of ['access', 'refresh'] as const) expect([...alive]).toContain(`${name}.${kind}`);
  expect([...alive].filter((name) => name.startsWith('tablet.') && name !== 'tablet.client')).toEqual([]);
});

test('sign-ins and refreshes go on undisturbed while a great deal is removed', async () => {
  const client = await graphql.webApplication(service, admin, 'Busy');
  const person = await graphql.createPerson(admin, 'busy');
  const userId = decodeId('User', person.id);
  await sql(
    `with made as (
       insert into sessions (id, uid, cookie_hash, user_id, user_epoch, platform, created_at, authenticated_at, last_seen_at, expires_at)
       select gen_random_uuid(), 'old' || n, sha256(('old' || n)::bytea), $1, 0, 'LINUX', now(), now(), now(), now() - interval '200 days' from generate_series(1, 20000) n
       returning id, uid),
     families as (
       insert into token_families (id, user_id, application_id, client_id, session_id, consent_id, user_epoch, application_epoch, created_at, expires_at)
       select gen_random_uuid(), $1, $2, 'x', id, gen_random_uuid(), 0, 0, now(), now() + interval '100 days' from made returning id, session_id)
     insert into tokens (id, hash, kind, family_id, user_id, application_id, client_id, session_id, consent_id, user_epoch, application_epoch, created_at, expires_at)
     select gen_random_uuid(), sha256(id::text::bytea), 'REFRESH', id, $1, $2, 'x', session_id, gen_random_uuid(), 0, 0, now(), now() - interval '200 days' from families`,
    userId,
    decodeId('Application', client.applicationId),
  );
  let done = false;
  const removal = runTask(service, 'retention').finally(() => (done = true));
  const options = {
    ...client,
    redirectUri: graphql.REDIRECT_URI,
    username: person.username,
    password: graphql.PASSWORD,
    scope: 'openid offline_access self',
  };
  let [signIns, refreshes] = [0, 0];
  const work = async () => {
    while (!done || signIns < 4) {
      let { tokens } = await signIn(options);
      signIns += 1;
      for (let i = 0; i < 5; i += 1) {
        tokens = { ...tokens, ...(await refresh(client, tokens.refresh_token!)) };
        refreshes += 1;
      }
      expect((await graphql.as(service, tokens.access_token)('{ viewer { kind } }')).status).toBe(200);
    }
  };
  await Promise.all([removal, work(), work(), work()]);
  expect(signIns).toBeGreaterThan(3);
  expect(refreshes).toBe(signIns * 5);
  expect(await sql(`select 1 from sessions where uid like 'old%' limit 1`)).toEqual([]);
  expect(await sql(`select 1 from token_families where client_id = 'x' limit 1`)).toEqual([]);
  expect(service.log()).toBe('');
});
