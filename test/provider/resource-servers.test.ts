/** APIs that accept the tokens: scopes that are granted to applications and to roles, JWTs that they check themselves, and what receipts say of those. */
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { clientCredentials, discover, introspect, refresh, signIn } from '../../src/tools/oidc-flow';
import * as graphql from '../support/graphql';
import { startWithAdmin, type WithAdmin } from '../support/start';

let { service, admin, stop } = {} as WithAdmin;
beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
  await graphql.sqlOf(service)(
    `insert into settings (key, value, updated_at) values ('users.delete.requireDisabled', 'false', now())`,
  );
});
afterAll(() => stop?.());

let count = 0;
const SCOPES = ['orders:read', 'orders:write'];

/** A resource server, a web application and a machine that may ask for its scopes. */
const world = async (input: Record<string, unknown> = {}) => {
  const n = (count += 1);
  const identifier = `https://api${n}.example.com`;
  const server = await graphql.createApplication(service, admin, {
    ...{ name: `API ${n}`, kind: 'RESOURCE_SERVER', identifier, scopes: SCOPES },
    ...input,
  });
  const granted = { resourceScopes: [{ resource: identifier, scopes: SCOPES }] };
  const web = await graphql.createApplication(service, admin, {
    ...{ name: `Shop ${n}`, kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], ...granted },
    scopes: ['openid', 'offline_access', 'self'],
  });
  const machine = await graphql.createApplication(service, admin, { name: `Robot ${n}`, kind: 'MACHINE', ...granted });
  const person = await graphql.createPerson(admin, `person${n}`);
  const signInFor = (scope: string) => ({
    ...{ ...web, redirectUri: graphql.REDIRECT_URI, username: person.username, password: graphql.PASSWORD },
    ...{ scope, resource: identifier },
  });
  return { identifier, server, web, machine, person, signInFor };
};

const mutate = async (mutation: string, input: Record<string, unknown>, fields: string) => {
  const type = mutation[0]!.toUpperCase() + mutation.slice(1);
  const data = await graphql.ok(
    admin(`mutation ($input: ${type}Input!) { ${mutation}(input: $input) { ${fields} ${graphql.ERRORS} } }`, { input }),
  );
  return data[mutation];
};
const refusal = async (ask: graphql.Ask, mutation: string, input: Record<string, unknown>) => {
  const type = mutation[0]!.toUpperCase() + mutation.slice(1);
  const { data, errors } = await ask(
    `mutation ($input: ${type}Input!) { ${mutation}(input: $input) { ${graphql.ERRORS} } }`,
    { input },
  );
  return data?.[mutation]?.errors[0]?.code ?? errors[0]?.extensions.code;
};

describe('JWT access tokens', () => {
  it('are checked by the resource server alone, live for minutes, and are rows like every token', async () => {
    const { identifier, web, person, signInFor } = await world({ accessTokenFormat: 'JWT', accessTokenLifetime: 120 });
    const { tokens } = await signIn(signInFor('openid orders:read'));
    const { jwks_uri, issuer } = await discover(web.issuer);
    const { payload, protectedHeader } = await jwtVerify(tokens.access_token, createRemoteJWKSet(new URL(jwks_uri)), {
      ...{ issuer, audience: identifier, typ: 'at+jwt' },
    });
    expect(protectedHeader).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
    expect(payload).toMatchObject({ sub: person.id, client_id: web.clientId, scope: 'orders:read' });
    expect(payload.exp! - payload.iat!).toBe(120);
    const { token } = await graphql.ok(
      admin('query ($id: ID!) { token(id: $id) { format status resource application { name } } }', { id: payload.jti }),
    );
    expect(token).toMatchObject({ format: 'JWT', status: 'ACTIVE', resource: identifier });
    const explained = await mutate('explainToken', { token: tokens.access_token }, 'explanation { token { id } }');
    expect(explained.explanation.token.id).toBe(payload.jti);
    expect((await graphql.as(service, tokens.access_token)('{ viewer { kind } }')).status).toBe(401);
  });

  it('of a machine have the client as their subject', async () => {
    const { identifier, machine } = await world({ accessTokenFormat: 'JWT' });
    const { access_token, expires_in } = await clientCredentials(machine, {
      scope: 'orders:read',
      resource: identifier,
    });
    const { payload } = await jwtVerify(
      access_token,
      createRemoteJWKSet(new URL((await discover(machine.issuer)).jwks_uri)),
    );
    expect(payload).toMatchObject({ sub: machine.clientId, client_id: machine.clientId, aud: identifier });
    expect(expires_in).toBe(300);
  });

  it.each([
    ['disableUser', ({ person }: Awaited<ReturnType<typeof world>>) => ({ userId: person.id })],
    ['deleteUser', ({ person }: Awaited<ReturnType<typeof world>>) => ({ userId: person.id })],
    ['disableApplication', ({ web }: Awaited<ReturnType<typeof world>>) => ({ applicationId: web.applicationId })],
  ])('that %s cannot recall are on its receipt, with when they are over', async (mutation, inputOf) => {
    const made = await world({ accessTokenFormat: 'JWT', accessTokenLifetime: 60 });
    const { tokens } = await signIn(made.signInFor('openid offline_access orders:read'));
    const second = await refresh(made.web, tokens.refresh_token!, { resource: made.identifier });
    const fields = `revocation { dryRun residual { until more tokens { tokenId resource expiresAt application { name } } } }`;
    const preview = await mutate(mutation, { ...inputOf(made), dryRun: true }, fields);
    const { revocation: receipt } = await mutate(mutation, inputOf(made), fields);
    const jtis = [tokens, second].map(({ access_token }) => jtiOf(access_token));
    expect(receipt.residual.tokens.map(({ tokenId }: { tokenId: string }) => tokenId).sort()).toEqual(jtis.sort());
    expect(receipt.residual).toMatchObject({ more: false, until: receipt.residual.tokens.at(-1).expiresAt });
    expect(receipt.residual.tokens[0].resource).toBe(made.identifier);
    const left = (new Date(receipt.residual.until).getTime() - Date.now()) / 1000;
    expect(left).toBeGreaterThan(30);
    expect(left).toBeLessThanOrEqual(60);
    expect(preview.revocation.residual.tokens).toHaveLength(2);
    await expect(refresh(made.web, second.refresh_token!)).rejects.toMatchObject({
      error: expect.stringMatching(/^invalid_(grant|client)$/),
    });
  });

  const jtiOf = (jwt: string): string => JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString()).jti;
  it('say nothing where nothing lives on', async () => {
    const { person, signInFor } = await world();
    await signIn(signInFor('openid orders:read'));
    const { revocation } = await mutate('disableUser', { userId: person.id }, 'revocation { residual { until } }');
    expect(revocation.residual).toBeNull();
  });

  it.each([
    ['too long a life', { accessTokenFormat: 'JWT', accessTokenLifetime: 301 }, 'accessTokenLifetime'],
    ['too short a life', { accessTokenLifetime: 5 }, 'accessTokenLifetime'],
  ])('are refused with %s', async (_, input, field) => {
    const { data } = await admin(
      `mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { ${graphql.ERRORS} } }`,
      { input: { name: 'Bad', kind: 'RESOURCE_SERVER', identifier: 'https://bad.example.com', ...input } },
    );
    expect(data.createApplication.errors[0]).toMatchObject({ code: 'INVALID_INPUT', path: ['input', field] });
  });

  it('are for resource servers only', async () => {
    expect(await refusal(admin, 'createApplication', { name: 'Bad', kind: 'MACHINE', accessTokenFormat: 'JWT' })).toBe(
      'INVALID_INPUT',
    );
  });
});

describe('scopes that need roles', () => {
  const withRole = async () => {
    const made = await world({ scopesNeedRoles: true });
    const roleId = await graphql.createRole(admin, `Clerk ${count}`, []);
    const give = (scopes: string[]) =>
      mutate(
        'setResourceScopes',
        { roleId, resourceScopes: scopes.length > 0 ? [{ resource: made.identifier, scopes }] : [] },
        'role { resourceScopes { resource scopes } }',
      );
    return { ...made, roleId, role: `Clerk ${count}`, give };
  };

  it('come from a role, and go with it, at once and for tokens that were issued before', async () => {
    const { identifier, server, web, person, role, give, signInFor } = await withRole();
    const { role: changed } = await give(['orders:read']);
    expect(changed.resourceScopes).toEqual([{ resource: identifier, scopes: ['orders:read'] }]);
    expect((await signIn(signInFor('openid orders:read'))).tokens.scope ?? '').toBe('');

    await graphql.assign(admin, { userId: person.id, role });
    const { tokens } = await signIn(signInFor('openid offline_access orders:read orders:write'));
    expect(tokens.scope).toBe('orders:read');
    const asServer = () => introspect(server, tokens.access_token) as Promise<{ active: boolean; scope?: string }>;
    expect(await asServer()).toMatchObject({ active: true, scope: 'orders:read' });

    await give(['orders:write']);
    expect((await asServer()).scope ?? '').toBe('');
    const next = await refresh(web, tokens.refresh_token!, { resource: identifier });
    expect(next.scope ?? '').toBe('');
    await give(['orders:read', 'orders:write']);
    expect((await asServer()).scope).toBe('orders:read');
    await mutate('unassignRole', { userId: person.id, role }, 'user { id }');
    expect((await asServer()).scope ?? '').toBe('');
  });

  it('come from the roles of groups as well, and machines need none', async () => {
    const { identifier, machine, person, role, give, signInFor } = await withRole();
    await give(['orders:read']);
    const { group } = await mutate('createGroup', { name: `Clerks ${count}` }, 'group { id }');
    await graphql.assign(admin, { groupId: group.id, role });
    await mutate('addGroupMember', { groupId: group.id, userId: person.id }, 'group { id }');
    expect((await signIn(signInFor('openid orders:read orders:write'))).tokens.scope).toBe('orders:read');
    const robot = await clientCredentials(machine, { scope: 'orders:read orders:write', resource: identifier });
    expect(robot.scope).toBe('orders:read orders:write');
  });

  it('are given by nobody who does not hold them', async () => {
    const { roleId, role, person, give } = await withRole();
    await give(['orders:read']);
    const helper = await graphql.createPerson(admin, `helper${count}`);
    await graphql.createRole(admin, `Helpers ${count}`, [
      'ROLES_ASSIGN',
      'ROLES_MANAGE',
      'USERS_READ',
      'USERS_SET_PASSWORD',
    ]);
    await graphql.assign(admin, { userId: helper.id, role: `Helpers ${count}` });
    const web = await graphql.webApplication(service, admin, `Staff ${count}`);
    const ask = await graphql.signedIn(service, web, helper.username, 'openid self admin');
    const asked = { roleId, resourceScopes: [] };
    expect({
      change: await refusal(ask, 'setResourceScopes', asked),
      assign: await refusal(ask, 'assignRole', { userId: helper.id, role }),
      manage: await refusal(ask, 'updateRole', { roleId, description: 'mine' }),
    }).toEqual({ change: 'FORBIDDEN', assign: 'FORBIDDEN', manage: 'FORBIDDEN' });
    await graphql.assign(admin, { userId: person.id, role });
    expect(await refusal(ask, 'setUserPassword', { userId: person.id, password: 'another good passphrase 7' })).toBe(
      'FORBIDDEN',
    );
  });

  it.each([
    ['a scope that it does not have', (identifier: string) => [{ resource: identifier, scopes: ['orders:eat'] }]],
    ['an unknown resource server', () => [{ resource: 'https://nobody.example.com', scopes: ['a'] }]],
  ])('are refused for %s', async (_, scopesOf) => {
    const { identifier, roleId } = await withRole();
    expect(await refusal(admin, 'setResourceScopes', { roleId, resourceScopes: scopesOf(identifier) })).toBe(
      'INVALID_INPUT',
    );
  });
});
