import * as graphql from '../support/graphql';
import { mutate } from '../support/pair';
import { allowImpersonation } from '../support/impersonation';
import { startWithWeb, type WithWeb } from '../support/start';

let { service, admin, web, stop } = {} as WithWeb;
beforeAll(async () => {
  ({ service, admin, web, stop } = await startWithWeb());
  await allowImpersonation(admin);
});
afterAll(() => stop?.());
const refusal = async (ask: graphql.Ask, mutation: string, input: Record<string, unknown>) => {
  const type = mutation[0]!.toUpperCase() + mutation.slice(1);
  const { data, errors } = await ask(
    `mutation ($input: ${type}Input!) { ${mutation}(input: $input) { ${graphql.ERRORS} } }`,
    { input },
  );
  return data?.[mutation]?.errors[0]
    ? `${data[mutation].errors[0].code} ${data[mutation].errors[0].message}`
    : errors[0]
      ? `${errors[0].extensions.code} ${errors[0].message}`
      : 'done';
};
it('roles', async () => {
  const identifier = 'https://api.example.com';
  await graphql.createApplication(service, admin, {
    name: 'API',
    kind: 'RESOURCE_SERVER',
    identifier,
    scopes: ['read'],
    scopesNeedRoles: true,
  });
  const roleId = await graphql.createRole(admin, 'Clerk', []);
  await mutate(
    admin,
    'setResourceScopes',
    { roleId, resourceScopes: [{ resource: identifier, scopes: ['read'] }] },
    '__typename',
  );
  const all = (await graphql.ok(admin('{ __type(name: "Permission") { enumValues { name } } }'))).__type.enumValues.map(
    (v: { name: string }) => v.name,
  ) as string[];
  await graphql.createRole(
    admin,
    'Nearly',
    all.filter((name) => name !== 'EVENTS_READ'),
  );
  const helper = await graphql.createPerson(admin, 'helper', 'Nearly');
  const ask = await graphql.signedIn(service, web, 'helper', 'openid self admin account');
  const clerk = await graphql.createPerson(admin, 'clerk', 'Clerk');
  const other = await graphql.createPerson(admin, 'other');
  const { group } = await mutate(admin, 'createGroup', { name: 'Clerks' }, 'group { id }');
  await graphql.assign(admin, { groupId: group.id, role: 'Clerk' });
  const { group: ruled } = await mutate(admin, 'createGroup', { name: 'Ruled', rule: { path: 'r' } }, 'group { id }');
  const { group: child } = await mutate(admin, 'createGroup', { name: 'Child' }, 'group { id }').catch(() => ({
    group: { id: '' },
  }));
  await graphql.assign(admin, { groupId: ruled.id, role: 'Clerk' });
  const shop = await graphql.createApplication(service, admin, {
    name: 'Shop',
    kind: 'WEB',
    redirectUris: [graphql.REDIRECT_URI],
    scopes: ['openid'],
    resourceScopes: [{ resource: identifier, scopes: ['read'] }],
  });
  const plain = await graphql.createApplication(service, admin, {
    name: 'Plain',
    kind: 'WEB',
    redirectUris: [graphql.REDIRECT_URI],
    scopes: ['openid'],
  });
  const { jwks } = { jwks: JSON.stringify({ keys: [] }) };
  const out: Record<string, unknown> = {
    plainJwks: await refusal(ask, 'updateApplication', { applicationId: plain.applicationId, jwks }),
    assignOwn: await refusal(ask, 'assignRole', { userId: helper.id, role: 'Clerk' }),
    unassign: await refusal(ask, 'unassignRole', { userId: clerk.id, role: 'Clerk' }),
    assignGroup: await refusal(ask, 'assignRole', { groupId: child.id, role: 'Clerk' }),
    addMember: await refusal(ask, 'addGroupMember', { groupId: group.id, userId: helper.id }),
    moveGroup: await refusal(ask, 'updateGroup', { groupId: child.id, parentId: group.id }),
    updateRole: await refusal(ask, 'updateRole', { roleId, permissions: ['USERS_READ'] }),
    deleteRole: await refusal(ask, 'deleteRole', { roleId, force: true }),
    setScopes: await refusal(ask, 'setResourceScopes', { roleId, resourceScopes: [] }),
    password: await refusal(ask, 'setUserPassword', { userId: clerk.id, password: 'some other good password' }),
    email: await refusal(ask, 'updateUser', { userId: clerk.id, email: 'me@example.com' }),
    impersonate: await refusal(ask, 'impersonateUser', { userId: clerk.id, reason: 'x' }),
    disable: await refusal(ask, 'disableUser', { userId: clerk.id }),
    apiToken: await refusal(ask, 'createApiToken', {
      userId: clerk.id,
      name: 'x',
      scopes: ['self'],
      expiresAt: new Date(Date.now() + 3e6).toISOString(),
    }),
    recovery: await refusal(ask, 'createRecoveryLink', { userId: clerk.id }),
    shopSecret: await refusal(ask, 'rotateClientSecret', { applicationId: shop.applicationId }),
    shopJwks: await refusal(ask, 'updateApplication', {
      applicationId: shop.applicationId,
      jwks: JSON.stringify({ keys: [] }),
    }),
    shopPkce: await refusal(ask, 'updateApplication', { applicationId: shop.applicationId, pkce: 'OPTIONAL' }),
    shopDpop: await refusal(ask, 'updateApplication', {
      applicationId: shop.applicationId,
      dpopBoundAccessTokens: false,
    }),
    gain: await refusal(ask, 'updateApplication', {
      applicationId: plain.applicationId,
      resourceScopes: [{ resource: identifier, scopes: ['read'] }],
    }),
    create: await refusal(ask, 'createApplication', {
      name: 'Evil',
      kind: 'MACHINE',
      resourceScopes: [{ resource: identifier, scopes: ['read'] }],
    }),
    invite: await refusal(ask, 'inviteUser', { email: 'x@example.com', path: 'r' }),
    move: await refusal(ask, 'updateUser', { userId: other.id, path: 'r' }),
    createIn: await refusal(ask, 'createUser', { username: 'newone', path: 'r', password: 'some other good password' }),
    other: await refusal(ask, 'setUserPassword', { userId: other.id, password: 'some other good password' }),
  };
  console.log(out, ruled.id);
});
