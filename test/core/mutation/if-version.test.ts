/** `ifVersion`: every mutation whose target has a version takes it, refuses a stale one with the current version, and then changes nothing. */
import { getNamedType, isInputObjectType } from 'graphql';
import { buildSchema } from '../../support/schema';
import * as graphql from '../../support/graphql';
import { buildHousehold, type Household } from '../../support/household';
import { startWithAdmin, type WithAdmin } from '../../support/start';

let { service, admin, stop } = {} as WithAdmin;
let home: Household;
let roleId: string;
let groupId: string;

beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
  home = await buildHousehold(service, admin);
  roleId = await graphql.createRole(admin, 'Mine', ['USERS_READ']);
  const { createGroup } = await graphql.ok(
    admin('mutation { createGroup(input: { name: "Ours" }) { group { id } errors { code } } }'),
  );
  groupId = createGroup.group.id;
});
afterAll(() => stop?.());

const mutations = Object.values(buildSchema().getMutationType()!.getFields()).map(({ name, args }) => {
  const input = getNamedType(args[0]!.type);
  return { name, fields: isInputObjectType(input) ? Object.keys(input.getFields()) : [] };
});
const TARGETS = ['userId', 'deviceId', 'applicationId', 'groupId', 'roleId'];
const versioned = mutations.filter(({ fields }) => fields.includes('ifVersion')).map(({ name }) => name);

/** Whose version it is: the one whose id comes last in the name of what is asked. */
type Target = 'group' | 'role' | 'user' | 'device' | 'application' | 'settings';
const bob = () => home.bob.id;
const web = () => home.applications.web.applicationId;
const mobile = () => home.applications.mobile.applicationId;
const TABLE: Record<string, [Target, () => Record<string, unknown>]> = {
  updateUser: ['user', () => ({ userId: bob(), path: 'emea' })],
  setUserPassword: ['user', () => ({ userId: bob(), password: 'another horse battery staple' })],
  requirePasswordChange: ['user', () => ({ userId: bob() })],
  lockPassword: ['user', () => ({ userId: bob() })],
  unlockPassword: ['user', () => ({ userId: bob() })],
  emailRecoveryLink: ['user', () => ({ userId: bob() })],
  confirmUser: ['user', () => ({ userId: bob() })],
  lockdownUser: ['user', () => ({ userId: bob(), reason: 'stolen' })],
  scheduleOffboarding: ['user', () => ({ userId: bob(), action: 'DELETE', dueAt: '2099-01-01T00:00:00Z' })],
  cancelOffboarding: ['user', () => ({ userId: bob() })],
  impersonateUser: ['user', () => ({ userId: bob(), reason: 'a ticket' })],
  disableUser: ['user', () => ({ userId: bob() })],
  enableUser: ['user', () => ({ userId: bob() })],
  deleteUser: ['user', () => ({ userId: bob() })],
  assignRole: ['user', () => ({ userId: bob(), role: 'OPERATOR' })],
  unassignRole: ['user', () => ({ userId: bob(), role: 'OPERATOR' })],
  updateGroup: ['group', () => ({ groupId, name: 'Renamed' })],
  deleteGroup: ['group', () => ({ groupId })],
  addGroupMember: ['group', () => ({ groupId, userId: bob() })],
  removeGroupMember: ['group', () => ({ groupId, userId: bob() })],
  updateRole: ['role', () => ({ roleId, name: 'Renamed' })],
  setResourceScopes: ['role', () => ({ roleId, resourceScopes: [] })],
  deleteRole: ['role', () => ({ roleId })],
  revokeAllSessions: ['user', () => ({ userId: bob() })],
  disconnectAllDevices: ['user', () => ({ userId: bob() })],
  disconnectDevice: ['device', () => ({ userId: bob(), deviceId: home.devices.phone.id })],
  removeMyDevice: ['device', () => ({ deviceId: home.devices.phone.id })],
  updateMyDevice: ['device', () => ({ deviceId: home.devices.phone.id, osVersion: '99' })],
  revokePushNotifications: ['device', () => ({ userId: bob(), deviceId: home.devices.phone.id })],
  revokeMobileAuthentication: ['device', () => ({ userId: bob(), deviceId: home.devices.phone.id })],
  deleteDevice: ['device', () => ({ deviceId: home.devices.phone.id, confirmedUserIds: [home.alice.id, bob()] })],
  revokeApplicationAccess: ['application', () => ({ userId: bob(), applicationId: web() })],
  updateSettings: ['settings', () => ({ retentionSessions: 123 })],
  updateApplication: ['application', () => ({ applicationId: web(), name: 'Renamed' })],
  disableApplication: ['application', () => ({ applicationId: web() })],
  enableApplication: ['application', () => ({ applicationId: web() })],
  deleteApplication: ['application', () => ({ applicationId: mobile(), force: true })],
  rotateClientSecret: ['application', () => ({ applicationId: web() })],
  rotateRegistrationToken: ['application', () => ({ applicationId: mobile() })],
  setApplicationVersionStatus: [
    'application',
    () => ({ applicationId: mobile(), appVersion: '1.0.0', status: 'LOGIN_ONLY' }),
  ],
};

test('the mutations that take it are those that name one user, device, application, group or role, and that of the settings', () => {
  const naming = mutations.filter(
    ({ name, fields }) =>
      (fields.some((field) => TARGETS.includes(field)) &&
        !/^(create|enroll|export|invite|register|request)/.test(name)) ||
      name === 'updateSettings',
  );
  expect(versioned.sort()).toEqual(naming.map(({ name }) => name).sort());
});

test('the table has each of them', () => {
  expect(Object.keys(TABLE).sort()).toEqual(versioned);
});

/** Everything is for staff but what one does with one's own. */
const callerOf = (name: string): graphql.Ask =>
  /^(remove|update)MyDevice$/.test(name) ? graphql.as(service, home.places.phone.tokens.access_token) : admin;
const ask = async (name: string, input: Record<string, unknown>) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const answer = await callerOf(name)(
    `mutation ($input: ${type}!) { ${name}(input: $input) { errors { __typename code path ... on VersionConflict { current } } } }`,
    { input },
  );
  expect(answer.errors).toEqual([]);
  return answer.data[name].errors as object[];
};
const versionOf = async (target: Target, input: Record<string, unknown>): Promise<number> => {
  if (target === 'settings') return (await graphql.ok(admin('{ settings { version } }'))).settings.version;
  const id = input[`${target}Id`];
  if (target === 'role') {
    const { node } = await graphql.ok(admin('query ($id: ID!) { node(id: $id) { ... on Role { version } } }', { id }));
    return node.version;
  }
  const by = target === 'user' ? '(by: { id: $id })' : '(id: $id)';
  return (await graphql.ok(admin(`query ($id: ID!) { ${target}${by} { version } }`, { id })))[target].version;
};
/** Counts alone would not show a changed row. */
const everything = async () => {
  const tables = [
    'users',
    'user_roles',
    'roles',
    'role_assignments',
    'groups',
    'group_members',
    'passwords',
    'settings',
    'devices',
    'device_links',
    'applications',
    'application_secrets',
  ];
  tables.push(
    'sessions',
    'tokens',
    'token_families',
    'access_grants',
    'consents',
    'epoch_ends',
    'revocations',
    'events',
  );
  const hashes = tables.map(
    (table) =>
      `(select md5(coalesce(string_agg(t::text, '' order by t::text), '')) from (select to_jsonb(x) - 'last_used_at' - 'last_seen_at' from ${table} x) t) as ${table}`,
  );
  return (await graphql.sql<object>(service.databaseUrl, `select ${hashes.join(', ')}`))[0];
};

test.each(Object.keys(TABLE))('%s', async (name) => {
  const [target, inputOf] = TABLE[name]!;
  const input = inputOf();
  const current = await versionOf(target, input);
  const before = await everything();
  for (const ifVersion of [current - 1, current + 1, 0, -1])
    expect(await ask(name, { ...input, ifVersion })).toEqual([
      { __typename: 'VersionConflict', code: 'VERSION_CONFLICT', path: ['input', 'ifVersion'], current },
    ]);
  expect(await everything()).toEqual(before);
  const refusals = await ask(name, { ...input, ifVersion: current, dryRun: true });
  expect(refusals).not.toContainEqual(expect.objectContaining({ code: 'VERSION_CONFLICT' }));
  expect(await versionOf(target, input)).toBe(current);
});

test('of two who saw the same version one changes it, and the other is told', async () => {
  const current = await versionOf('user', { userId: home.alice.id });
  const answers = await Promise.all(
    ['emea', 'apac'].map((path) => ask('updateUser', { userId: home.alice.id, path, ifVersion: current })),
  );
  expect(answers.map(({ length }) => length).sort()).toEqual([0, 1]);
  expect(answers.flat()).toMatchObject([{ code: 'VERSION_CONFLICT', current: current + 1 }]);
});
