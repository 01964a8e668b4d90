/** API tokens and the accounts that they are made for: what they may do, where they work, how they wait and how they end. */
import { decodeId } from '../../../src/platform/type-id';
import { introspect, revokeToken, signIn } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { allowImpersonation, impersonate, tokensIn } from '../../support/impersonation';
import { until } from '../../support/jobs';
import { mutate, refusal } from '../../support/mutate';
import { isActiveAt, machineOf, type Pair, startPair } from '../../support/pair';

let pair: Pair;
let admin: graphql.Ask;
let web: graphql.Registered;
let made = 0;

beforeAll(async () => {
  pair = await startPair();
  admin = pair.admin;
  web = await graphql.webApplication(pair.first, admin);
}, 60_000);
afterAll(() => pair?.stop());

type Input = Record<string, unknown>;
const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY).toISOString();
const name = () => `subject${(made += 1)}`;
const person = (...roles: string[]) => graphql.createPerson(admin, name(), ...roles);
const robot = async (...roles: string[]): Promise<graphql.Person> => {
  const username = name();
  const { createServiceAccount } = await graphql.ok(mutate(admin, 'createServiceAccount', { username }, 'user { id }'));
  const { id } = createServiceAccount.user;
  for (const role of roles) await graphql.assign(admin, { userId: id, role });
  return { id, username };
};

interface Issued {
  id: string;
  value: string;
  ask: graphql.Ask;
  atSecond: graphql.Ask;
}
const inputFor = (userId: string, input: Input = {}) => ({
  ...{ userId, name: 'Nightly', scopes: ['self'], expiresAt: inDays(30) },
  ...input,
});
const issue = async (userId: string, input: Input = {}, by = admin): Promise<Issued> => {
  const { createApiToken } = await graphql.ok(
    mutate(by, 'createApiToken', inputFor(userId, input), 'value token { id }'),
  );
  const { value, token } = createApiToken;
  const [ask, atSecond] = [pair.first, pair.second].map((service) => graphql.as(service, value));
  return { id: token.id, value, ask: ask!, atSecond: atSecond! };
};
const refused = async (userId: string, input: Input = {}, by = admin) =>
  refusal(by, 'createApiToken', inputFor(userId, input));
const signedIn = ({ username }: graphql.Person, scope = 'openid admin self account') =>
  graphql.signedIn(pair.first, web, username, scope);

/** At both processes, at GraphQL and by introspection: they must agree. */
const works = async ({ ask, atSecond, value }: Issued): Promise<boolean> => {
  const viewers = await Promise.all([ask, atSecond].map((by) => by('{ viewer { kind } }')));
  const actives = await Promise.all(
    [pair.first, pair.second].map((at) => isActiveAt(at, machineOf(pair.first), value)),
  );
  const answers = new Set([...viewers.map(({ status }) => status === 200), ...actives]);
  expect(answers.size).toBe(1);
  return answers.has(true);
};
const TOKEN = 'id kind name scopes status createdAt expiresAt lastUsedAt revokedAt endReason refreshTokenIssued';
const listed = async (userId: string, filter = 'kind: [API]', fields = TOKEN) =>
  (
    await graphql.ok(
      admin(`query ($id: ID!) { user(by: { id: $id }) { tokens(filter: { ${filter} }) { nodes { ${fields} } } } }`, {
        id: userId,
      }),
    )
  ).user.tokens.nodes;
const end = async (mutation: string, input: Input) =>
  (
    await graphql.ok(
      mutate(
        admin,
        mutation,
        input,
        'revocation { action counts { apiTokens users } items { nodes { type itemId } } }',
      ),
    )
  )[mutation].revocation;

describe('createServiceAccount', () => {
  it('makes an account without a password, for which somebody may answer', async () => {
    const owner = await person();
    const input = { username: 'Deploy Bot', name: 'Deployment', path: 'ops', attributes: { team: 'x' } };
    const { createServiceAccount } = await graphql.ok(
      mutate(
        ...([admin, 'createServiceAccount', { ...input, ownerId: owner.id }] as const),
        'user { id username name path attributes type status source email owner { id } }',
      ),
    );
    expect(createServiceAccount.user).toEqual({
      ...{ id: expect.stringMatching(/^usr_/), ...input, type: 'SERVICE_ACCOUNT', status: 'ACTIVE' },
      ...{ source: 'LOCAL', email: null, owner: { id: owner.id } },
    });
    const uuid = decodeId('User', createServiceAccount.user.id);
    expect(await pair.sql('select 1 from passwords where user_id = $1', uuid)).toEqual([]);
    expect(await pair.sql('select type, details from events where user_id = $1', uuid)).toEqual([
      { type: 'USER_CREATED', details: { username: 'Deploy Bot', type: 'SERVICE_ACCOUNT' } },
    ]);
    await graphql.ok(mutate(admin, 'disableUser', { userId: owner.id }));
    await graphql.ok(mutate(admin, 'deleteUser', { userId: owner.id }));
    const { user } = await graphql.ok(
      admin('query ($id: ID!) { user(by: { id: $id }) { status owner { id } } }', { id: createServiceAccount.user.id }),
    );
    expect(user).toEqual({ status: 'ACTIVE', owner: null });
  });

  it('refuses a name that is taken, and an owner who is unknown or no person', async () => {
    const { id, username } = await robot();
    expect(await refusal(admin, 'createServiceAccount', { username: username.toUpperCase() })).toBe('CONFLICT');
    expect(await refusal(admin, 'createServiceAccount', { username: '' })).toBe('INVALID_INPUT');
    expect(await refusal(admin, 'createServiceAccount', { username: name(), ownerId: id })).toBe('NOT_FOUND');
    expect(await refusal(admin, 'createServiceAccount', { username: name(), ownerId: 'usr_nobody' })).toBe('NOT_FOUND');
  });

  it('is not for those who may not create users', async () => {
    const by = await signedIn(await person('OPERATOR'));
    expect(await refusal(by, 'createServiceAccount', { username: name() })).toBe('FORBIDDEN');
  });

  it('has no way to a password, and does not sign in even with one', async () => {
    const { id, username } = await robot();
    const password = graphql.PASSWORD;
    expect(await refusal(admin, 'setUserPassword', { userId: id, password })).toBe('INVALID_STATE');
    expect(await refusal(admin, 'createUser', { username: name(), type: 'SERVICE_ACCOUNT', password })).toBe(
      'INVALID_INPUT',
    );
    for (const [userId, type] of [
      [id, 'INTERNAL'],
      [(await person()).id, 'SERVICE_ACCOUNT'],
    ])
      expect(await refusal(admin, 'updateUser', { userId, type })).toBe('INVALID_INPUT');

    const someone = await person();
    const signingIn = () =>
      signIn({ ...web, redirectUri: graphql.REDIRECT_URI, username: someone.username, password, scope: 'openid' });
    await signingIn();
    await pair.sql(`update users set type = 'SERVICE_ACCOUNT' where id = $1`, decodeId('User', someone.id));
    await expect(signingIn()).rejects.toThrow();
    expect(
      await pair.sql(
        `select details from events where user_id = $1 and type = 'SIGN_IN_FAILED'`,
        decodeId('User', someone.id),
      ),
    ).toEqual([{ details: { cause: 'SERVICE_ACCOUNT' } }]);
    expect(username).toMatch(/^subject/);
  });
});

describe('createApiToken', () => {
  it('shows the value once, and keeps a hash of it', async () => {
    const { id: userId } = await robot('HELPDESK');
    const expiresAt = inDays(7);
    const token = await issue(userId, { scopes: ['users:read', 'self', 'self'], expiresAt });
    expect(token.value).toMatch(/^cst_api_[\w-]{43}$/);
    expect(await listed(userId)).toEqual([
      {
        ...{ id: token.id, kind: 'API', name: 'Nightly', scopes: ['users:read', 'self'], status: 'ACTIVE', expiresAt },
        ...{ createdAt: expect.any(String), lastUsedAt: null, revokedAt: null, endReason: null },
        refreshTokenIssued: false,
      },
    ]);
    const [stored] = await pair.sql<{ t: string; e: string }>(
      `select t::text as t, (select string_agg(e::text, '') from events e where e.user_id = t.user_id) as e from tokens t where t.id = $1`,
      decodeId('Token', token.id),
    );
    for (const text of Object.values(stored!)) expect(text).not.toContain(token.value.slice(8));
    expect(
      await pair.sql(
        `select details from events where user_id = $1 and type = 'TOKEN_ISSUED'`,
        decodeId('User', userId),
      ),
    ).toEqual([
      { details: { kind: 'API', tokenId: token.id, name: 'Nightly', scopes: ['users:read', 'self'], expiresAt } },
    ]);
  });

  it('works at GraphQL and introspection of both processes, and says when it was used', async () => {
    const { id: userId, username } = await robot('HELPDESK');
    const token = await issue(userId, { scopes: ['users:read'] });
    expect(await works(token)).toBe(true);
    const { viewer, users } = await graphql.ok(
      token.atSecond(
        '{ viewer { kind user { id } application { clientId } session { id } scopes permissions } users(first: 1) { nodes { id } } }',
      ),
    );
    expect(viewer).toEqual({
      ...{ kind: 'USER', user: { id: userId }, application: { clientId: 'api-tokens' }, session: null },
      ...{ scopes: ['users:read'], permissions: ['USERS_READ'] },
    });
    expect(users.nodes).toHaveLength(1);
    expect(graphql.codes(await token.ask('{ devices { nodes { id } } }'))).toEqual(['FORBIDDEN']);

    expect(await introspect(machineOf(pair.first), token.value)).toMatchObject({
      ...{ active: true, sub: userId, username, client_id: 'api-tokens', scope: 'users:read', token_type: 'Bearer' },
      ...{ exp: expect.any(Number), iat: expect.any(Number), jti: token.id },
    });
    const { introspectToken } = await graphql.ok(
      mutate(admin, 'introspectToken', { token: token.value }, 'active scopes username clientId'),
    );
    expect(introspectToken).toMatchObject({ active: true, scopes: ['users:read'], username, clientId: 'api-tokens' });
    for (const url of [`${pair.first.address}/oidc/userinfo`]) {
      const { status } = await fetch(url, { headers: { authorization: `Bearer ${token.value}` } });
      expect(status).toBe(403);
    }
    const used = async () => (await listed(userId))[0].lastUsedAt;
    expect(Date.parse(await until(used, 'its use is not written'))).toBeGreaterThan(Date.now() - 60_000);
  }, 40_000);

  it('gives no more than the roles of its user, as they are at each use', async () => {
    const { id: userId } = await robot('HELPDESK');
    const all = await issue(userId, { scopes: ['admin'] });
    const permissions = async () => (await graphql.ok(all.ask('{ viewer { permissions } }'))).viewer.permissions.sort();
    expect(await permissions()).toEqual(['DEVICES_READ', 'EVENTS_READ', 'USERS_READ']);
    await graphql.ok(mutate(admin, 'unassignRole', { userId, role: 'HELPDESK' }));
    expect(await permissions()).toEqual([]);
    expect(await works(all)).toBe(true);
  });

  it('takes scopes that its user holds, and no others', async () => {
    const { id: userId } = await robot('HELPDESK');
    for (const scopes of [[], ['users:delete'], ['openid'], ['offline_access'], ['nonsense'], ['users:read', ' ']])
      expect([scopes, await refused(userId, { scopes })]).toEqual([scopes, 'INVALID_INPUT']);
    expect(await refused(userId, { scopes: ['users:read', 'admin', 'self'] })).toBeNull();
  });

  it('takes an expiry within the maximum that is set, and a name', async () => {
    const { id: userId } = await robot();
    for (const expiresAt of [inDays(-1), new Date().toISOString(), inDays(366), inDays(1_000_000)])
      expect([expiresAt, await refused(userId, { expiresAt })]).toEqual([expiresAt, 'INVALID_INPUT']);
    for (const wrong of ['', ' x', 'x'.repeat(101), 'a\u0000b', 'a\u202eb'])
      expect([wrong, await refused(userId, { name: wrong })]).toEqual([wrong, 'INVALID_INPUT']);
    await graphql.ok(mutate(admin, 'updateSettings', { tokensApiMaximumLifetime: 2 * 86_400 }));
    expect(await refused(userId, { expiresAt: inDays(3) })).toBe('INVALID_INPUT');
    expect(await refused(userId, { expiresAt: inDays(1) })).toBeNull();
    await graphql.ok(mutate(admin, 'updateSettings', { tokensApiMaximumLifetime: null }));
    const { status, errors } = await admin(
      'mutation ($userId: ID!) { createApiToken(input: { userId: $userId, name: "x", scopes: ["self"] }) { value } }',
      { userId },
    );
    expect([status, errors[0]?.extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  });

  it('ends by itself when its time is over', async () => {
    const { id: userId } = await robot();
    const token = await issue(userId, { expiresAt: new Date(Date.now() + 1_500).toISOString() });
    expect(await works(token)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 1_700));
    expect(await works(token)).toBe(false);
    expect(await listed(userId, 'status: [EXPIRED]')).toMatchObject([{ id: token.id, endReason: 'EXPIRED' }]);
  });

  it('is for those who may sign in', async () => {
    const { id: userId } = await robot();
    const set = (status: string) => pair.sql(`update users set ${status} where id = $1`, decodeId('User', userId));
    for (const status of [
      'disabled_at = now()',
      `disabled_at = null, onboarding = 'INVITED'`,
      `onboarding = 'PENDING_CONFIRMATION'`,
    ]) {
      await set(status);
      expect([status, await refused(userId)]).toEqual([status, 'INVALID_STATE']);
    }
    await set('onboarding = null');
    expect(await refused(userId)).toBeNull();
    expect(await refused('usr_unknown')).toBe('NOT_FOUND');
  });

  it('is limited to a hundred live ones each', async () => {
    const { id: userId } = await robot();
    const { id } = await issue(userId);
    await pair.sql(
      `insert into tokens (id, hash, kind, user_id, application_id, client_id, application_epoch, created_at, expires_at)
       select gen_random_uuid(), sha256(n::text::bytea || id::text::bytea), kind, user_id, application_id, client_id, application_epoch, now(), expires_at
       from tokens, generate_series(2, 100) n where id = $1`,
      decodeId('Token', id),
    );
    expect(await refused(userId)).toBe('INVALID_STATE');
    await graphql.ok(mutate(admin, 'revokeToken', { tokenId: id }));
    expect(await refused(userId)).toBeNull();
  });

  it('leaves nothing behind when tried, and nothing to be seen again by who repeats the call', async () => {
    const { id: userId } = await robot();
    const { createApiToken: dry } = await graphql.ok(
      mutate(admin, 'createApiToken', inputFor(userId, { dryRun: true }), 'value token { name }'),
    );
    expect(dry.token).toEqual({ name: 'Nightly' });
    expect(await listed(userId)).toEqual([]);
    const input = inputFor(userId, { idempotencyKey: `once ${userId}` });
    const run = async (by: graphql.Ask) =>
      (await graphql.ok(mutate(by, 'createApiToken', input, 'value token { id }'))).createApiToken;
    const first = await run(admin);
    expect(await run(pair.adminAtSecond)).toEqual({ ...first, value: null });
    expect(await listed(userId)).toHaveLength(1);
  });
});

describe('who makes them', () => {
  const TOKENS = ['TOKENS_CREATE', 'TOKENS_READ', 'TOKENS_REVOKE', 'USERS_READ'];
  beforeAll(() => graphql.createRole(admin, 'Token keeper', TOKENS));

  it('needs the permission', async () => {
    const [someone, operator] = [await person(), await person('OPERATOR')];
    for (const who of [someone, operator]) expect(await refused(who.id, {}, await signedIn(who))).toBe('FORBIDDEN');
  });

  it('makes none for who holds more', async () => {
    const keeper = await signedIn(await person('Token keeper'));
    expect(await refused((await robot()).id, {}, keeper)).toBeNull();
    expect(await refused((await robot('Token keeper')).id, { scopes: ['admin'] }, keeper)).toBeNull();
    expect(await refused((await robot('HELPDESK')).id, {}, keeper)).toBe('FORBIDDEN');
    expect(await refused((await robot('ADMIN')).id, {}, keeper)).toBe('FORBIDDEN');
  });

  it('is for oneself and for service accounts, never for another person', async () => {
    const someone = await person();
    expect(await refused(someone.id)).toBe('INVALID_STATE');
    expect(await refused(someone.id, {}, await signedIn(await person('ADMIN')))).toBe('INVALID_STATE');
  });

  it('needs the scope `account` for one of their own', async () => {
    const keeper = await person('Token keeper');
    expect(await refused(keeper.id, {}, await signedIn(keeper, 'openid admin self'))).toBe('FORBIDDEN');
    expect(await refused(keeper.id, {}, await signedIn(keeper))).toBeNull();
  });

  it('gives their own no more than the token holds that they ask with', async () => {
    const keeper = await person('Token keeper');
    const scopes = ['openid', 'account', 'tokens:create', 'users:read'];
    const application = {
      ...{ name: 'Narrow', kind: 'WEB', firstParty: true },
      ...{ redirectUris: [graphql.REDIRECT_URI], scopes },
    };
    const client = await graphql.createApplication(pair.first, admin, application);
    const { access_token: value } = await graphql.tokensOf(client, keeper.username, scopes.join(' '));
    const narrow = graphql.as(pair.first, value);
    expect(await refused(keeper.id, { scopes: ['users:read'] }, narrow)).toBeNull();
    expect(await refused(keeper.id, { scopes: ['users:read', 'tokens:revoke'] }, narrow)).toBe('FORBIDDEN');
    expect(await refused(keeper.id, { scopes: ['admin'] }, narrow)).toBe('FORBIDDEN');
    expect(await refused(keeper.id, { scopes: ['self'] }, narrow)).toBe('FORBIDDEN');
    expect(await refused(keeper.id, { scopes: ['admin', 'self'] }, await signedIn(keeper))).toBeNull();
  });

  it('makes none of his own with another: what was stolen does not multiply', async () => {
    const { id: userId } = await robot('Token keeper');
    const token = await issue(userId, { scopes: ['admin'] });
    expect(await refused(userId, {}, token.ask)).toBe('INVALID_STATE');
    expect(await refused((await robot()).id, {}, token.ask)).toBeNull();
  });

  it('makes none in the place of another, whose sessions are short', async () => {
    const [boss, keeper] = [await person('ADMIN'), await person('Token keeper')];
    await allowImpersonation(admin);
    const { jar } = await impersonate(await signedIn(boss), keeper.id);
    const application = { name: 'Trusted', kind: 'WEB', consentMode: 'IMPLICIT' };
    const client = await graphql.createApplication(pair.first, admin, {
      ...{ ...application, redirectUris: [graphql.REDIRECT_URI], scopes: ['openid', 'self', 'admin'] },
    });
    const { access_token: value } = await tokensIn(jar, client, 'openid self admin');
    const acting = graphql.as(pair.first, value);
    expect(await refused(keeper.id, {}, acting)).toBe('FORBIDDEN');
    expect(await refused((await robot()).id, {}, acting)).toBe('FORBIDDEN');
    expect(await refused(keeper.id, {}, await signedIn(keeper))).toBeNull();
  });

  it('reaches those within what he looks after', async () => {
    const delegate = await person();
    await graphql.assign(admin, { userId: delegate.id, role: 'Token keeper', on: { path: 'emea' } });
    const by = await signedIn(delegate);
    const [inside, outside] = [await robot(), await robot()];
    await graphql.ok(mutate(admin, 'updateUser', { userId: inside.id, path: 'emea/sales' }));
    expect(await refused(inside.id, {}, by)).toBeNull();
    expect(await refused(outside.id, {}, by)).toBe('NOT_FOUND');
  });
});

describe('the end of an API token', () => {
  const robotWithTwo = async () => {
    const { id: userId } = await robot();
    return { userId, tokens: [await issue(userId), await issue(userId)] };
  };
  const uses = (tokens: Issued[]) => Promise.all(tokens.map(works));

  it('is revokeToken: of that one, at once, with a receipt that names it', async () => {
    const { userId, tokens } = await robotWithTwo();
    const receipt = await end('revokeToken', { tokenId: tokens[0]!.id });
    expect(receipt).toMatchObject({
      ...{ action: 'revokeToken', counts: { apiTokens: 1, users: 0 } },
      items: { nodes: [{ type: 'API_TOKEN', itemId: tokens[0]!.id }] },
    });
    expect(await uses(tokens)).toEqual([false, true]);
    expect(await listed(userId, 'status: [REVOKED]')).toMatchObject([{ id: tokens[0]!.id, endReason: 'REVOKED' }]);
    expect(
      await pair.sql(
        `select details from events where user_id = $1 and type = 'TOKEN_REVOKED'`,
        decodeId('User', userId),
      ),
    ).toEqual([{ details: { kind: 'API' } }]);
  });

  it('is revokeTokens by a filter', async () => {
    const { userId, tokens } = await robotWithTwo();
    const receipt = await end('revokeTokens', { filter: { userId, kind: ['API'] }, expectedCount: 2 });
    expect(receipt.counts.apiTokens).toBe(2);
    expect(await uses(tokens)).toEqual([false, false]);
  });

  it('may be had by whoever holds it, at the revocation endpoint (RFC 7009)', async () => {
    const { tokens } = await robotWithTwo();
    const client = { issuer: graphql.issuerOf(pair.first), clientId: 'api-tokens' };
    await revokeToken(client, tokens[1]!.value);
    expect(await uses(tokens)).toEqual([true, false]);
    expect(await introspect(client, tokens[0]!.value)).toEqual({ active: false });
  });

  it('is no part of revokeAllSessions', async () => {
    const someone = await person('Token keeper');
    const token = await issue(someone.id, {}, await signedIn(someone));
    const receipt = await end('revokeAllSessions', { userId: someone.id });
    expect(receipt.counts.apiTokens).toBe(0);
    expect(await works(token)).toBe(true);
  });

  it('waits while its user is disabled, is not counted as dead, and works again when the user is enabled', async () => {
    const { userId, tokens } = await robotWithTwo();
    const receipt = await end('disableUser', { userId });
    expect(receipt).toMatchObject({
      ...{ counts: { apiTokens: 0, users: 1 }, items: { nodes: [{ type: 'USER', itemId: userId }] } },
    });
    expect(await uses(tokens)).toEqual([false, false]);
    expect(await listed(userId, 'status: [ACTIVE]')).toEqual([]);
    expect(await listed(userId, 'status: [REVOKED, EXPIRED]')).toEqual([]);
    expect(await listed(userId, 'status: [SUSPENDED]')).toMatchObject(
      Array.from({ length: 2 }, () => ({ status: 'SUSPENDED', revokedAt: null, endReason: null })),
    );
    const { explainToken } = await graphql.ok(
      admin('query ($id: ID!) { explainToken(id: $id) { live broken { kind reason since } token { status } } }', {
        id: tokens[0]!.id,
      }),
    );
    expect(explainToken).toEqual({
      ...{ live: false, token: { status: 'SUSPENDED' } },
      broken: [{ kind: 'USER', reason: 'USER_DISABLED', since: expect.any(String) }],
    });
    await graphql.ok(mutate(admin, 'enableUser', { userId }));
    expect(await uses(tokens)).toEqual([true, true]);
    expect(await listed(userId, 'status: [ACTIVE]')).toHaveLength(2);
  });

  it('is for good where it was revoked meanwhile, and the receipt says that it ended', async () => {
    const { userId, tokens } = await robotWithTwo();
    await end('disableUsers', { userIds: [userId] });
    expect((await end('revokeToken', { tokenId: tokens[0]!.id })).counts.apiTokens).toBe(1);
    await graphql.ok(mutate(admin, 'enableUser', { userId }));
    expect(await uses(tokens)).toEqual([false, true]);
  });

  it('is for good where the user is deleted', async () => {
    const { userId, tokens } = await robotWithTwo();
    await end('disableUser', { userId });
    const receipt = await end('deleteUser', { userId });
    expect(receipt.counts).toEqual({ apiTokens: 2, users: 1 });
    expect(await uses(tokens)).toEqual([false, false]);
    expect(await pair.sql('select 1 from tokens where user_id = $1', decodeId('User', userId))).toEqual([]);
  });

  it('comes to all of them with their application, which refuses new ones until it is enabled', async () => {
    const { userId, tokens } = await robotWithTwo();
    const { applications } = await graphql.ok(
      admin('{ applications(filter: { search: "API tokens" }) { nodes { id clientId kind } } }'),
    );
    expect(applications.nodes).toMatchObject([{ clientId: 'api-tokens' }]);
    const applicationId = applications.nodes[0].id;
    expect(await refusal(admin, 'deleteApplication', { applicationId })).toBe('INVALID_STATE');
    const receipt = await end('disableApplication', { applicationId });
    expect(receipt.counts.apiTokens).toBeGreaterThanOrEqual(2);
    expect(await uses(tokens)).toEqual([false, false]);
    expect(await refused(userId)).toBe('INVALID_STATE');
    await graphql.ok(mutate(admin, 'enableApplication', { applicationId }));
    expect(await uses(tokens)).toEqual([false, false]);
    expect(await listed(userId, 'status: [REVOKED]')).toMatchObject(
      Array.from({ length: 2 }, () => ({ endReason: 'APPLICATION_DISABLED' })),
    );
    expect(await works(await issue(userId))).toBe(true);
  });
});
