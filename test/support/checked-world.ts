/** Clients that check tokens, and tokens of every kind and fate. */
import { clientCredentials, refresh, revokeToken, signIn, type ClientOptions } from '../../src/tools/oidc-flow';
import { newId } from '../../src/platform/random';
import { secretHash } from '../../src/platform/hash';
import { decodeId } from '../../src/platform/type-id';
import * as graphql from './graphql';
import { allowImpersonation, impersonate, tokensIn } from './impersonation';
import { mutate } from './pair';
import { signInOnPhone } from './phone';
import type { Service } from './service';

export type Client = Pick<ClientOptions, 'clientId' | 'clientSecret'>;

export interface CheckedWorld {
  clients: Record<string, Client>;
  tokens: Record<string, string>;
}

const EVERYTHING = 'openid profile email groups roles offline_access self account admin';

export const buildCheckedWorld = async (service: Service): Promise<CheckedWorld> => {
  const admin = graphql.as(service, await graphql.adminToken(service));
  const sql = graphql.sqlOf(service);
  const make = (name: string, kind: string, input: object = {}) =>
    graphql.createApplication(service, admin, { name, kind, ...input });
  const redirectUris = [graphql.REDIRECT_URI];
  const [orders, roles, signed] = ['orders', 'roles', 'signed'].map((name) => `https://${name}.example.com`) as [
    string,
    string,
    string,
  ];
  const scopes = ['read', 'write'];
  const ordersApi = await make('Orders', 'RESOURCE_SERVER', { identifier: orders, scopes });
  const rolesApi = await make('Roles', 'RESOURCE_SERVER', { identifier: roles, scopes, scopesNeedRoles: true });
  const signedApi = await make('Signed', 'RESOURCE_SERVER', { identifier: signed, scopes, accessTokenFormat: 'JWT' });
  const resourceScopes = (...resources: string[]) => resources.map((resource) => ({ resource, scopes }));
  const appScopes = EVERYTHING.split(' ');
  const web = await make('Web', 'WEB', { redirectUris, firstParty: true, scopes: appScopes });
  const shop = await make('Shop', 'WEB', {
    ...{ redirectUris, scopes: ['openid', 'email', 'offline_access', 'self'] },
    resourceScopes: resourceScopes(orders, signed),
  });
  const clerk = await make('Clerk', 'WEB', {
    ...{ redirectUris, scopes: ['openid', 'self'], resourceScopes: resourceScopes(roles) },
  });
  const claiming = await make('Claiming', 'WEB', {
    ...{ redirectUris, scopes: ['openid', 'profile', 'email', 'groups'] },
    claims: [
      { name: 'login', source: 'USERNAME', scope: 'profile' },
      { name: 'mail', source: 'EMAIL', scope: 'email', idToken: true },
      { name: 'teams', source: 'GROUPS', scope: 'groups' },
      { name: 'level', source: 'ATTRIBUTE', attribute: 'level', scope: 'profile' },
    ],
  });
  const narrowing = await make('Narrowing', 'WEB', { redirectUris, scopes: ['openid', 'profile', 'email', 'self'] });
  const doomed = await make('Doomed', 'WEB', { redirectUris, scopes: ['openid', 'self'] });
  const spa = await make('Page', 'SPA', { redirectUris, scopes: ['openid', 'self'] });
  const mobile = await make('App', 'MOBILE', {
    ...{ redirectUris, firstParty: true, scopes: ['openid', 'offline_access', 'self', 'account'] },
  });
  const machine = await make('Machine', 'MACHINE', { scopes: ['users:read'], resourceScopes: resourceScopes(orders) });
  const auditor = await make('Auditor', 'MACHINE', { scopes: ['tokens:introspect'] });
  const disabled = await make('Disabled', 'MACHINE', { scopes: ['admin'] });
  const keyed = await make('Keyed', 'MACHINE', { scopes: ['admin'] });
  const rotated = await make('Rotated', 'MACHINE', { scopes: ['admin'] });
  const expired = await make('Expired', 'MACHINE', { scopes: ['admin'] });

  const secret = (application: graphql.Registered, value: string, key: object | null = null) =>
    sql(
      `insert into application_secrets (id, application_id, hash, public_jwk, created_at) values ($1, $2, $3, $4, now())`,
      ...[newId(), decodeId('Application', application.applicationId), secretHash(value), key],
    );
  await secret(rotated, 'the other secret');
  await secret(keyed, 'a thumbprint', { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', alg: 'ES256' });

  let people = 0;
  const person = () => graphql.createPerson(admin, `checked${(people += 1)}`);
  const signedIn = async (client: graphql.Registered, scope: string, resource?: string, who?: graphql.Account) =>
    (
      await signIn({
        ...{ ...client, redirectUri: graphql.REDIRECT_URI, username: (who ?? (await person())).username },
        ...{ password: graphql.PASSWORD, scope, ...(resource === undefined ? {} : { resource }) },
        ...(scope.includes('offline_access') ? { parameters: { prompt: 'consent' } } : {}),
      })
    ).tokens;
  const full = await signedIn(web, EVERYTHING);
  const used = await signedIn(web, 'openid offline_access');
  const renewed = await refresh(web, used.refresh_token!);
  const grouped = await person();
  const { createGroup } = await graphql.ok(
    admin(`mutation { createGroup(input: { name: "Team" }) { group { id } ${graphql.ERRORS} } }`),
  );
  await mutate(admin, 'addGroupMember', { groupId: createGroup.group.id, userId: grouped.id }, '__typename');
  await sql('update users set attributes = $2 where id = $1', grouped.uuid, { level: 3, unseen: true });
  const moved = await person();
  await sql('update users set subject = $2 where id = $1', moved.uuid, 'auth0|5f7c8ec7c33c6c004bbafe82');
  const gone = await person();
  const ofDisabledUser = await signedIn(web, 'openid', undefined, gone);
  const { user: apiOwner } = await mutate(admin, 'createServiceAccount', { username: 'robot' }, 'user { id }');
  const api = await mutate(
    admin,
    'createApiToken',
    { userId: apiOwner.id, name: 'Nightly', scopes: ['self'], expiresAt: new Date(Date.now() + 9e7).toISOString() },
    'value',
  );
  const phoneOwner = await person();
  const phone = await signInOnPhone(service, mobile, phoneOwner);
  const lostOwner = await person();
  const lost = await signInOnPhone(service, mobile, lostOwner);
  const installation = await clientCredentials(phone.client);
  await allowImpersonation(admin);
  const helper = await graphql.createPerson(admin, 'helper', 'ADMIN');
  const asHelper = await graphql.signedIn(service, web, helper.username, EVERYTHING);
  const acting = await impersonate(asHelper, moved.id);

  const tokens: Record<string, string> = {
    ...{ full: full.access_token, refresh: full.refresh_token!, renewed: renewed.access_token },
    ...{ consumed: used.refresh_token!, rotated: renewed.refresh_token! },
    narrow: (await signedIn(web, 'openid')).access_token,
    inGroup: (await signedIn(web, 'openid groups roles', undefined, grouped)).access_token,
    claiming: (await signedIn(claiming, 'openid profile email groups', undefined, grouped)).access_token,
    claimingLess: (await signedIn(claiming, 'openid', undefined, grouped)).access_token,
    moved: (await signedIn(web, 'openid profile', undefined, moved)).access_token,
    impersonated: (await tokensIn(acting.jar, web, 'openid profile')).access_token,
    page: (await signedIn(spa, 'openid self')).access_token,
    shopAtOrders: (await signedIn(shop, 'openid read', orders)).access_token,
    shop: (await signedIn(shop, 'openid email self')).access_token,
    jwt: (await signedIn(shop, 'openid read', signed)).access_token,
    clerkAtRoles: (await signedIn(clerk, 'openid self', roles)).access_token,
    clerk: (await signedIn(clerk, 'openid self')).access_token,
    narrowed: (await signedIn(narrowing, 'openid profile email self')).access_token,
    ...{ phone: phone.token, phoneRefresh: phone.refreshToken, lostPhone: lost.token },
    installation: installation.access_token,
    api: api.value as string,
    machine: (await clientCredentials(machine, { scope: 'users:read' })).access_token,
    machineWithoutScope: (await clientCredentials(machine, {})).access_token,
    machineAtOrders: (await clientCredentials(machine, { scope: 'read', resource: orders })).access_token,
    administrator: await graphql.adminToken(service),
    ofDisabledUser: ofDisabledUser.access_token,
    ofDisabledApplication: (await signedIn(doomed, 'openid self')).access_token,
    ...{ unknown: 'x'.repeat(43), garbage: 'no token at all!', dotted: 'a.b.c', empty: '' },
  };
  const like = async (name: string, change: string) => {
    const value = (await signedIn(web, 'openid profile')).access_token;
    await sql(`update tokens set ${change} where hash = $1`, secretHash(value));
    tokens[name] = value;
  };
  const payload = (more: object) => `payload = payload || '${JSON.stringify(more)}'`;
  await like('expired', `expires_at = now() - interval '1 second'`);
  await like('bound', payload({ jkt: 'x'.repeat(43) }));
  await like('withCertificate', payload({ 'x5t#S256': 'x'.repeat(43) }));
  await like('withExtra', payload({ extra: { more: true } }));
  await like('withClaims', payload({ claims: { userinfo: { email: null } } }));
  await like('withSession', payload({ sid: 'a session' }));
  await like('ofOtherKind', payload({ kind: 'DeviceCode' }));
  await like('ofOtherClient', payload({ clientId: 'another' }));
  await like('withoutOpenid', payload({ scope: 'profile' }));
  await like('withoutScope', `payload = payload - 'scope'`);
  await like('inThePast', `created_at = now() - interval '1 year'`);
  const ended = (await signedIn(web, 'openid')).access_token;
  await revokeToken(web, ended);
  tokens['revoked'] = ended;
  const lastSecond = (await signedIn(web, 'openid')).access_token;
  await sql(
    `update token_families set expires_at = now() - interval '1 minute' where id = (select family_id from tokens where hash = $1)`,
    secretHash(lastSecond),
  );
  tokens['ofExpiredFamily'] = lastSecond;

  const end = (name: string, input: object) => mutate(admin, name, input, '__typename');
  await end('disableUser', { userId: gone.id });
  await end('disableApplication', { applicationId: doomed.applicationId });
  await end('disableApplication', { applicationId: disabled.applicationId });
  await end('disconnectDevice', { userId: lostOwner.id, deviceId: lost.deviceId });
  await sql(`update applications set scopes = '{openid,email}' where client_id = $1`, narrowing.clientId);
  await sql(
    `update application_secrets set expires_at = now() where application_id = $1`,
    decodeId('Application', expired.applicationId),
  );

  const { client_id: clientId, client_secret: clientSecret } = service.client;
  const clients: Record<string, Client> = {
    ...{ administrator: { clientId, clientSecret }, auditor, machine, web, shop, ordersApi, rolesApi, signedApi },
    ...{ installation: phone.client, page: spa, disabled, keyed, rotated, expired },
    rotatedToo: { clientId: rotated.clientId, clientSecret: 'the other secret' },
    wrongSecret: { clientId: auditor.clientId, clientSecret: 'cst_secret_wrong' },
    secretOfAnother: { clientId: auditor.clientId, clientSecret: machine.clientSecret! },
    unknown: { clientId: 'nobody', clientSecret: 'nothing' },
  };
  return { clients, tokens };
};
