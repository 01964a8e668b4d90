/** planRevocation and applyRevocation: what is planned is what happens, or nothing does. */
import * as graphql from '../../support/graphql';
import { buildHousehold, type Household, listedAsLive } from '../../support/household';
import { mutate, type Pair, startPair } from '../../support/pair';

let pair: Pair;
let web: graphql.Registered;
beforeAll(async () => {
  pair = await startPair();
  web = await graphql.webApplication(pair.first, pair.admin);
  await graphql.sql(
    pair.first.databaseUrl,
    `insert into settings (key, value, updated_at) values ('users.delete.requireDisabled', 'false', now())`,
  );
}, 60_000);
afterAll(() => pair?.stop());

type Input = Record<string, unknown>;
interface Planned {
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  plan?: any;
  errors?: PayloadError[];
}
interface PayloadError {
  code: string;
  path: string[];
  message: string;
}
const COUNTS =
  'users deviceLinks devices sessions accessTokens refreshTokens apiTokens accessGrants consents authenticators';
const plan = async (selector: Input, by = pair.admin) => {
  const answer = await by(
    `mutation ($input: PlanRevocationInput!) { planRevocation(input: $input) {
      plan { token action expiresAt counts { ${COUNTS} } samples { type itemId user { id } } warnings { code count message } unchanged { id errors { code } } }
      errors { code path message } } }`,
    { input: { selector } },
  );
  const { plan: planned = null, errors = [] } = (answer.data?.planRevocation ?? {}) as Planned;
  return { plan: planned, errors, top: answer.errors };
};
const apply = async (planToken: string, by = pair.adminAtSecond) => {
  const { data, errors } = await by(
    `mutation ($input: ApplyRevocationInput!) { applyRevocation(input: $input) {
      results { id changed } revocation { id action replayed reason counts { ${COUNTS} } items(first: 100) { nodes { type itemId } } }
      errors { __typename code path ... on PlanDrifted { planned { ${COUNTS} } actual { ${COUNTS} } } } } }`,
    { input: { planToken } },
  );
  expect(errors).toEqual([]);
  return data.applyRevocation;
};
const counts = async () => {
  const { revocation_items: _, ...rows } = await graphql.rowCounts(pair.first.databaseUrl);
  return rows;
};
const firstOf = async (list: string, filter: Input, type: string): Promise<string> =>
  (
    await graphql.ok(
      pair.admin(`query ($f: ${type}) { ${list}(first: 1, filter: $f) { nodes { id } } }`, { f: filter }),
    )
  )[list].nodes[0].id;

/** Each operation that can be planned, on a household. */
const OPERATIONS: Record<string, (home: Household) => Input | Promise<Input>> = {
  disableUser: ({ alice }) => ({ userId: alice.id }),
  lockdownUser: ({ alice }) => ({ userId: alice.id, reason: 'stolen' }),
  deleteUser: ({ alice }) => ({ userId: alice.id }),
  disableUsers: ({ alice, bob }) => ({ userIds: [alice.id, bob.id] }),
  deleteUsers: ({ alice, bob }) => ({ userIds: [alice.id, bob.id] }),
  revokeSession: ({ places }) => ({ sessionId: places.web.sessionId }),
  revokeSessions: ({ devices }) => ({ filter: { deviceId: devices.phone.id } }),
  revokeAllSessions: ({ alice }) => ({ userId: alice.id }),
  revokeToken: async ({ places }) => ({
    tokenId: await firstOf('tokens', { sessionId: places.web.sessionId, kind: ['REFRESH'] }, 'TokenFilter'),
  }),
  revokeTokens: ({ bob }) => ({ filter: { userId: bob.id } }),
  revokeAccessGrant: async ({ alice }) => ({
    accessGrantId: await firstOf('accessGrants', { userId: alice.id }, 'AccessGrantFilter'),
  }),
  revokeConsent: async ({ alice }) => ({ consentId: await firstOf('consents', { userId: alice.id }, 'ConsentFilter') }),
  revokeConsents: ({ applications }) => ({ filter: { applicationId: applications.web.applicationId } }),
  revokeApplicationAccess: ({ alice, applications }) => ({
    userId: alice.id,
    applicationId: applications.mobile.applicationId,
  }),
  disconnectDevice: ({ alice, devices }) => ({ userId: alice.id, deviceId: devices.phone.id }),
  disconnectAllDevices: ({ alice }) => ({ userId: alice.id }),
  deleteDevice: ({ alice, bob, devices }) => ({ deviceId: devices.phone.id, confirmedUserIds: [alice.id, bob.id] }),
  deleteDevices: ({ alice, devices }) => ({ deviceIds: [devices.tablet.id], confirmedUserIds: [alice.id] }),
  disableApplication: ({ applications }) => ({ applicationId: applications.web.applicationId }),
  setApplicationVersionStatus: ({ applications }) => ({
    applicationId: applications.mobile.applicationId,
    appVersion: '1.0.0',
    status: 'DISABLED',
  }),
  deleteApplication: ({ applications }) => ({ applicationId: applications.mobile.applicationId, force: true }),
};

test.each(Object.entries(OPERATIONS))(
  'a plan of %s ends nothing, and applied ends exactly what it said',
  async (name, input) => {
    const home = await buildHousehold(pair.first, pair.admin);
    const live = await listedAsLive(pair.admin, home);
    const before = await counts();
    const { plan: planned, errors } = await plan({ [name]: { ...(await input(home)), reason: 'planned' } });
    expect(errors).toEqual([]);
    expect(await counts()).toEqual(before);
    expect(await listedAsLive(pair.admin, home)).toEqual(live);

    const applied = await apply(planned.token);
    expect(applied.errors).toEqual([]);
    expect(applied.revocation).toMatchObject({
      action: name,
      replayed: false,
      reason: 'planned',
      counts: planned.counts,
    });
    const ended = (items: { type: string; itemId: string }[]) =>
      items.map(({ type, itemId }) => `${type} ${itemId}`).sort();
    const after = await listedAsLive(pair.adminAtSecond, home);
    const gone = [...live].filter((item) => !after.has(item)).sort();
    expect(ended(applied.revocation.items.nodes)).toEqual(gone);
    expect(gone).toEqual(expect.arrayContaining(ended(planned.samples)));
    expect(planned.samples).toHaveLength(Math.min(gone.length, 20));

    const done = await counts();
    const again = await apply(planned.token, pair.admin);
    expect(again.errors).toEqual([]);
    expect(again.revocation).toMatchObject({ id: applied.revocation.id, replayed: true });
    expect(await counts()).toEqual(done);
  },
);

test('removeMyDevice can be planned by its owner', async () => {
  const home = await buildHousehold(pair.first, pair.admin);
  const alice = graphql.as(pair.first, home.places.web.tokens.access_token);
  const { plan: planned } = await plan({ removeMyDevice: { deviceId: home.devices.tablet.id } }, alice);
  expect(planned.counts).toMatchObject({ devices: 1, deviceLinks: 1, sessions: 1 });
  expect((await apply(planned.token, alice)).revocation.counts).toEqual(planned.counts);
});

describe('a plan is refused, and nothing ends,', () => {
  test('when there is more by now', async () => {
    const { id: userId, username } = await graphql.createPerson(pair.admin, 'drifter');
    await graphql.tokensOf(web, username, 'openid self');
    const { plan: planned } = await plan({ disableUser: { userId } });
    await graphql.tokensOf(web, username, 'openid self');
    const before = await counts();
    const { errors, revocation } = await apply(planned.token);
    expect(revocation).toBeNull();
    expect(errors).toMatchObject([
      {
        __typename: 'PlanDrifted',
        code: 'PLAN_DRIFTED',
        path: ['input', 'planToken'],
        planned: { users: 1, sessions: 1 },
        actual: { users: 1, sessions: 2 },
      },
    ]);
    expect(await counts()).toEqual(before);
    const { user } = await graphql.ok(
      pair.admin('query ($id: ID!) { user(by: { id: $id }) { status } }', { id: userId }),
    );
    expect(user.status).toBe('ACTIVE');
  });

  test('when there are as many, but others', async () => {
    const { id: userId, username } = await graphql.createPerson(pair.admin, 'swapper');
    await graphql.tokensOf(web, username, 'openid self');
    const { plan: planned } = await plan({ revokeSessions: { filter: { userId } } });
    const sessionId = await firstOf('sessions', { userId }, 'SessionFilter');
    await mutate(pair.admin, 'revokeSession', { sessionId }, '__typename');
    await graphql.tokensOf(web, username, 'openid self');
    const { errors } = await apply(planned.token);
    expect(errors).toMatchObject([{ code: 'PLAN_DRIFTED' }]);
    expect(errors[0].actual).toEqual(errors[0].planned);
  });

  test('when a filter selects fewer', async () => {
    const { id: userId, username } = await graphql.createPerson(pair.admin, 'fewer');
    await graphql.tokensOf(web, username, 'openid self');
    const { plan: planned } = await plan({ revokeSessions: { filter: { userId } } });
    await mutate(pair.admin, 'revokeAllSessions', { userId }, '__typename');
    expect((await apply(planned.token)).errors).toMatchObject([{ code: 'PLAN_DRIFTED', actual: null }]);
  });

  test('when it is too old', async () => {
    const { id: userId } = await graphql.createPerson(pair.admin, 'late');
    const { plan: planned } = await plan({ disableUser: { userId } });
    await graphql.sql(pair.first.databaseUrl, `update revocation_plans set expires_at = now() - interval '1 second'`);
    const before = await counts();
    expect((await apply(planned.token)).errors).toMatchObject([{ code: 'PLAN_EXPIRED', path: ['input', 'planToken'] }]);
    expect(await counts()).toEqual(before);
  });

  test('of somebody else, or made up', async () => {
    const { id: userId } = await graphql.createPerson(pair.admin, 'target');
    const { plan: planned } = await plan({ disableUser: { userId } });
    await graphql.createPerson(pair.admin, 'colleague', 'ADMIN');
    const { access_token: token } = await graphql.tokensOf(web, 'colleague', 'openid admin');
    const colleague = graphql.as(pair.first, token);
    for (const [value, by] of [
      [planned.token, colleague],
      ['cst_plan_nonsense', pair.admin],
      ['', pair.admin],
    ] as const)
      expect((await apply(value, by)).errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'planToken'] }]);
    const stored = await graphql.sql<{ found: string }>(
      pair.first.databaseUrl,
      `select count(*)::text as found from revocation_plans p where p::text like '%' || $1 || '%'`,
      [planned.token],
    );
    expect(stored[0]!.found).toBe('0');
  });
});

test('of twenty calls at once one carries it out, and all have its receipt', async () => {
  const { id: userId, username } = await graphql.createPerson(pair.admin, 'twenty');
  await graphql.tokensOf(web, username, 'openid self');
  const { plan: planned } = await plan({ revokeAllSessions: { userId } });
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => apply(planned.token, i % 2 ? pair.admin : pair.adminAtSecond)),
  );
  expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
  expect(new Set(answers.map(({ revocation }) => revocation.id)).size).toBe(1);
  expect(answers.filter(({ revocation }) => !revocation.replayed)).toHaveLength(1);
});

test('it warns of one’s own session, of the last administrator and of service accounts, and says who would be left', async () => {
  const { username, id } = await graphql.createPerson(pair.admin, 'planner', 'ADMIN');
  const { access_token: token } = await graphql.tokensOf(web, username, 'openid admin');
  const me = graphql.as(pair.first, token);
  await graphql.sql(
    pair.first.databaseUrl,
    `update users set disabled_at = now() where username in ($1, 'colleague')`,
    [pair.first.admin.username],
  );
  const robot = await graphql.createPerson(pair.admin, 'robot');
  await graphql.tokensOf(web, 'robot', 'openid self');
  await graphql.sql(pair.first.databaseUrl, `update users set type = 'SERVICE_ACCOUNT' where username = 'robot'`);
  const own = await plan({ revokeAllSessions: { userId: id } }, me);
  expect(own.plan.warnings).toMatchObject([
    { code: 'OWN_SESSION', count: 1 },
    { code: 'LAST_ADMINISTRATOR', count: 1 },
  ]);
  const all = await plan({ disableUsers: { userIds: [robot.id, id] } }, me);
  expect(all.plan.warnings).toMatchObject([{ code: 'SERVICE_ACCOUNTS', count: 1 }]);
  expect(all.plan.unchanged).toMatchObject([{ id, errors: [{ code: 'SELF_ACTION' }] }]);
  expect((await plan({ disableUser: { userId: robot.id } }, me)).plan.warnings).toHaveLength(1);
});

describe('what cannot be planned', () => {
  test.each<[string, Input, string]>([
    ['nothing', {}, 'selector'],
    ['two operations', { disableUser: { userId: 'x' }, deleteUser: { userId: 'x' } }, 'selector'],
    ['a dry run', { disableUser: { userId: 'x', dryRun: true } }, 'selector'],
    ['a key', { disableUser: { userId: 'x', idempotencyKey: 'k' } }, 'selector'],
  ])('%s', async (_name, selector, field) => {
    expect((await plan(selector)).errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', field] }]);
  });

  test('what the operation would refuse, with its own error', async () => {
    const { errors, plan: none } = await plan({ disableUser: { userId: 'usr_nobody' } });
    expect(none).toBeNull();
    expect(errors).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'selector', 'disableUser', 'userId'] }]);
  });

  test('what the caller may not do, and that is an event', async () => {
    const { username, id } = await graphql.createPerson(pair.admin, 'curious', 'HELPDESK');
    const { access_token: token } = await graphql.tokensOf(web, username, 'openid admin');
    const { top } = await plan({ disableUser: { userId: id } }, graphql.as(pair.first, token));
    expect(top.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    const { events } = await graphql.ok(
      pair.admin(
        'query ($id: ID!) { events(first: 1, filter: { actorUserId: $id, type: [ACCESS_DENIED] }) { nodes { details } } }',
        { id },
      ),
    );
    expect(events.nodes[0].details).toMatchObject({ field: 'Mutation.disableUser' });
  });
});
