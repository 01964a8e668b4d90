/** Further ways to gain or keep authority, each tried as it once worked. */
import { clientCredentials, OidcError, signIn } from '../../../src/tools/oidc-flow';
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { allowImpersonation, begin, impersonate, take, tokensIn } from '../../support/impersonation';
import { refusal } from '../../support/mutate';
import { mutate } from '../../support/pair';
import { signInOnPhone } from '../../support/phone';
import { startWithWeb, type WithWeb } from '../../support/start';
import { codeAt, enrolledTotp, halfAMinuteLater } from '../../support/totp';

let { service, admin, web, stop } = {} as WithWeb;
beforeAll(async () => void ({ service, admin, web, stop } = await startWithWeb()), 60_000);
afterAll(() => stop?.());

let made = 0;
const next = (name: string) => `${name}${(made += 1)}`;
const ALL = 'openid offline_access self account admin';
const person = (...roles: string[]) => graphql.createPerson(admin, next('person'), ...roles);
const application = (input: object = {}) =>
  graphql.createApplication(service, admin, {
    ...{ name: next('Application '), kind: 'WEB', redirectUris: [graphql.REDIRECT_URI] },
    ...input,
  });
const machine = (...scopes: string[]) => graphql.asMachine(service, admin, ...scopes);
const as = ({ username }: graphql.Person, scope = ALL, client = web) =>
  graphql.signedIn(service, client, username, scope);
const role = (...permissions: string[]) => {
  const name = next('Role ');
  return graphql.createRole(admin, name, permissions).then(() => name);
};
const oidcError = (trying: Promise<unknown>): Promise<string> =>
  trying.then(
    () => 'none',
    (error: unknown) => (error instanceof OidcError ? error.error : String(error)),
  );
const permissionsOf = async (by: graphql.Ask): Promise<string[]> =>
  (await graphql.ok(by('{ viewer { permissions } }'))).viewer.permissions;

test('with a permission alone nobody changes the address or the name that they sign in with themselves', async () => {
  const client = await application({ scopes: ['openid', 'users:update'] });
  const root = await person('ADMIN');
  const by = await as(root, 'openid users:update', client);
  for (const change of [{ email: 'evil@example.com' }, { username: next('evil') }, { emailVerified: true }])
    expect([change, await refusal(by, 'updateUser', { userId: root.id, ...change })]).toEqual([change, 'FORBIDDEN']);
  expect(await refusal(await as(root), 'updateUser', { userId: root.id, email: 'mine@example.com' })).toBeNull();
});

test('whoever impersonates a user does no more than they could themselves, and nothing once they may not impersonate', async () => {
  await allowImpersonation(admin);
  const helper = await person();
  const roleName = await role('USERS_IMPERSONATE', 'USERS_READ');
  await graphql.assign(admin, { userId: helper.id, role: roleName });
  const user = await person();
  await as(user);
  const { jar } = await impersonate(await as(helper), user.id);
  const by = graphql.as(service, (await tokensIn(jar, web, ALL)).access_token);
  await graphql.assign(admin, { userId: user.id, role: 'ADMIN' });
  expect(await permissionsOf(by)).toEqual(expect.arrayContaining(['USERS_READ']));
  expect(await permissionsOf(by)).toHaveLength(2);
  await mutate(admin, 'unassignRole', { userId: helper.id, role: roleName }, '__typename');
  const { viewer } = await graphql.ok(by('{ viewer { scopes permissions } }'));
  expect(viewer).toEqual({ scopes: [], permissions: [] });
});

test('a link of an impersonation that is no longer allowed opens nothing', async () => {
  await allowImpersonation(admin);
  const helper = await person('ADMIN');
  const { url } = await begin(await as(helper), (await person()).id);
  await mutate(admin, 'updateSettings', { impersonationEnabled: null }, '__typename');
  expect((await take(url)).status).not.toBe(200);
});

test('an installation by itself gets no scopes of a resource server either', async () => {
  const identifier = `https://${next('pay')}.example.com`;
  await graphql.createApplication(service, admin, {
    ...{ name: next('Pay '), kind: 'RESOURCE_SERVER', identifier, scopes: ['pay:all'] },
  });
  const mobile = await application({ kind: 'MOBILE', resourceScopes: [{ resource: identifier, scopes: ['pay:all'] }] });
  const phone = await graphql.install(mobile, 'Phone');
  expect(await oidcError(clientCredentials(phone, { scope: 'pay:all', resource: identifier }))).toBe('invalid_scope');
});

test('a later sign-in in the same browser does not lift the tokens from before', async () => {
  const root = await person('ADMIN');
  const options = { ...web, redirectUri: graphql.REDIRECT_URI, username: root.username, password: graphql.PASSWORD };
  const { tokens, jar } = await signIn({ ...options, scope: ALL });
  const { secret } = await enrolledTotp(graphql.as(service, tokens.access_token));
  await halfAMinuteLater(service.databaseUrl);
  const other = await application();
  await signIn({
    ...{ ...options, ...other, jar, scope: 'openid self', code: () => codeAt(secret) },
    parameters: { acr_values: 'urn:castellan:2fa' },
  });
  const input = { name: next('role'), permissions: [] };
  expect(await refusal(graphql.as(service, tokens.access_token), 'createRole', input)).toBe(
    'INSUFFICIENT_AUTHENTICATION',
  );
});

test('nobody shuts themselves out by asking everybody for two factors, and the first one can always be added', async () => {
  const root = await as(await person('ADMIN'));
  expect(await refusal(root, 'updateSettings', { stepUpSecondFactor: true })).toBe('INSUFFICIENT_AUTHENTICATION');
  await mutate(admin, 'updateSettings', { stepUpSecondFactor: true }, '__typename');
  await enrolledTotp(await as(await person(), 'openid self account'));
  await mutate(admin, 'updateSettings', { stepUpSecondFactor: null }, '__typename');
});

test('whoever shares a device with somebody who holds more leaves it as before', async () => {
  const mobile = await application({
    ...{ kind: 'MOBILE', firstParty: true, scopes: ['openid', 'offline_access', 'self', 'account'] },
  });
  const [boss, user] = [await person('OPERATOR'), await person()];
  const phone = await signInOnPhone(service, mobile, boss);
  const { ask, deviceId } = await signInOnPhone(service, mobile, user, phone.client);
  expect(await refusal(ask, 'removeMyDevice', { deviceId })).toBeNull();
});

test('whoever impersonates somebody ends it with whatever token of theirs', async () => {
  await allowImpersonation(admin);
  const [helper, user] = [await person('ADMIN'), await person('HELPDESK')];
  const { sessionId } = await begin(await as(helper), user.id);
  expect(await refusal(await as(helper, 'openid self'), 'endImpersonation', { sessionId })).toBeNull();
});

test('managing applications reaches none that speak for people, resource servers or without asking', async () => {
  const by = await machine('applications:manage');
  const identifier = `https://${next('api')}.example.com`;
  const server = await graphql.createApplication(service, admin, {
    ...{ name: next('API '), kind: 'RESOURCE_SERVER', identifier, scopes: ['a'] },
  });
  const granted = await application({ scopes: ['openid'], resourceScopes: [{ resource: identifier, scopes: ['a'] }] });
  const [third, plain] = [await application(), await application({ scopes: ['openid', 'profile'] })];
  const uris = { redirectUris: ['https://evil.example.com/callback'] };
  for (const { applicationId } of [third, granted])
    expect(await refusal(by, 'updateApplication', { applicationId, ...uris })).toBe('FORBIDDEN');
  expect(await refusal(by, 'rotateClientSecret', { applicationId: server.applicationId })).toBe('FORBIDDEN');
  for (const change of [
    { consentMode: 'IMPLICIT' },
    { resourceScopes: [{ resource: identifier, scopes: ['a'] }] },
    { scopes: ['openid', 'self'] },
  ])
    expect(await refusal(by, 'updateApplication', { applicationId: plain.applicationId, ...change })).toBe('FORBIDDEN');
  expect(await refusal(by, 'updateApplication', { applicationId: plain.applicationId, ...uris })).toBeNull();
  const own = { name: next('API '), kind: 'RESOURCE_SERVER', identifier: `${service.url}/graphql`, scopes: ['a'] };
  expect(await refusal(admin, 'createApplication', own)).toBe('INVALID_INPUT');
});

test('nobody lifts what bars themselves', async () => {
  const root = await person('ADMIN');
  const by = await as(root);
  const userId = root.id;
  const inAMonth = new Date(Date.now() + 2_592_000_000).toISOString();
  await mutate(admin, 'updateUser', { userId, expiresAt: inAMonth }, '__typename');
  expect(await refusal(by, 'updateUser', { userId, expiresAt: null })).toBe('SELF_ACTION');
  await mutate(admin, 'scheduleOffboarding', { userId, action: 'DISABLE', dueAt: inAMonth }, '__typename');
  expect(await refusal(by, 'cancelOffboarding', { userId })).toBe('SELF_ACTION');
  await mutate(admin, 'lockPassword', { userId }, '__typename');
  expect(await refusal(by, 'unlockPassword', { userId })).toBe('SELF_ACTION');
});

test('the tokens of a machine are ended by those who may do what it may', async () => {
  const client = await graphql.createApplication(service, admin, {
    name: next('M'),
    kind: 'MACHINE',
    scopes: ['admin'],
  });
  const { access_token: token } = await clientCredentials(client, { scope: 'admin' });
  const { introspectToken } = await graphql.ok(
    admin('mutation ($t: String!) { introspectToken(input: {token: $t}) { token { id } errors { code } } }', {
      t: token,
    }),
  );
  const by = await machine('tokens:revoke');
  const tokenId = introspectToken.token.id;
  expect(await refusal(by, 'revokeToken', { tokenId })).toBe('FORBIDDEN');
  const { data } = await by(
    `mutation { revokeTokens(input: {tokenIds: ["${tokenId}"]}) { results { changed errors { code } } } }`,
  );
  expect(data.revokeTokens.results).toEqual([{ changed: false, errors: [{ code: 'FORBIDDEN' }] }]);
  expect(await refusal(graphql.as(service, token), 'revokeToken', { tokenId })).toBeNull();
});

test('an export of all people asks for a recent sign-in, as that of one person does', async () => {
  const root = await person('ADMIN');
  const { access_token: token } = await graphql.tokensOf(web, root.username, ALL);
  const status = async () =>
    (await fetch(`${service.url}/exports/users`, { headers: { authorization: `Bearer ${token}` } })).status;
  expect(await status()).toBe(200);
  await graphql.sql(
    service.databaseUrl,
    `update sessions set authenticated_at = now() - interval '2 hours' where user_id = $1`,
    [decodeId('User', root.id)],
  );
  expect(await status()).toBe(401);
});
