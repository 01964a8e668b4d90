/** Accounts of the service itself: whatever a mutation is asked about one, or about what is such an account's, it refuses and changes nothing. */
import { createHash } from 'node:crypto';
import {
  getNamedType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  isEnumType,
  isListType,
  isNonNullType,
} from 'graphql';
import { decodeId, encodeId, type IdType } from '../../../src/platform/type-id';
import { buildSchema } from '../../support/schema';
import * as graphql from '../../support/graphql';
import { mutate } from '../../support/mutate';
import { startWithAdmin, type WithAdmin } from '../../support/start';

let { service, admin, stop } = {} as WithAdmin;
let account: string;
let groupId: string;
let applicationId: string;
let deviceId: string;
/** Of what the account has, which no way of the API gives it: written into the tables. */
const things: Record<string, string> = {};
const rows = <Row extends object = { id: string }>(text: string, ...values: unknown[]) =>
  graphql.sql<Row>(service.databaseUrl, text, values);

/** Columns with their values as SQL; `$1` is the account. */
const insert = async (table: string, type: IdType, columns: Record<string, string>): Promise<string> => {
  const [names, values] = [Object.keys(columns).join(', '), Object.values(columns).join(', ')];
  const [row] = await rows(
    `insert into ${table} (id, ${names}) select gen_random_uuid(), ${values} from users u, applications a where u.id = $1 and a.id = $2 returning id`,
    decodeId('User', account),
    decodeId('Application', applicationId),
  );
  return encodeId(type, row!.id);
};

beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
  account = (await graphql.createPerson(admin, 'internal', 'HELPDESK')).id;
  applicationId = (
    await graphql.createApplication(service, admin, {
      ...{
        name: 'Mobile',
        kind: 'MOBILE',
        firstParty: true,
        scopes: ['openid', 'offline_access', 'self', 'account'],
        redirectUris: [graphql.REDIRECT_URI],
      },
    })
  ).applicationId;
  const made = await graphql.ok(mutate(admin, 'createGroup', { name: 'Group' }, 'group { id }'));
  groupId = made.createGroup.group.id;
  await graphql.ok(mutate(admin, 'addGroupMember', { groupId, userId: account }));
  await rows(`update users set type = 'INTERNAL_SERVICE_ACCOUNT' where id = $1`, decodeId('User', account));

  const [id, epochs] = [{ user_id: 'u.id' }, { user_epoch: 'u.epoch', application_epoch: 'a.epoch' }];
  const client = { application_id: 'a.id', client_id: 'a.client_id' };
  const lasts = { created_at: 'now()', expires_at: `now() + interval '1 day'` };
  deviceId = await insert('devices', 'Device', {
    ...{ application_id: 'a.id', client_id: `'device'`, secret_hash: `''`, name: `'Phone'`, platform: `'IOS'` },
    created_at: 'now()',
  });
  const device = `'${decodeId('Device', deviceId)}'::uuid`;
  const link = await insert('device_links', 'DeviceLink', {
    ...{ ...id, device_id: device, connected_at: 'now()', last_seen_at: 'now()' },
    ...{ mobile_enrolled_at: 'now()', push_enrolled_at: 'now()' },
  });
  const linkId = `'${decodeId('DeviceLink', link)}'::uuid`;
  await insert('push_enrollments', 'DeviceLink', {
    ...{ ...id, device_id: device, device_link_id: linkId, provider: `'WEBHOOK'`, address: `'x'` },
    ...{ address_hash: `''`, enrolled_at: 'now()' },
  });
  const key = { ...id, kind: `'PIN'`, name: `'PIN'`, public_jwk: `'{}'`, thumbprint: `'x'`, created_at: 'now()' };
  things['removeDeviceAuthenticator'] = await insert('authenticators', 'Authenticator', {
    ...{ ...key, device_link_id: linkId },
  });
  things['removeAuthenticator'] = await insert('authenticators', 'Authenticator', {
    ...{ ...id, kind: `'TOTP'`, name: `'App'`, created_at: 'now()' },
  });
  things['revokeSession'] = await insert('sessions', 'Session', {
    ...{ ...id, uid: `'uid'`, cookie_hash: `'x'`, user_epoch: 'u.epoch', platform: `'LINUX'`, ...lasts },
    ...{ authenticated_at: 'now()', last_seen_at: 'now()' },
  });
  things['revokeConsent'] = await insert('consents', 'Consent', {
    ...{ ...id, application_id: 'a.id', created_at: 'now()', updated_at: 'now()' },
  });
  const consent = `'${decodeId('Consent', things['revokeConsent'])}'::uuid`;
  const family = await insert('token_families', 'TokenFamily', {
    ...{ ...id, ...client, ...epochs, ...lasts, consent_id: consent },
  });
  const issued = { ...id, ...client, ...epochs, ...lasts, family_id: `'${decodeId('TokenFamily', family)}'::uuid` };
  things['revokeAccessGrant'] = await insert('access_grants', 'AccessGrant', {
    ...{ ...issued, hash: `'g'`, consent_id: consent, payload: `'{}'` },
  });
  things['revokeToken'] = await insert('tokens', 'Token', {
    ...{ ...issued, hash: `'t'`, kind: `'ACCESS'`, consent_id: consent },
  });
}, 60_000);
afterAll(() => stop?.());

type Input = Record<string, unknown>;
const EXPIRY = '2030-01-01T00:00:00Z';
/** Whose names say what they need. */
const KNOWN = (): Input => ({
  ...{ userId: account, userIds: [account], groupId, applicationId, deviceId, role: 'HELPDESK', type: 'EXTERNAL' },
  ...{ password: 'another horse battery staple', name: 'Name', scopes: ['self'], username: 'another', at: EXPIRY },
  ...{ expiresAt: EXPIRY, reason: 'a reason' },
});
const plausible = ({ name, type }: GraphQLInputField): unknown => {
  const named = getNamedType(type);
  const value = KNOWN()[name];
  if (value !== undefined) return value;
  if (isEnumType(named)) return named.getValues()[0]!.name;
  const simple = ({ Int: 1, Boolean: true, DateTime: EXPIRY, JSONObject: {} } as Input)[named.name] ?? 'x';
  return isListType(isNonNullType(type) ? type.ofType : type) ? [simple] : simple;
};

const mutations = Object.values(buildSchema().getMutationType()!.getFields()).map(({ name, args }) => ({
  name,
  fields: Object.values((getNamedType(args[0]!.type) as GraphQLInputObjectType).getFields()),
}));
const onUsers = mutations.filter(({ fields }) => fields.some(({ name }) => name === 'userId' || name === 'userIds'));
const inputOf = (fields: GraphQLInputField[]): Input =>
  Object.fromEntries(
    fields
      .filter(({ name, type }) => isNonNullType(type) || name === 'userId' || name === 'userIds' || name === 'reason')
      .map((field) => [field.name, plausible(field)]),
  );

/** Every row of every table that speaks of the account, as it lies. */
const digest = async (): Promise<string> => {
  const tables = await rows<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
  );
  const all = tables.map(
    ({ name }) => `(select coalesce(json_agg(x order by x::text), '[]') from ${name} x where x::text like $1)`,
  );
  const [read] = await rows<{ text: string }>(
    `select json_build_array(${all.join(', ')})::text as text`,
    `%${decodeId('User', account)}%`,
  );
  return createHash('sha256').update(read!.text).digest('hex');
};

/** What it was refused with: for the whole, or for the one. */
const refusals = async (name: string, input: Input): Promise<string[]> => {
  const results = /^(disable|enable|delete|revoke)[A-Z][a-z]+s$/.test(name) && name !== 'revokePushNotifications';
  const { data, errors } = await mutate(admin, name, input, results ? 'results { changed errors { code } }' : '');
  expect(errors).toEqual([]);
  const one = (data[name].results ?? []) as { changed: boolean; errors: { code: string }[] }[];
  expect(one.filter(({ changed }) => changed)).toEqual([]);
  return [...data[name].errors, ...one.flatMap((result) => result.errors)].map(({ code }) => code);
};

test('there is enough to refuse', () => expect(onUsers.length).toBeGreaterThan(15));

test.each(onUsers.map(({ name, fields }) => [name, fields] as const))('%s of such an account', async (name, fields) => {
  const before = await digest();
  expect(await refusals(name, inputOf(fields))).toEqual(['INVALID_STATE']);
  expect(await digest()).toBe(before);
});

const ONE: Record<string, string> = {
  revokeSession: 'sessionId',
  revokeToken: 'tokenId',
  revokeConsent: 'consentId',
  revokeAccessGrant: 'accessGrantId',
  removeAuthenticator: 'authenticatorId',
  removeDeviceAuthenticator: 'authenticatorId',
};
test.each(Object.entries(ONE))('%s of what such an account has', async (name, field) => {
  const before = await digest();
  expect(await refusals(name, { [field]: things[name] })).toEqual(['INVALID_STATE']);
  expect(await refusals(name, { [field]: things[name], dryRun: true })).toEqual(['INVALID_STATE']);
  expect(await digest()).toBe(before);
});

test.each(['revokeSession', 'revokeToken', 'revokeConsent'])('%ss, by its id or by a filter', async (one) => {
  const before = await digest();
  expect(await refusals(`${one}s`, { [`${ONE[one]}s`]: [things[one]] })).toEqual(['INVALID_STATE']);
  expect(await refusals(`${one}s`, { filter: { userId: account }, expectedCount: 1 })).toEqual(['INVALID_STATE']);
  expect(await digest()).toBe(before);
});

test('of many the others are done', async () => {
  const { id } = await graphql.createPerson(admin, 'other');
  const { data } = await mutate(
    ...([admin, 'disableUsers', { userIds: [account, id] }] as const),
    'results { id changed errors { code } }',
  );
  expect(data.disableUsers.results).toEqual([
    { id: account, changed: false, errors: [{ code: 'INVALID_STATE' }] },
    { id, changed: true, errors: [] },
  ]);
});

test('the viewerCan fields say so', async () => {
  const types = { User: account, Session: things['revokeSession'], Token: things['revokeToken'] };
  const all = Object.entries({ ...types, Consent: things['revokeConsent'], AccessGrant: things['revokeAccessGrant'] });
  for (const [type, id] of all) {
    const { __type } = await graphql.ok(admin(`{ __type(name: "${type}") { fields { name } } }`));
    const fields = (__type.fields as { name: string }[])
      .map(({ name }) => name)
      .filter((name) => name.startsWith('viewerCan'));
    const asked = fields.map((name) => `${name}${/Role$/.test(name) ? '(role: "HELPDESK")' : ''} { code }`).join(' ');
    const { node } = await graphql.ok(
      admin(`query ($id: ID!) { node(id: $id) { ... on ${type} { ${asked} } } }`, { id }),
    );
    expect([type, node]).toEqual([type, Object.fromEntries(fields.map((name) => [name, { code: 'INVALID_STATE' }]))]);
  }
});

test('it does not sign in, and cannot be made or come to be by the API', async () => {
  const type = 'INTERNAL_SERVICE_ACCOUNT';
  const { id } = await graphql.createPerson(admin, 'wannabe');
  expect((await mutate(admin, 'createUser', { username: 'x', type })).data.createUser.errors).toMatchObject([
    { code: 'INVALID_INPUT' },
  ]);
  expect((await mutate(admin, 'updateUser', { userId: id, type })).data.updateUser.errors).toMatchObject([
    { code: 'INVALID_INPUT' },
  ]);
  const web = await graphql.webApplication(service, admin);
  await expect(graphql.tokensOf(web, 'internal', 'openid')).rejects.toThrow();
});
