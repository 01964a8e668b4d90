/** The two guards of SPEC section 5: the cascade's writes and the predicate. Each is taken away in turn, and the other still keeps the dead dead. */
import { introspect, refresh, signIn, userinfo } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { until } from '../../support/jobs';
import { startWithAdmin, type WithAdmin } from '../../support/start';

let { service, admin, stop } = {} as WithAdmin;
let client: graphql.Registered;

beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
  client = await graphql.webApplication(service, admin);
});
afterAll(() => stop?.());

const people = { count: 0 };
/** Somebody who has signed in, and was then disabled and enabled again: alive, with credentials that are dead. */
const disabledOnce = async () => {
  const person = await graphql.createPerson(admin, `guarded${(people.count += 1)}`);
  const { tokens } = await signIn({
    ...client,
    redirectUri: graphql.REDIRECT_URI,
    username: person.username,
    password: graphql.PASSWORD,
    scope: 'openid offline_access self',
  });
  const input = { input: { userId: person.id } };
  await graphql.ok(
    admin(`mutation ($input: DisableUserInput!) { disableUser(input: $input) { ${graphql.ERRORS} } }`, input),
  );
  await graphql.ok(
    admin(`mutation ($input: EnableUserInput!) { enableUser(input: $input) { ${graphql.ERRORS} } }`, input),
  );
  return { person, tokens };
};

const expectDead = async (tokens: { access_token: string; refresh_token?: string }) => {
  expect((await graphql.as(service, tokens.access_token)('{ viewer { kind } }')).status).toBe(401);
  await expect(userinfo(client.issuer, tokens.access_token)).rejects.toThrow();
  expect(await introspect(client, tokens.access_token)).toEqual({ active: false });
  expect(await introspect(client, tokens.refresh_token!)).toEqual({ active: false });
  await expect(refresh(client, tokens.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
};

const ofUser = `user_id = (select id from users where username = $1)`;

test('without the stamps, the predicate keeps what died dead', async () => {
  const { person, tokens } = await disabledOnce();
  const cleared = await graphql.sql(
    service.databaseUrl,
    `update tokens set revoked_at = null, end_reason = null, revocation_id = null where ${ofUser} and revoked_at is not null returning id`,
    [person.username],
  );
  expect(cleared).toHaveLength(2);
  await graphql.sql(
    service.databaseUrl,
    `update sessions set ended_at = null, tokens_ended_at = null where ${ofUser}`,
    [person.username],
  );
  await expectDead(tokens);
});

test('without the epoch, the stamps keep what died dead', async () => {
  const { person, tokens } = await disabledOnce();
  await graphql.sql(service.databaseUrl, 'update users set epoch = 0 where username = $1', [person.username]);
  await expectDead(tokens);
});

test('without either, it would live: the two tests above can fail', async () => {
  const { person, tokens } = await disabledOnce();
  await graphql.sql(service.databaseUrl, 'update users set epoch = 0 where username = $1', [person.username]);
  await graphql.sql(
    service.databaseUrl,
    `update tokens set revoked_at = null, end_reason = null, revocation_id = null where ${ofUser}`,
    [person.username],
  );
  await graphql.sql(service.databaseUrl, `update sessions set ended_at = null, end_reason = null where ${ofUser}`, [
    person.username,
  ]);
  expect(await introspect(client, tokens.access_token)).toMatchObject({ active: true });
});

test('a receipt too large to write out at once is settled in the background, and says the same before and after', async () => {
  const { person } = await disabledOnce();
  await graphql.sql(
    service.databaseUrl,
    `insert into sessions (id, uid, cookie_hash, user_id, user_epoch, platform, created_at, authenticated_at, last_seen_at, expires_at)
     select gen_random_uuid(), 'bulk' || n, sha256(('bulk' || n)::bytea), u.id, u.epoch, 'LINUX', now(), now(), now(), now() + interval '1 day'
     from users u, generate_series(1, 7000) n where u.username = $1`,
    [person.username],
  );
  const asked = await graphql.ok(
    admin(
      `mutation ($input: RevokeAllSessionsInput!) { revokeAllSessions(input: $input) { revocation { id countsAreFinal counts { sessions } items(first: 100) { totalCount nodes { itemId } } } ${graphql.ERRORS} } }`,
      { input: { userId: person.id } },
    ),
  );
  const { revocation } = asked.revokeAllSessions;
  expect(revocation.countsAreFinal).toBe(false);
  expect(revocation.counts.sessions).toBeGreaterThan(1_000);
  expect(revocation.items.totalCount).toBe(7_000);
  const again = () =>
    graphql.ok(
      admin(
        'query ($id: ID!) { revocation(id: $id) { id countsAreFinal counts { sessions } items(first: 100) { totalCount nodes { itemId } } } }',
        { id: revocation.id },
      ),
    );
  const stamped = () =>
    graphql.sql<{ n: string }>(
      service.databaseUrl,
      `select count(*) as n from sessions where ${ofUser} and ended_at is not null and uid like 'bulk%'`,
      [person.username],
    );
  const settled = async () =>
    Number((await stamped())[0]!.n) === 7_000 &&
    (await graphql.sql(service.databaseUrl, 'select 1 from revocations where counts is null')).length === 0;
  await until(settled);
  expect(await settled()).toBe(true);
  expect((await again()).revocation).toEqual({ ...revocation, countsAreFinal: true, counts: { sessions: 7_000 } });
});
