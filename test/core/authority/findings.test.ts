/** Ways to gain authority or credentials that one does not hold, each tried as it once worked. */
import { clientCredentials, OidcError, refresh, signIn } from '../../../src/tools/oidc-flow';
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { type Input, refusal } from '../../support/mutate';
import { mutate } from '../../support/pair';
import { startWithWeb, type WithWeb } from '../../support/start';
import { enrolledTotp, strongTokens } from '../../support/totp';

let { service, admin, web, stop } = {} as WithWeb;
let thirdParty: graphql.Registered;
beforeAll(async () => {
  ({ service, admin, web, stop } = await startWithWeb());
  thirdParty = await application({ scopes: ['openid', 'offline_access', 'self'] });
}, 60_000);
afterAll(() => stop?.());

let made = 0;
const next = (name: string) => `${name}${(made += 1)}`;
const application = (input: Input = {}) =>
  graphql.createApplication(service, admin, {
    ...{ name: next('Application '), kind: 'WEB', redirectUris: [graphql.REDIRECT_URI] },
    ...input,
  });
const machine = (...scopes: string[]) => graphql.asMachine(service, admin, ...scopes);
const person = (...roles: string[]) => graphql.createPerson(admin, next('person'), ...roles);
const ALL = 'openid offline_access self account admin';
const as = ({ username }: graphql.Person, scope = ALL, client = web) =>
  graphql.signedIn(service, client, username, scope);
const oidcError = (trying: Promise<unknown>): Promise<string> =>
  trying.then(
    () => 'none',
    (error: unknown) => (error instanceof OidcError ? error.error : String(error)),
  );
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const age = (who: graphql.Person, seconds: number) =>
  graphql.sql(
    service.databaseUrl,
    'update sessions set authenticated_at = now() - make_interval(secs => $2) where user_id = $1',
    [decodeId('User', who.id), seconds],
  );

describe('scopes', () => {
  test('an application of a third party adds no passkey, app or recovery codes to an account', async () => {
    const by = await as(await person(), 'openid self', thirdParty);
    for (const name of ['enrollPasskey', 'enrollTotp', 'createRecoveryCodes'])
      expect([name, await refusal(by, name, {})]).toEqual([name, 'FORBIDDEN']);
    expect(
      await refusal(by, 'changeMyPassword', { currentPassword: graphql.PASSWORD, newPassword: 'x'.repeat(20) }),
    ).toBe('FORBIDDEN');
    const { username } = await person();
    expect(await oidcError(graphql.tokensOf(thirdParty, username, 'openid self account'))).toBe('invalid_scope');
  });

  test('only who holds every permission marks an application as first-party, and only such a one has `account`', async () => {
    const scopes = ['openid', 'self', 'account'];
    const input = { name: next('App '), kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], scopes };
    expect(await refusal(admin, 'createApplication', input)).toBe('INVALID_INPUT');
    expect(
      await refusal(await machine('applications:manage'), 'createApplication', { ...input, firstParty: true }),
    ).toBe('FORBIDDEN');
    expect(await refusal(admin, 'createApplication', { ...input, firstParty: true })).toBeNull();
  });

  test('scopes that an application has lost are gone from its tokens, at once and at each refresh', async () => {
    const client = await application({ firstParty: true, scopes: ALL.split(' ') });
    const root = await person('ADMIN');
    const { tokens } = await signIn({
      ...{ ...client, redirectUri: graphql.REDIRECT_URI, username: root.username, password: graphql.PASSWORD },
      ...{ scope: ALL, parameters: { prompt: 'consent' } },
    });
    const viewer = async (token: string) =>
      (await graphql.ok(graphql.as(service, token)('{ viewer { scopes permissions } }'))).viewer;
    expect((await viewer(tokens.access_token)).permissions.length).toBeGreaterThan(30);
    await mutate(
      ...([admin, 'updateApplication'] as const),
      { applicationId: client.applicationId, firstParty: false, scopes: ['openid', 'offline_access', 'self'] },
      '__typename',
    );
    expect(await viewer(tokens.access_token)).toEqual({
      scopes: ['openid', 'offline_access', 'self'],
      permissions: [],
    });
    const renewed = await refresh(client, tokens.refresh_token!);
    expect(renewed.scope?.split(' ').sort()).toEqual(['offline_access', 'openid', 'self']);
    // What was narrowed stays so, whatever the application is given back.
    await mutate(
      ...([admin, 'updateApplication'] as const),
      { applicationId: client.applicationId, firstParty: true, scopes: ALL.split(' ') },
      '__typename',
    );
    expect((await refresh(client, renewed.refresh_token!)).scope).not.toContain('admin');
  });

  test('the token of a machine does no more than the machine may now', async () => {
    const client = await graphql.createApplication(service, admin, {
      name: next('M'),
      kind: 'MACHINE',
      scopes: ['admin'],
    });
    const by = graphql.as(service, (await clientCredentials(client, { scope: 'admin' })).access_token);
    expect(await refusal(by, 'createUser', { username: next('user') })).toBeNull();
    await mutate(
      admin,
      'updateApplication',
      { applicationId: client.applicationId, scopes: ['users:read'] },
      '__typename',
    );
    expect(await refusal(by, 'createUser', { username: next('user') })).toBe('FORBIDDEN');
  });

  test('a consent that was given for less covers no more', async () => {
    const client = await application({ scopes: ['openid', 'self', 'admin'] });
    const root = await person('ADMIN');
    const by = await as(root, 'openid self admin', client);
    expect((await graphql.ok(by('{ viewer { scopes } }'))).viewer.scopes).toContain('admin');
    await graphql.sql(service.databaseUrl, `update consents set scopes = '{openid,self}' where user_id = $1`, [
      decodeId('User', root.id),
    ]);
    expect((await graphql.ok(by('{ viewer { scopes } }'))).viewer.scopes).toEqual(['openid', 'self']);
  });

  test('scopes of a resource server are granted to each application, none by default', async () => {
    const identifier = `https://${next('api')}.example.com`;
    await graphql.createApplication(service, admin, {
      ...{ name: next('API '), kind: 'RESOURCE_SERVER', identifier, scopes: ['orders:read', 'orders:write'] },
    });
    const client = await graphql.createApplication(service, admin, { name: next('M'), kind: 'MACHINE' });
    const ask = (scope: string) => clientCredentials(client, { scope, resource: identifier });
    expect(await oidcError(ask('orders:read'))).toBe('invalid_target');
    const grant = (scopes: string[]) =>
      refusal(admin, 'updateApplication', {
        ...{ applicationId: client.applicationId, resourceScopes: [{ resource: identifier, scopes }] },
      });
    expect(await grant(['orders:steal'])).toBe('INVALID_INPUT');
    expect(await grant(['orders:read'])).toBeNull();
    expect((await ask('orders:read')).scope).toBe('orders:read');
    expect(await oidcError(ask('orders:read orders:write'))).toBe('invalid_scope');
    // One that lists scopes of the service itself can have them too.
    const listed = await application({
      ...{ scopes: ['openid', 'self'], resourceScopes: [{ resource: identifier, scopes: ['orders:write'] }] },
    });
    const { tokens } = await signIn({
      ...{
        ...listed,
        redirectUri: graphql.REDIRECT_URI,
        username: (await person()).username,
        password: graphql.PASSWORD,
      },
      ...{ scope: 'openid orders:write', resource: identifier },
    });
    expect(tokens.scope).toBe('orders:write');
  });

  test('the own credentials of an installation cover the installation and nothing of the service', async () => {
    const mobile = await application({ kind: 'MOBILE', firstParty: true, scopes: ALL.split(' ') });
    const phone = await graphql.install(mobile, 'Phone');
    for (const scope of ['admin', 'self', 'account', 'users:read'])
      expect([scope, await oidcError(clientCredentials(phone, { scope }))]).toEqual([scope, 'invalid_scope']);
    const by = graphql.as(service, (await clientCredentials(phone)).access_token);
    const { viewer } = await graphql.ok(by('{ viewer { kind scopes permissions } }'));
    expect(viewer).toEqual({ kind: 'SERVICE', scopes: [], permissions: [] });
    expect(graphql.codes(await by('{ users(first: 1) { nodes { id } } }'))).toEqual(['FORBIDDEN']);
  });
});

describe('assurance', () => {
  test('with one factor, a user of two adds and removes none, and is told what to sign in with', async () => {
    const careful = await person();
    const weak = await as(careful, 'openid self account');
    const totp = await enrolledTotp(weak);
    for (const [name, input] of [
      ['createRecoveryCodes', {}],
      ['enrollTotp', {}],
      ['removeAuthenticator', { authenticatorId: totp.id }],
    ] as const)
      expect([name, await refusal(weak, name, input)]).toEqual([name, 'INSUFFICIENT_AUTHENTICATION']);
    const { access_token: token } = await strongTokens(service, web, careful, totp.secret);
    const strong = graphql.as(service, token);
    expect(await refusal(strong, 'createRecoveryCodes', {})).toBeNull();
    await age(careful, 601);
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: 'mutation { createRecoveryCodes(input: {}) { errors { code } } }' }),
    });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer error="insufficient_user_authentication", acr_values="urn:castellan:2fa", max_age="600"',
    ]);
    expect(((await response.json()) as { errors: { extensions: object }[] }).errors[0]!.extensions).toEqual({
      ...{ code: 'INSUFFICIENT_AUTHENTICATION', error: 'insufficient_user_authentication' },
      ...{ acr_values: 'urn:castellan:2fa', max_age: 600 },
    });
  });

  test('the first second factor ends the other sessions that began with one factor, where the setting says so', async () => {
    const alive = async (by: graphql.Ask) => (await by('{ viewer { kind } }')).status === 200;
    const careful = await person();
    const [elsewhere, here] = [await as(careful, 'openid self'), await as(careful, 'openid self account')];
    await enrolledTotp(here);
    expect([await alive(elsewhere), await alive(here)]).toEqual([false, true]);
    const set = (value: boolean | null) =>
      mutate(admin, 'updateSettings', { factorsEndOneFactorSessions: value }, '__typename');
    await set(false);
    const other = await person();
    const [there, now] = [await as(other, 'openid self'), await as(other, 'openid self account')];
    await enrolledTotp(now);
    expect([await alive(there), await alive(now)]).toEqual([true, true]);
    await set(null);
  });

  test('an old sign-in creates no credentials, authority or accounts, and turns no check off', async () => {
    const [root, somebody, colleague] = [await person('ADMIN'), await person(), await person()];
    const by = await as(root);
    const stale = async (): Promise<Record<string, string | null>> => {
      const found: Record<string, string | null> = {};
      for (const [name, input] of [
        ['updateSettings', { stepUpMaximumAge: 0 }],
        ['createRecoveryLink', { userId: somebody.id }],
        ['assignRole', { userId: somebody.id, role: 'ADMIN' }],
        ['createApplication', { name: 'Back door', kind: 'MACHINE', scopes: ['admin'] }],
        ['createApiToken', { userId: root.id, name: 'Back door', scopes: ['admin'], expiresAt: inAnHour() }],
        ['scheduleOffboarding', { userId: colleague.id, action: 'DELETE', dueAt: inAnHour() }],
        ['exportUserData', { userId: somebody.id }],
        ['createUser', { username: 'backdoor', password: graphql.PASSWORD }],
      ] as const)
        found[name] = await refusal(by, name, input);
      return found;
    };
    await mutate(admin, 'updateSettings', { stepUpMaximumAge: 300 }, '__typename');
    await age(root, 7_200);
    expect(new Set(Object.values(await stale()))).toEqual(new Set(['INSUFFICIENT_AUTHENTICATION']));
    await mutate(admin, 'updateSettings', { stepUpMaximumAge: null }, '__typename');
    // The settings for endings no longer ask for anything.
    const { scheduleOffboarding, ...rest } = await stale();
    expect([scheduleOffboarding, new Set(Object.values(rest))]).toEqual([
      null,
      new Set(['INSUFFICIENT_AUTHENTICATION']),
    ]);
  });
});

describe('others', () => {
  test('whoever may create tokens makes none for another person', async () => {
    const by = await machine('tokens:create');
    const input = { name: 'Script', scopes: ['self'], expiresAt: inAnHour() };
    expect(await refusal(by, 'createApiToken', { ...input, userId: (await person()).id })).toBe('INVALID_STATE');
    const { user } = await mutate(admin, 'createServiceAccount', { username: next('bot') }, 'user { id }');
    expect(await refusal(by, 'createApiToken', { ...input, userId: user.id })).toBeNull();
  });

  test('nobody ends, weakens or changes a user who holds more, be it in their folder', async () => {
    const boss = await person('ADMIN');
    await mutate(admin, 'updateUser', { userId: boss.id, path: 'emea' }, '__typename');
    await mutate(
      ...([admin, 'createRole'] as const),
      {
        name: 'Folder',
        permissions: ['USERS_DISABLE', 'USERS_LOCK_DOWN', 'USERS_DELETE', 'SESSIONS_REVOKE', 'USERS_SET_PASSWORD'],
      },
      '__typename',
    );
    const delegate = await person();
    await graphql.assign(admin, { userId: delegate.id, role: 'Folder', on: { path: 'emea' } });
    const bossAsk = await as(boss);
    const { viewer } = await graphql.ok(bossAsk('{ viewer { session { id } } }'));
    const userId = boss.id;
    for (const by of [
      await as(delegate),
      await machine('users:disable', 'users:lockDown', 'users:delete', 'sessions:revoke', 'users:setPassword'),
    ])
      for (const [name, input] of [
        ['disableUser', { userId }],
        ['lockdownUser', { userId, reason: 'why not' }],
        ['setUserPassword', { userId, password: 'another wholly new one' }],
        ['lockPassword', { userId }],
        ['requirePasswordChange', { userId }],
        ['revokeAllSessions', { userId }],
        ['revokeSession', { sessionId: viewer.session.id }],
      ] as const)
        expect([name, await refusal(by, name, input)]).toEqual([name, 'FORBIDDEN']);
    const { disableUsers } = await graphql.ok(
      (await as(delegate))(
        `mutation { disableUsers(input: {userIds: ["${userId}"]}) { results { changed errors { code } } errors { code } } }`,
      ),
    );
    expect(disableUsers.results).toEqual([{ changed: false, errors: [{ code: 'FORBIDDEN' }] }]);
    expect((await bossAsk('{ viewer { kind } }')).status).toBe(200);
    const { user } = await graphql.ok(
      admin(`{ user(by: {id: "${userId}"}) { status passwordLockedAt passwordChangeRequiredAt } }`),
    );
    expect(user).toEqual({ status: 'ACTIVE', passwordLockedAt: null, passwordChangeRequiredAt: null });
    await mutate(admin, 'disableUser', { userId }, '__typename');
    for (const name of ['deleteUser', 'enableUser'])
      expect([name, await refusal(await as(delegate), name, { userId })]).toEqual([name, 'FORBIDDEN']);
  });

  test('roles are given to users who are ACTIVE', async () => {
    for (const state of [
      `onboarding = 'INVITED'`,
      `onboarding = 'PENDING_CONFIRMATION'`,
      `onboarding = 'PENDING_LOGIN'`,
      'disabled_at = now()',
    ]) {
      const { id: userId } = await person();
      await graphql.sql(service.databaseUrl, `update users set ${state} where id = $1`, [decodeId('User', userId)]);
      expect([state, await refusal(admin, 'assignRole', { userId, role: 'ADMIN' })]).toEqual([state, 'INVALID_STATE']);
    }
  });

  test('whoever manages applications takes over none that may do more', async () => {
    const by = await machine('applications:manage');
    const strong = await graphql.createApplication(service, admin, {
      name: next('M'),
      kind: 'MACHINE',
      scopes: ['admin'],
    });
    const [staff, plain] = [
      await application({ scopes: ['openid', 'admin'] }),
      await application({ scopes: ['openid'] }),
    ];
    const uris = { redirectUris: ['https://evil.example.com/callback'] };
    expect(await refusal(by, 'rotateClientSecret', { applicationId: strong.applicationId })).toBe('FORBIDDEN');
    for (const { applicationId } of [staff, web])
      expect(await refusal(by, 'updateApplication', { applicationId, ...uris })).toBe('FORBIDDEN');
    expect(await refusal(by, 'disableApplication', { applicationId: strong.applicationId })).toBe('FORBIDDEN');
    expect(await refusal(by, 'updateApplication', { applicationId: plain.applicationId, ...uris })).toBeNull();
    expect(await refusal(by, 'rotateClientSecret', { applicationId: plain.applicationId })).toBeNull();
  });

  test('by a permission nobody changes their own password or way in without the scope `account`', async () => {
    const root = await person('ADMIN');
    const by = await as(root, 'openid admin', await application({ scopes: ['openid', 'admin'] }));
    for (const [name, input] of [
      ['setUserPassword', { userId: root.id, password: 'another wholly new one' }],
      ['createRecoveryLink', { userId: root.id }],
      ['createApiToken', { userId: root.id, name: 'Mine', scopes: ['admin'], expiresAt: inAnHour() }],
    ] as const)
      expect([name, await refusal(by, name, input)]).toEqual([name, 'FORBIDDEN']);
  });
});
