/** The claims that applications get about their users, in real sign-ins: by scope, by application, and by consent. */
import * as client from 'openid-client';
import { authorize, signIn, type AuthorizeOptions, refresh, userinfo } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { type Input, mutate, refusal, refusalsOf } from '../../support/mutate';
import { startWithAdmin, type WithAdmin } from '../../support/start';

let { service, admin, stop } = {} as WithAdmin;
let person: graphql.Account;

const SCOPES = ['openid', 'profile', 'email', 'groups', 'roles', 'offline_access'];
const DEPARTMENT = { name: 'dept', source: 'ATTRIBUTE', attribute: 'department' };
const ATTRIBUTES = { department: 'Sales', 'cost centre': [4711, 4712], office: null, salary: 9 };

const group = async (name: string, more: Input = {}): Promise<string> =>
  (await graphql.ok(mutate(admin, 'createGroup', { name, ...more }, 'group { id }'))).createGroup.group.id;

beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
  person = await graphql.createPerson(admin, 'ada', 'HELPDESK');
  const userId = person.id;
  await graphql.ok(mutate(admin, 'updateUser', { userId, attributes: ATTRIBUTES, path: 'emea/sales' }));
  const parentId = await group('Everyone in Europe');
  const groupId = await group('Sellers', { parentId });
  await graphql.ok(mutate(admin, 'addGroupMember', { groupId, userId }));
  await group('By rule', { rule: { attributes: [{ name: 'department', anyOf: ['Sales'] }] } });
  await group('Not a member');
  await graphql.createRole(admin, 'AUDITORS', ['EVENTS_READ']);
  await graphql.assign(admin, { groupId: parentId, role: 'AUDITORS' });
  await graphql.createRole(admin, 'On a folder', ['USERS_READ']);
  await graphql.assign(admin, { userId, role: 'On a folder', on: { path: 'emea' } });
});
afterAll(() => stop?.());

const application = (input: Input = {}) =>
  graphql.createApplication(service, admin, {
    ...{ name: graphql.newName('Claims '), kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], scopes: SCOPES },
    ...input,
  });

const options = (app: graphql.Registered, more: Partial<AuthorizeOptions> = {}): AuthorizeOptions => ({
  ...{ ...app, redirectUri: graphql.REDIRECT_URI, username: person.username, password: graphql.PASSWORD },
  ...{ scope: SCOPES.join(' '), parameters: { prompt: 'consent' } },
  ...more,
});

const read = (idToken: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(idToken!.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;

/** The claims of a sign-in in the ID token and at the userinfo endpoint. */
const claimsOf = async (app: graphql.Registered, more: Partial<AuthorizeOptions> = {}) => {
  const { tokens } = await signIn(options(app, more));
  return { idToken: read(tokens.id_token), info: await userinfo(app.issuer, tokens.access_token), tokens };
};

it('gives groups and roles in force now to an application with their scopes, at userinfo only', async () => {
  const app = await application();
  const pages: string[] = [];
  const { idToken, info } = await claimsOf(app, { onPage: ({ html }) => pages.push(html) });
  expect(pages.at(-1)).toContain('See the names of the groups you belong to');
  expect(pages.at(-1)).toContain('See the names of your roles');
  expect(info).toMatchObject({
    groups: ['By rule', 'Everyone in Europe', 'Sellers'],
    roles: ['AUDITORS', 'HELPDESK'],
  });
  expect(idToken).not.toHaveProperty('groups');
  expect(idToken).not.toHaveProperty('roles');
});

it('gives nothing without the scope', async () => {
  const app = await application({ claims: [{ ...DEPARTMENT, idToken: true }] });
  const { idToken, info } = await claimsOf(app, { scope: 'openid' });
  expect(Object.keys(info)).toEqual(['sub']);
  expect(idToken).not.toHaveProperty('dept');

  const without = await application({ scopes: [] });
  const refused = authorize(options(without, { scope: 'openid groups' }));
  await expect(refused).rejects.toMatchObject({ error: 'invalid_scope' });
});

it('gives each application its own attributes, in the ID token where that is wanted', async () => {
  const claims = [
    DEPARTMENT,
    { name: 'https://example.com/cost', source: 'ATTRIBUTE', attribute: 'cost centre', scope: 'email', idToken: true },
    { name: 'office', source: 'ATTRIBUTE', attribute: 'office', idToken: true },
    { name: 'missing', source: 'ATTRIBUTE', attribute: 'toString', idToken: true },
    { name: 'groups', source: 'GROUPS', idToken: true },
    { name: 'email', source: 'EMAIL', idToken: true },
    { name: 'login', source: 'USERNAME' },
  ];
  const app = await application({ claims });
  const pages: string[] = [];
  const { idToken, info } = await claimsOf(app, { onPage: ({ html }) => pages.push(html) });
  for (const name of ['department', 'cost centre']) expect(pages.at(-1)).toContain(`See your “${name}”`);
  const both = {
    'https://example.com/cost': [4711, 4712],
    groups: ['By rule', 'Everyone in Europe', 'Sellers'],
    email: person.email,
  };
  expect(info).toMatchObject({ ...both, dept: 'Sales', login: person.username });
  expect(idToken).toMatchObject(both);
  for (const name of ['dept', 'login', 'office', 'missing', 'roles', 'preferred_username'])
    expect(idToken).not.toHaveProperty(name);
  for (const name of ['office', 'missing', 'salary', 'department']) expect(info).not.toHaveProperty(name);

  const { info: ofAnother } = await claimsOf(await application());
  expect(ofAnother).not.toHaveProperty('dept');
});

it('works with openid-client', async () => {
  const app = await application({ claims: [{ ...DEPARTMENT, idToken: true }] });
  const server = await client.discovery(new URL(app.issuer), app.clientId, app.clientSecret, undefined, {
    execute: [client.allowInsecureRequests],
  });
  expect(server.serverMetadata().scopes_supported).toEqual(expect.arrayContaining(['groups', 'roles']));
  expect(server.serverMetadata().claims_supported).toEqual(expect.arrayContaining(['groups', 'roles']));
  const [verifier, nonce] = [client.randomPKCECodeVerifier(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(server, {
    ...{ redirect_uri: graphql.REDIRECT_URI, scope: 'openid profile groups', nonce },
    ...{ code_challenge: await client.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
  });
  const { returned } = await authorize(options(app, { parameters: Object.fromEntries(url.searchParams) }));
  const tokens = await client.authorizationCodeGrant(server, returned, {
    pkceCodeVerifier: verifier,
    expectedState: returned.searchParams.get('state')!,
    expectedNonce: nonce,
  });
  expect(tokens.claims()).toMatchObject({ dept: 'Sales' });
  const info = await client.fetchUserInfo(server, tokens.access_token, tokens.claims()!.sub);
  expect(info).toMatchObject({ dept: 'Sales', groups: ['By rule', 'Everyone in Europe', 'Sellers'] });
});

it('reads each value again: changes are seen at once, and claims that are taken away are gone', async () => {
  const app = await application({ claims: [DEPARTMENT] });
  const { tokens } = await claimsOf(app);
  const info = () => userinfo(app.issuer, tokens.access_token);
  const { applicationId } = app;
  const userId = person.id;
  await graphql.ok(mutate(admin, 'updateUser', { userId, attributes: { ...ATTRIBUTES, department: 'Legal' } }));
  expect(await info()).toMatchObject({ dept: 'Legal', groups: ['Everyone in Europe', 'Sellers'] });
  await graphql.ok(mutate(admin, 'updateUser', { userId, attributes: ATTRIBUTES }));
  expect(await info()).toMatchObject({ dept: 'Sales', groups: ['By rule', 'Everyone in Europe', 'Sellers'] });

  await graphql.ok(mutate(admin, 'updateApplication', { applicationId, claims: [] }));
  expect(await info()).not.toHaveProperty('dept');
  await graphql.ok(mutate(admin, 'updateApplication', { applicationId, scopes: ['openid', 'profile'] }));
  expect(await info()).not.toHaveProperty('groups');
});

it('asks for consent to an attribute that was added, and gives it only then', async () => {
  const app = await application();
  const { tokens, idToken } = await claimsOf(app);
  const salary = { name: 'salary', source: 'ATTRIBUTE', attribute: 'salary', idToken: true };
  await graphql.ok(mutate(admin, 'updateApplication', { applicationId: app.applicationId, claims: [salary] }));
  expect(await userinfo(app.issuer, tokens.access_token)).not.toHaveProperty('salary');
  const renewed = await refresh(app, tokens.refresh_token!);
  expect(read(renewed.id_token)).not.toHaveProperty('salary');
  expect(idToken.sub).toBe(read(renewed.id_token).sub);

  const pages: string[] = [];
  const again = await claimsOf(app, { parameters: {}, onPage: ({ html }) => pages.push(html) });
  expect(pages.at(-1)).toContain('See your “salary”');
  expect(again.idToken).toMatchObject({ salary: 9 });
  expect(again.info).toMatchObject({ salary: 9 });

  const { user } = await graphql.ok(
    admin(
      'query ($id: ID!) { user(by: { id: $id }) { consents(first: 50) { nodes { id scopes application { id } } } } }',
      {
        id: person.id,
      },
    ),
  );
  const consent = user.consents.nodes.find((node: Input) => (node.application as Input).id === app.applicationId);
  expect(consent.scopes).toContain('attribute:salary');
  await graphql.ok(mutate(admin, 'revokeConsent', { consentId: consent.id }));
  await expect(userinfo(app.issuer, again.tokens.access_token)).rejects.toMatchObject({ error: 'invalid_token' });
});

it.each([
  ['sub', { name: 'sub', source: 'USERNAME' }, 'the claim `sub` is reserved'],
  ['acr', { name: 'acr', source: 'ATTRIBUTE', attribute: 'acr' }, 'the claim `acr` is reserved'],
  ['email from an attribute', { name: 'email', source: 'ATTRIBUTE', attribute: 'x' }, 'only have the source EMAIL'],
  ['a space', { name: 'cost centre', source: 'NAME' }, 'without spaces'],
  ['an attribute without its name', { name: 'x', source: 'ATTRIBUTE' }, '`attribute` names the attribute'],
  ['an attribute of another source', { name: 'x', source: 'NAME', attribute: 'y' }, '`attribute` names the attribute'],
  ['another scope', { name: 'x', source: 'GROUPS', scope: 'profile' }, '`scope` must be groups'],
  ['a permission as scope', { ...DEPARTMENT, scope: 'users:read' }, '`scope` must be profile, email, groups, roles'],
])('refuses a claim with %s', async (_, claim, message) => {
  const input = { name: 'Refused', kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], claims: [claim] };
  const [refused] = refusalsOf(await mutate(admin, 'createApplication', input));
  expect(refused).toMatchObject({ code: 'INVALID_INPUT' });
  expect(refused!.message).toContain(message);
});

it('refuses a repeated name, and an application that signs nobody in', async () => {
  const base = { name: 'Refused', redirectUris: [graphql.REDIRECT_URI] };
  const twice = await mutate(admin, 'createApplication', { ...base, kind: 'WEB', claims: [DEPARTMENT, DEPARTMENT] });
  expect(refusalsOf(twice)[0]!.message).toContain('another entry has the same name');
  const machine = { name: 'Refused', kind: 'MACHINE', scopes: ['users:read'], claims: [DEPARTMENT] };
  expect(refusalsOf(await mutate(admin, 'createApplication', machine))[0]!.message).toContain('does not sign users in');
});

it('only lets callers set claims who may read all that the claims say', async () => {
  const weak = await graphql.asMachine(service, admin, 'applications:manage', 'groups:read');
  const input = (more: Input) => ({ name: 'Mine', kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], ...more });
  const codeFor = (more: Input) => refusal(weak, 'createApplication', input({ scopes: ['openid'], ...more }));
  expect(await codeFor({})).toBeNull();
  expect(await codeFor({ scopes: ['openid', 'groups'] })).toBeNull();
  expect(await codeFor({ scopes: ['openid', 'roles'] })).toBe('FORBIDDEN');
  expect(await codeFor({ claims: [DEPARTMENT] })).toBe('FORBIDDEN');
  const { applicationId } = await application({ scopes: ['openid'] });
  const update = { applicationId, claims: [DEPARTMENT] };
  expect(await refusal(weak, 'updateApplication', update)).toBe('FORBIDDEN');
});
