/** Accounts with an end: barred by the predicate at that very moment, disabled by the worker after it, and never the way around the last administrator. */
import { signIn } from '../../../src/tools/oidc-flow';
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { runTask, until } from '../../support/jobs';
import { mutate, refusal } from '../../support/mutate';
import { introspect, refresh } from '../../../src/tools/oidc-flow';
import { startWithWeb, type WithWeb } from '../../support/start';

let { service, admin, web, sql, stop } = {} as WithWeb;
beforeAll(async () => void ({ service, admin, web, sql, stop } = await startWithWeb()), 60_000);
afterAll(() => stop?.());

const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
const LATER = '2099-01-01T00:00:00.000Z';
let made = 0;
const person = (...roles: string[]) => graphql.createPerson(admin, `passing${(made += 1)}`, ...roles);
const about = async (id: string) =>
  (
    await graphql.ok(
      admin('query ($id: ID!) { user(by: { id: $id }) { status expiresAt disabledReason version } }', { id }),
    )
  ).user;
const isDisabled = (id: string) => until(async () => (await about(id)).status === 'DISABLED', 'not disabled');
/** As it is in the moments before the worker comes. */
const expireUnseen = ({ id }: graphql.Person) =>
  sql(`update users set expires_at = now() - interval '1 second' where id = $1`, decodeId('User', id));
const tokensOf = ({ username }: graphql.Person) => graphql.tokensOf(web, username, 'openid offline_access self');

test('from that moment nothing of the user is live, before any job has come', async () => {
  const who = await person();
  const tokens = await tokensOf(who);
  await expireUnseen(who);
  expect((await graphql.as(service, tokens.access_token)('{ viewer { kind } }')).status).toBe(401);
  expect(await introspect(web, tokens.access_token)).toEqual({ active: false });
  await expect(refresh(web, tokens.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
  await expect(tokensOf(who)).rejects.toThrow();

  const {
    sessions,
    tokens: listed,
    user,
  } = await graphql.ok(
    admin(
      `query ($id: ID!) { sessions(filter: { userId: $id }) { nodes { status endReason endedAt } }
         tokens(filter: { userId: $id, kind: [ACCESS] }) { nodes { status endReason } } user(by: { id: $id }) { status expiresAt } }`,
      { id: who.id },
    ),
  );
  expect(sessions.nodes).toEqual([{ status: 'ENDED', endReason: 'USER_DISABLED', endedAt: user.expiresAt }]);
  expect(listed.nodes).toEqual([{ status: 'REVOKED', endReason: 'USER_DISABLED' }]);
  const { events } = await graphql.ok(
    admin('query ($id: ID!) { events(filter: { userId: $id, type: [SIGN_IN_FAILED] }) { nodes { details } } }', {
      id: who.id,
    }),
  );
  expect(events.nodes).toEqual([{ details: { cause: 'ACCOUNT_EXPIRED' } }]);

  await runTask(service, 'expire');
  await isDisabled(who.id);
  const { revocations } = await graphql.ok(
    admin(
      'query ($id: ID!) { revocations(filter: { userId: $id }) { nodes { action counts { users sessions accessTokens refreshTokens } } } }',
      {
        id: who.id,
      },
    ),
  );
  expect(revocations.nodes).toEqual([
    { action: 'expiry', counts: { users: 1, sessions: 1, accessTokens: 1, refreshTokens: 1 } },
  ]);
});

test('another date does not bring back what died by the former', async () => {
  const who = await person();
  const tokens = await tokensOf(who);
  await expireUnseen(who);
  await mutate(admin, 'updateUser', { userId: who.id, expiresAt: LATER });
  expect(await about(who.id)).toMatchObject({
    status: 'DISABLED',
    expiresAt: LATER,
    disabledReason: 'The account has expired.',
  });
  expect(await refusal(admin, 'enableUser', { userId: who.id })).toBeNull();
  expect((await graphql.as(service, tokens.access_token)('{ viewer { kind } }')).status).toBe(401);
  await expect(tokensOf(who)).resolves.toMatchObject({ access_token: expect.any(String) });
});

test('who has expired is enabled only after getting another date, or none', async () => {
  const who = await person();
  await mutate(admin, 'updateUser', { userId: who.id, expiresAt: soon(300) });
  await isDisabled(who.id);
  expect(await refusal(admin, 'enableUser', { userId: who.id })).toBe('INVALID_STATE');
  const { viewerCanEnable } = (
    await graphql.ok(
      admin('query ($id: ID!) { user(by: { id: $id }) { viewerCanEnable { allowed code } } }', { id: who.id }),
    )
  ).user;
  expect(viewerCanEnable).toEqual({ allowed: false, code: 'INVALID_STATE' });
  expect(await refusal(admin, 'updateUser', { userId: who.id, expiresAt: null })).toBeNull();
  expect(await refusal(admin, 'enableUser', { userId: who.id })).toBeNull();
  expect(await about(who.id)).toMatchObject({ status: 'ACTIVE', expiresAt: null });
});

test('createUser takes a date, which the worker keeps', async () => {
  const { data } = await mutate(
    admin,
    'createUser',
    { username: 'temp', password: graphql.PASSWORD, expiresAt: soon(5_000) },
    'user { id expiresAt status }',
  );
  const { id } = data.createUser.user;
  expect(data.createUser.user).toEqual({ id, expiresAt: expect.any(String), status: 'ACTIVE' });
  await expect(tokensOf({ id, username: 'temp' })).resolves.toBeDefined();
  await isDisabled(id);
});

test('a date that has passed, one’s own end, and an end without the right to disable are refused', async () => {
  const who = await person();
  const input = { userId: who.id };
  expect(await refusal(admin, 'updateUser', { ...input, expiresAt: soon(-1_000) })).toBe('INVALID_INPUT');
  expect(await refusal(admin, 'createUser', { username: 'late', expiresAt: soon(-1_000) })).toBe('INVALID_INPUT');

  await graphql.createRole(admin, 'Editor', ['USERS_READ', 'USERS_UPDATE']);
  const editor = await person('Editor');
  const asEditor = await graphql.signedIn(service, web, editor.username, 'openid admin');
  expect(await refusal(asEditor, 'updateUser', { ...input, name: 'Another' })).toBeNull();
  expect(await refusal(asEditor, 'updateUser', { ...input, expiresAt: LATER })).toBe('FORBIDDEN');

  const chief = await person('ADMIN');
  const asChief = await graphql.signedIn(service, web, chief.username, 'openid admin');
  expect(await refusal(asChief, 'updateUser', { userId: chief.id, expiresAt: LATER })).toBe('SELF_ACTION');
  expect(await refusal(asChief, 'updateUser', { ...input, expiresAt: LATER })).toBeNull();
  expect((await about(who.id)).expiresAt).toBe(LATER);
  await mutate(admin, 'disableUser', { userId: chief.id });
});

test('who administrates for a time does not count as the last administrator, who cannot get an end', async () => {
  const temporary = await person('ADMIN');
  const { user: bootstrap } = await graphql.ok(admin('{ user(by: {username: "admin"}) { id } }'));
  expect(await refusal(admin, 'updateUser', { userId: temporary.id, expiresAt: LATER })).toBeNull();
  for (const [name, input] of [
    ['updateUser', { expiresAt: LATER }],
    ['disableUser', {}],
    ['lockdownUser', { reason: 'stolen' }],
    ['scheduleOffboarding', { action: 'DISABLE', dueAt: LATER }],
    ['unassignRole', { role: 'ADMIN' }],
  ] as const)
    expect([name, await refusal(admin, name, { userId: bootstrap.id, ...input })]).toEqual([
      name,
      'LAST_ADMINISTRATOR',
    ]);
  expect(await refusal(admin, 'disableUser', { userId: temporary.id })).toBeNull();
  const other = await person('ADMIN');
  expect(await refusal(admin, 'updateUser', { userId: bootstrap.id, expiresAt: LATER })).toBeNull();
  expect(await refusal(admin, 'disableUser', { userId: other.id })).toBe('LAST_ADMINISTRATOR');
});

test('many who expire at once are disabled in a few receipts, each of them with an event of their own', async () => {
  await sql(
    `insert into users (id, username, username_key, expires_at, created_at, updated_at)
     select gen_random_uuid(), 'crowd' || n, 'crowd' || n, now(), now(), now() from generate_series(1, 250) n`,
  );
  await runTask(service, 'expire');
  const [row] = await sql(
    `select count(distinct e.user_id)::int as people, count(*)::int as events, count(distinct e.revocation_id)::int as receipts
     from events e join users u on u.id = e.user_id where u.username like 'crowd%' and u.status = 'DISABLED' and e.type = 'USER_DISABLED'`,
  );
  expect(row).toEqual({ people: 250, events: 250, receipts: 3 });
});

test('one who cannot be disabled yet is let alone, and barred on becoming a user', async () => {
  const who = await person();
  await sql(`update users set onboarding = 'INVITED' where id = $1`, decodeId('User', who.id));
  await expireUnseen(who);
  await runTask(service, 'expire');
  expect((await about(who.id)).status).toBe('INVITED');
  await sql('update users set onboarding = null where id = $1', decodeId('User', who.id));
  await expect(
    signIn({
      ...web,
      redirectUri: graphql.REDIRECT_URI,
      username: who.username,
      password: graphql.PASSWORD,
      scope: 'openid',
    }),
  ).rejects.toThrow();
  await runTask(service, 'expire');
  expect((await about(who.id)).status).toBe('DISABLED');
});
