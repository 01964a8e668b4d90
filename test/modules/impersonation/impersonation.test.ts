/** Acting in the place of a user: from the mutation by way of the browser to an application, and its end. */
import { browse, CookieJar, formWith } from '../../../src/tools/browser';
import { authorize, OidcError, signIn } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { allowImpersonation, begin, impersonate, pageAt, take, tokensIn } from '../../support/impersonation';
import { isActiveAt, machineOf, mutate, refreshAt } from '../../support/pair';
import { refusal } from '../../support/mutate';
import { type Service, startService } from '../../support/service';

let service: Service;
let machine: graphql.Ask;
let web: graphql.Registered;
let trusted: graphql.Registered;
let boss: graphql.Person;
/** An administrator, in person. */
let admin: graphql.Ask;
beforeAll(async () => {
  service = await startService();
  machine = graphql.as(service, await graphql.adminToken(service));
  await allowImpersonation(machine);
  web = await graphql.webApplication(service, machine);
  trusted = await graphql.createApplication(service, machine, {
    name: 'Trusted',
    kind: 'WEB',
    consentMode: 'IMPLICIT',
    redirectUris: [graphql.REDIRECT_URI],
    scopes: ['openid', 'offline_access', 'self', 'admin'],
  });
  boss = await graphql.createPerson(machine, 'boss', 'ADMIN');
  admin = await graphql.signedIn(service, web, boss.username, 'openid self admin');
}, 60_000);
afterAll(() => service?.stop());

let made = 0;
const newPerson = (...roles: string[]) => graphql.createPerson(machine, `person${(made += 1)}`, ...roles);
const acting = async (person: graphql.Person, scope?: string) => {
  const { sessionId, jar } = await impersonate(admin, person.id);
  const tokens = await tokensIn(jar, trusted, scope);
  return { sessionId, jar, tokens, ask: graphql.as(service, tokens.access_token) };
};
const eventsOf = async (sessionId: string) =>
  (
    await graphql.ok(
      machine(
        `query ($id: ID!) { events(filter: { sessionId: $id }, orderBy: { field: OCCURRED_AT, direction: ASC }) { nodes { type reason actor { ... on User { id } } impersonator { id } user { id } } } }`,
        { id: sessionId },
      ),
    )
  ).events.nodes;
const works = (token: string): Promise<boolean> => isActiveAt(service, machineOf(service), token);

test('the link signs the browser in as the user, once, and applications see the user with the person behind', async () => {
  const person = await newPerson();
  const { sessionId, url } = await begin(admin, person.id);
  const jar = new CookieJar();
  // To look at it is not to take it.
  expect((await pageAt(url, new CookieJar())).html).toContain(
    `Impersonate <bdi class="name">${person.username}</bdi>?`,
  );
  const page = await take(url, jar);
  expect(page.html).toContain('role="status"');
  expect(page.html).toContain(`you are impersonating <bdi class="name">${person.username}</bdi>`);
  expect((await pageAt(url, new CookieJar())).status).toBe(410);

  const { access_token } = await tokensIn(jar, trusted);
  const ask = graphql.as(service, access_token);
  const { viewer } = await graphql.ok(
    ask(
      '{ viewer { user { id } impersonator { id username } session { id impersonated authenticationMethods } permissions } }',
    ),
  );
  expect(viewer).toEqual({
    user: { id: person.id },
    impersonator: { id: boss.id, username: boss.username },
    session: { id: sessionId, impersonated: true, authenticationMethods: [] },
    permissions: [],
  });
  const introspection = await fetch(`${service.url}/oidc/introspect`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${service.client.client_id}:${service.client.client_secret}`).toString('base64')}`,
    },
    body: new URLSearchParams({ token: access_token }),
  });
  expect(await introspection.json()).toMatchObject({ active: true, sub: person.id, act: { sub: boss.id } });
});

test('every event names both: the administrator who began it, then the user with the administrator behind', async () => {
  const person = await newPerson();
  const { sessionId, ask } = await acting(person);
  await mutate(ask, 'endImpersonation', {}, 'session { status }');
  const both = { actor: { id: person.id }, impersonator: { id: boss.id }, user: { id: person.id } };
  expect(await eventsOf(sessionId)).toEqual([
    { type: 'IMPERSONATION_STARTED', reason: 'a ticket', actor: { id: boss.id }, impersonator: null, user: both.user },
    { type: 'SIGN_IN', reason: null, ...both },
    { type: 'TOKEN_ISSUED', reason: null, ...both },
    { type: 'IMPERSONATION_ENDED', reason: null, ...both },
  ]);
  const found = await graphql.ok(
    machine(
      `query ($by: ID!, $user: ID!) { events(filter: { impersonatorId: $by, userId: $user }) { totalCount }
         revocations(filter: { impersonatorId: $by, userId: $user }) { nodes { action impersonator { id } } } }`,
      { by: boss.id, user: person.id },
    ),
  );
  expect(found.events.totalCount).toBe(4);
  expect(found.revocations.nodes).toEqual([{ action: 'endImpersonation', impersonator: { id: boss.id } }]);
});

test('it is short, and use does not make it longer; what was issued does not outlive it', async () => {
  const person = await newPerson();
  const { sessionId, jar, tokens } = await acting(person, 'openid self offline_access');
  const { session } = await graphql.ok(
    machine('query ($id: ID!) { session(id: $id) { createdAt expiresAt } }', { id: sessionId }),
  );
  expect(Date.parse(session.expiresAt) - Date.parse(session.createdAt)).toBeLessThanOrEqual(1_801_000);
  await graphql.sql(
    service.databaseUrl,
    `update sessions set expires_at = now() where impersonator_id is not null and ended_at is null`,
  );
  expect(await works(tokens.access_token)).toBe(false);
  expect((await refreshAt(service, trusted, tokens.refresh_token!)).status).toBe(400);
  await expect(authorize({ ...trusted, redirectUri: graphql.REDIRECT_URI, jar })).rejects.toMatchObject({
    error: 'login_page',
  });
});

const REFUSED: [string, (person: graphql.Person) => Promise<string | null>, string][] = [
  ['of oneself', () => refusal(admin, 'impersonateUser', { userId: boss.id, reason: 'x' }), 'SELF_ACTION'],
  ['without a reason', ({ id }) => refusal(admin, 'impersonateUser', { userId: id }), 'INVALID_INPUT'],
  [
    'with a reason of blanks',
    ({ id }) => refusal(admin, 'impersonateUser', { userId: id, reason: ' ' }),
    'INVALID_INPUT',
  ],
  ['by a service', ({ id }) => refusal(machine, 'impersonateUser', { userId: id, reason: 'x' }), 'INVALID_STATE'],
  [
    'of one who is disabled',
    async ({ id }) => {
      await mutate(machine, 'disableUser', { userId: id }, '__typename');
      return refusal(admin, 'impersonateUser', { userId: id, reason: 'x' });
    },
    'INVALID_STATE',
  ],
  [
    'of a service account',
    async ({ id, username }) => {
      await graphql.sql(service.databaseUrl, `update users set type = 'SERVICE_ACCOUNT' where username = $1`, [
        username,
      ]);
      return refusal(admin, 'impersonateUser', { userId: id, reason: 'x' });
    },
    'INVALID_STATE',
  ],
  [
    'of nobody',
    ({ id }) => refusal(admin, 'impersonateUser', { userId: `${id.slice(0, -4)}zzzz`, reason: 'x' }),
    'NOT_FOUND',
  ],
  [
    'where it is switched off',
    async ({ id }) => {
      await mutate(machine, 'updateSettings', { impersonationEnabled: null }, '__typename');
      const code = await refusal(admin, 'impersonateUser', { userId: id, reason: 'x' });
      await allowImpersonation(machine);
      return code;
    },
    'INVALID_STATE',
  ],
];
test.each(REFUSED)('it is refused %s, and nothing begins', async (_what, attempt, code) => {
  const person = await newPerson();
  expect(await attempt(person)).toBe(code);
  const { sessions } = await graphql.ok(
    machine('query ($id: ID!) { sessions(filter: { userId: $id }) { totalCount } }', { id: person.id }),
  );
  expect(sessions.totalCount).toBe(0);
});

test('who holds the permission acts for no one who holds more, and for those within reach alone', async () => {
  await graphql.createRole(machine, 'support', ['USERS_IMPERSONATE', 'USERS_READ']);
  const helper = await newPerson();
  await graphql.assign(machine, { userId: helper.id, role: 'support', on: { path: 'emea' } });
  const ask = await graphql.signedIn(service, web, helper.username, 'openid self admin');
  const [inside, outside, strong] = [await newPerson(), await newPerson(), await newPerson('OPERATOR')];
  for (const { id } of [inside, strong])
    await mutate(machine, 'updateUser', { userId: id, path: 'emea/sales' }, '__typename');
  const attempt = (userId: string) => refusal(ask, 'impersonateUser', { userId, reason: 'x', dryRun: true });
  expect(await attempt(inside.id)).toBeNull();
  expect(await attempt(outside.id)).toBe('NOT_FOUND');
  expect(await attempt(strong.id)).toBe('FORBIDDEN');
  expect(await attempt(boss.id)).toBe('NOT_FOUND');
});

/** What would outlast the impersonation, or is the user's alone to give. */
const LASTING: [mutation: string, input: (person: graphql.Person) => Record<string, unknown>][] = [
  ['setUserPassword', ({ id }) => ({ userId: id, password: graphql.PASSWORD })],
  ['updateUser', ({ id }) => ({ userId: id, email: 'mine@example.com' })],
  ['createUser', () => ({ username: 'accomplice' })],
  ['assignRole', ({ id }) => ({ userId: id, role: 'ADMIN' })],
  ['inviteUser', () => ({})],
  ['enrollTotp', () => ({})],
  ['enrollPasskey', () => ({})],
  ['createRecoveryCodes', () => ({})],
  ['createApplication', () => ({ name: 'mine', kind: 'MACHINE' })],
  ['rotateClientSecret', () => ({ applicationId: trusted.applicationId })],
  ['updateSettings', () => ({ impersonationEnabled: true })],
  ['createGroup', () => ({ name: 'mine' })],
  ['impersonateUser', ({ id }) => ({ userId: id, reason: 'x' })],
  ['disableUser', ({ id }) => ({ userId: id })],
  ['deleteUser', ({ id }) => ({ userId: id })],
];
test('in the place of an administrator nothing can be done that would outlast it, and each attempt is an event of both', async () => {
  const colleague = await newPerson('ADMIN');
  const other = await newPerson();
  const { ask, sessionId } = await acting(colleague, 'openid self admin');
  const before = await graphql.rowCounts(service.databaseUrl);
  for (const [mutation, input] of LASTING)
    expect([mutation, await refusal(ask, mutation, input(other))]).toEqual([mutation, 'FORBIDDEN']);
  const after = await graphql.rowCounts(service.databaseUrl);
  expect(after).toEqual({ ...before, events: before['events']! + LASTING.length });
  const { user } = await graphql.ok(
    ask('query ($id: ID!) { user(by: { id: $id }) { viewerCanUpdate { code } viewerCanDisable { code } } }', {
      id: other.id,
    }),
  );
  expect(user).toEqual({ viewerCanUpdate: { code: 'FORBIDDEN' }, viewerCanDisable: { code: 'FORBIDDEN' } });
  const { events } = await graphql.ok(
    machine(
      'query ($by: ID!) { events(filter: { impersonatorId: $by, type: [ACCESS_DENIED] }) { nodes { actor { ... on User { id } } } } }',
      { by: boss.id },
    ),
  );
  expect(events.nodes).toEqual(LASTING.map(() => ({ actor: { id: colleague.id } })));
  expect(await refusal(ask, 'revokeSession', { sessionId })).toBeNull();
});

test('nobody consents in the place of another; the page says who can', async () => {
  const person = await newPerson();
  const { jar } = await impersonate(admin, person.id);
  const pages: string[] = [];
  const attempt = authorize({
    ...web,
    redirectUri: graphql.REDIRECT_URI,
    jar,
    scope: 'openid self',
    onPage: (page) => pages.push(page.html),
  });
  // It answers `allow`, though the page has no such button, and sees the page again and again.
  await expect(attempt).rejects.toThrow('too many pages without a redirect to the client');
  expect(pages[0]).toContain(`Only ${person.username} can allow this`);
  expect(pages[0]).not.toContain('value="allow"');
  const { consents } = await graphql.ok(
    machine('query ($id: ID!) { consents(filter: { userId: $id }) { totalCount } }', { id: person.id }),
  );
  expect(consents.totalCount).toBe(0);
});

test('ending it twice is one end; what was issued is dead, and the user’s own sessions live', async () => {
  const person = await newPerson();
  const own = await graphql.tokensOf(web, person.username, 'openid self');
  const { sessionId, tokens } = await acting(person);
  const first = await mutate(
    admin,
    'endImpersonation',
    { sessionId },
    'session { status endReason } revocation { id replayed counts { sessions accessTokens } }',
  );
  expect(first).toMatchObject({
    session: { status: 'ENDED', endReason: 'IMPERSONATION_ENDED' },
    revocation: { replayed: false, counts: { sessions: 1, accessTokens: 1 } },
  });
  const again = await mutate(admin, 'endImpersonation', { sessionId }, 'revocation { id replayed }');
  expect(again.revocation).toEqual({ id: first.revocation.id, replayed: true });
  expect([await works(tokens.access_token), await works(own.access_token)]).toEqual([false, true]);
  expect(
    (await eventsOf(sessionId)).filter(({ type }: { type: string }) => type === 'IMPERSONATION_ENDED'),
  ).toHaveLength(1);
});

test('its user, whoever began it and whoever may end sessions end it; for anybody else there is none', async () => {
  const person = await newPerson();
  const stranger = await newPerson();
  const asking = ({ username }: graphql.Person) => graphql.signedIn(service, web, username, 'openid self');
  const { sessionId } = await begin(admin, person.id);
  const self = await asking(person);
  expect(await refusal(await asking(stranger), 'endImpersonation', { sessionId })).toBe('NOT_FOUND');
  expect(await refusal(self, 'endImpersonation', {})).toBe('NOT_FOUND');
  const own = await graphql.ok(self('{ viewer { session { id viewerCanEndImpersonation { code } } } }'));
  expect(await refusal(self, 'endImpersonation', { sessionId: own.viewer.session.id })).toBe('INVALID_STATE');
  expect(own.viewer.session.viewerCanEndImpersonation.code).toBe('INVALID_STATE');
  const listed = await graphql.ok(
    self('{ sessions(filter: { impersonated: true }) { nodes { id impersonated impersonator { id } } } }'),
  );
  expect(listed.sessions.nodes).toEqual([{ id: sessionId, impersonated: true, impersonator: null }]);
  expect(await refusal(self, 'endImpersonation', { sessionId })).toBeNull();
});

const ENDS: [string, (person: graphql.Person, deputy: graphql.Person, ask: graphql.Ask) => Promise<unknown>][] = [
  [
    'disabling the impersonator',
    (_p, { id }) => mutate(machine, 'disableUser', { userId: id }, 'revocation { counts { sessions } }'),
  ],
  [
    'signing the impersonator out everywhere',
    (_p, { id }) => mutate(machine, 'revokeAllSessions', { userId: id }, 'revocation { counts { sessions } }'),
  ],
  ['disabling the user', ({ id }) => mutate(machine, 'disableUser', { userId: id }, '__typename')],
  [
    'deleting the impersonator',
    async (_p, { id }) => {
      await mutate(machine, 'updateSettings', { usersDeleteRequireDisabled: false }, '__typename');
      return mutate(machine, 'deleteUser', { userId: id }, '__typename');
    },
  ],
];
test.each(ENDS)('%s ends it at once: browser, tokens and list, by one receipt', async (_what, end) => {
  const [person, deputy] = [await newPerson(), await newPerson('ADMIN')];
  const ask = await graphql.signedIn(service, web, deputy.username, 'openid self admin');
  const { sessionId, jar } = await impersonate(ask, person.id);
  const tokens = await tokensIn(jar, trusted, 'openid self offline_access');
  expect(await works(tokens.access_token)).toBe(true);
  await end(person, deputy, ask);
  expect(await works(tokens.access_token)).toBe(false);
  await expect(authorize({ ...trusted, redirectUri: graphql.REDIRECT_URI, jar })).rejects.toThrow(OidcError);
  const { session, revocations } = await graphql.ok(
    machine(
      'query ($id: ID!) { session(id: $id) { status endReason revocation { id } } revocations(first: 1) { nodes { id items { nodes { itemId } } } } }',
      { id: sessionId },
    ),
  );
  const [receipt] = revocations.nodes;
  expect(session).toMatchObject({ status: 'ENDED', revocation: { id: receipt.id } });
  expect(receipt.items.nodes.map(({ itemId }: { itemId: string }) => itemId)).toContain(sessionId);
});

test('without the cascade the predicate alone ends it: an impersonator who may not sign in acts for nobody', async () => {
  const [person, deputy] = [await newPerson(), await newPerson('ADMIN')];
  const ask = await graphql.signedIn(service, web, deputy.username, 'openid self admin');
  const { jar } = await impersonate(ask, person.id);
  const tokens = await tokensIn(jar, trusted);
  await graphql.sql(service.databaseUrl, 'update users set disabled_at = now() where username = $1', [deputy.username]);
  expect(await works(tokens.access_token)).toBe(false);
  const { explainToken } = await graphql.ok(
    machine(
      'mutation ($token: String!) { explainToken(input: { token: $token }) { explanation { broken { kind reason } } errors { code } } }',
      { token: tokens.access_token },
    ),
  );
  expect(explainToken.explanation.broken).toEqual([{ kind: 'IMPERSONATOR', reason: 'IMPERSONATION_ENDED' }]);
});

test('the browser ends it on the page, and what it held before is over', async () => {
  const person = await newPerson();
  const { jar, sessionId: own } = await (async () => {
    const signedIn = await signIn({
      ...web,
      redirectUri: graphql.REDIRECT_URI,
      username: boss.username,
      password: graphql.PASSWORD,
      scope: 'openid self',
    });
    const { viewer } = await graphql.ok(
      graphql.as(service, signedIn.tokens.access_token)('{ viewer { session { id } } }'),
    );
    return { jar: signedIn.jar, sessionId: viewer.session.id as string };
  })();
  const { url, sessionId } = await begin(admin, person.id);
  const page = await take(url, jar);
  const form = formWith(page, 'decision')!;
  expect((await pageAt(form.action, jar, { csrf: 'forged', decision: 'end' })).status).toBe(403);
  expect((await pageAt(form.action, jar, { ...form.fields, decision: 'end' })).html).toContain(
    'no longer impersonating',
  );
  expect((await pageAt(form.action, jar)).status).toBe(404);
  const state = async (id: string) =>
    (await graphql.ok(machine('query ($id: ID!) { session(id: $id) { endReason } }', { id }))).session.endReason;
  expect([await state(own), await state(sessionId)]).toEqual(['REPLACED', 'IMPERSONATION_ENDED']);
});

test('the user’s own password in that browser begins a session of their own, and leaves nothing of the other', async () => {
  const person = await newPerson();
  const { jar, sessionId } = await impersonate(admin, person.id);
  const { tokens } = await signIn({
    ...web,
    redirectUri: graphql.REDIRECT_URI,
    jar,
    username: person.username,
    password: graphql.PASSWORD,
    scope: 'openid self',
    parameters: { prompt: 'login' },
  });
  const { viewer } = await graphql.ok(
    graphql.as(service, tokens.access_token)('{ viewer { impersonator { id } session { id impersonated } } }'),
  );
  expect(viewer).toMatchObject({ impersonator: null, session: { impersonated: false } });
  expect(viewer.session.id).not.toBe(sessionId);
});

test('of two browsers that open the link at once one gets the session, and a link is over with its session', async () => {
  const person = await newPerson();
  const { url, sessionId } = await begin(admin, person.id);
  const link = url.searchParams.get('link')!;
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => browse(new URL(url.pathname, url), new CookieJar(), { form: { link } })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([303, ...Array.from({ length: 7 }, () => 410)]);
  await mutate(admin, 'endImpersonation', { sessionId }, '__typename');
  const next = await begin(admin, person.id);
  await mutate(admin, 'endImpersonation', { sessionId: next.sessionId }, '__typename');
  expect((await pageAt(next.url, new CookieJar())).status).toBe(410);
});

test('a repeated key does not show the link again, and a dry run begins nothing', async () => {
  const person = await newPerson();
  const input = { userId: person.id, reason: 'x', idempotencyKey: 'once' };
  const first = await mutate(admin, 'impersonateUser', input, 'session { id } signInUrl');
  const again = await mutate(admin, 'impersonateUser', input, 'session { id } signInUrl');
  expect(first.signInUrl).toContain('/signin/impersonation?link=cst_impersonation_');
  expect(again).toMatchObject({ session: first.session, signInUrl: null });
  const dry = await mutate(admin, 'impersonateUser', { userId: person.id, reason: 'x', dryRun: true }, 'signInUrl');
  expect(dry.signInUrl).toBeNull();
  const { sessions } = await graphql.ok(
    machine('query ($id: ID!) { sessions(filter: { userId: $id }) { totalCount } }', { id: person.id }),
  );
  expect(sessions.totalCount).toBe(1);
});
