/**
 * Every `viewerCan…` field against the mutation that it speaks of: for each caller and each object that the caller sees, in whatever state, the
 * field allows exactly what a dry run of the mutation does, and gives the same code and the same words when it refuses.
 */
import { isObjectType } from 'graphql';
import { decodeId } from '../../../src/platform/type-id';
import { buildSchema } from '../../support/schema';
import { refresh } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { allowImpersonation, begin } from '../../support/impersonation';
import { buildHousehold, type Household } from '../../support/household';
import { mutate } from '../../support/pair';
import { enrolled, newKey } from '../../support/phone';
import { PUSHING, startWithAdmin, type WithAdmin } from '../../support/start';
import { upload } from '../../support/upload';
import { OBJECT_PERMISSIONS } from '../../support/vocabulary';

type Row = Record<string, unknown> & { id: string };
type Input = Record<string, unknown>;
interface Verdict {
  allowed: boolean;
  code: string | null;
  reason: string | null;
}

let { service, admin, stop } = {} as WithAdmin;
let home: Household;
const actors: Record<string, graphql.Ask> = {};
const usersOfDevice = new Map<string, string[]>();

const aPassword = 'another horse battery staple';
const user = ({ id }: Row) => ({ userId: id });
const application = ({ id }: Row) => ({ applicationId: id });
const onDevice = ({ userId, deviceId }: Row) => ({ userId, deviceId });
/** A key and proof of it where the caller is on the device; elsewhere there is none to be had. */
const withProof = async ({ deviceId }: Row, by: graphql.Ask): Promise<Input> => {
  const key = await newKey();
  const { data } = await by(
    `mutation { createDeviceChallenge(input: { deviceId: "${deviceId as string}" }) { challenge { value } } }`,
  );
  const challenge = (data?.createDeviceChallenge.challenge?.value ?? 'none') as string;
  const claims = { purpose: 'enrollMobileAuthentication', challenge, deviceId };
  return { deviceId, challenge, publicKey: key.jwk, signature: await key.sign(claims) };
};
/** Field → the mutation that it speaks of, and the input for an object. */
const SPEAKS_OF: Record<string, [mutation: string, input: (row: Row, by: graphql.Ask) => Input | Promise<Input>]> = {
  'User.viewerCanUpdate': ['updateUser', (row) => ({ ...user(row), path: 'emea' })],
  'User.viewerCanExportData': ['exportUserData', user],
  'User.viewerCanSetPassword': ['setUserPassword', (row) => ({ ...user(row), password: aPassword })],
  'User.viewerCanCreateApiToken': [
    'createApiToken',
    (row) => ({ ...user(row), name: 'Nightly', scopes: ['self'], expiresAt: new Date(Date.now() + 86_400_000) }),
  ],
  'User.viewerCanRequirePasswordChange': ['requirePasswordChange', user],
  'User.viewerCanLockPassword': ['lockPassword', user],
  'User.viewerCanUnlockPassword': ['unlockPassword', user],
  'User.viewerCanCreateRecoveryLink': ['createRecoveryLink', user],
  'User.viewerCanEmailRecoveryLink': ['emailRecoveryLink', user],
  'User.viewerCanConfirm': ['confirmUser', user],
  'User.viewerCanImpersonate': ['impersonateUser', (row) => ({ ...user(row), reason: 'a ticket' })],
  'User.viewerCanDisable': ['disableUser', user],
  'User.viewerCanLockdown': ['lockdownUser', (row) => ({ ...user(row), reason: 'stolen' })],
  'User.viewerCanScheduleOffboarding': [
    'scheduleOffboarding',
    (row) => ({ ...user(row), action: 'DELETE', dueAt: '2099-01-01T00:00:00Z' }),
  ],
  'User.viewerCanCancelOffboarding': ['cancelOffboarding', user],
  'User.viewerCanEnable': ['enableUser', user],
  'User.viewerCanDelete': ['deleteUser', user],
  'User.viewerCanRevokeAllSessions': ['revokeAllSessions', user],
  'User.viewerCanDisconnectAllDevices': ['disconnectAllDevices', user],
  'Device.viewerCanDelete': [
    'deleteDevice',
    ({ id }) => ({ deviceId: id, confirmedUserIds: usersOfDevice.get(id) ?? [] }),
  ],
  'Device.viewerCanUpdate': ['updateMyDevice', ({ id }) => ({ deviceId: id, osVersion: '99' })],
  'Device.viewerCanRemove': ['removeMyDevice', ({ id }) => ({ deviceId: id })],
  'User.viewerCanRevokeApplicationAccess': [
    'revokeApplicationAccess',
    (row) => ({ ...user(row), applicationId: home.applications.web.applicationId }),
  ],
  'User.viewerCanAssignRole': ['assignRole', (row) => ({ ...user(row), role: 'ADMIN' })],
  'User.viewerCanUnassignRole': ['unassignRole', (row) => ({ ...user(row), role: 'ADMIN' })],
  'DeviceLink.viewerCanDisconnect': ['disconnectDevice', onDevice],
  'DeviceLink.viewerCanEnrollMobileAuthentication': ['enrollMobileAuthentication', withProof],
  'DeviceLink.viewerCanEnrollPushAuthentication': [
    'enrollPushAuthentication',
    ({ id }) => ({ provider: 'WEBHOOK', address: `new-${id}` }),
  ],
  'DeviceLink.viewerCanRevokeMobileAuthentication': ['revokeMobileAuthentication', onDevice],
  'DeviceLink.viewerCanRevokePushNotifications': ['revokePushNotifications', onDevice],
  'Authenticator.viewerCanRemoveFromDevice': ['removeDeviceAuthenticator', ({ id }) => ({ authenticatorId: id })],
  'Settings.viewerCanUpdate': ['updateSettings', () => ({ sessionsLimitPerUser: 7 })],
  'Session.viewerCanEndImpersonation': ['endImpersonation', ({ id }) => ({ sessionId: id })],
  'Session.viewerCanRevoke': ['revokeSession', ({ id }) => ({ sessionId: id })],
  'Token.viewerCanRevoke': ['revokeToken', ({ id }) => ({ tokenId: id })],
  'Consent.viewerCanRevoke': ['revokeConsent', ({ id }) => ({ consentId: id })],
  'Import.viewerCanImport': ['importUsers', ({ id }) => ({ importId: id })],
  'Import.viewerCanDiscard': ['discardImport', ({ id }) => ({ importId: id })],
  'Invitation.viewerCanResend': ['resendInvitation', ({ id }) => ({ invitationId: id })],
  'Invitation.viewerCanRevoke': ['revokeInvitation', ({ id }) => ({ invitationId: id })],
  'AccessGrant.viewerCanRevoke': ['revokeAccessGrant', ({ id }) => ({ accessGrantId: id })],
  'Authenticator.viewerCanRemove': ['removeAuthenticator', ({ id }) => ({ authenticatorId: id })],
  'Group.viewerCanUpdate': ['updateGroup', ({ id }) => ({ groupId: id, description: 'another' })],
  'Role.viewerCanUpdate': ['updateRole', ({ id }) => ({ roleId: id, description: 'another' })],
  'Role.viewerCanSetResourceScopes': ['setResourceScopes', ({ id }) => ({ roleId: id, resourceScopes: [] })],
  'Application.viewerCanUpdate': ['updateApplication', (row) => ({ ...application(row), name: 'Renamed' })],
  'Application.viewerCanDisable': ['disableApplication', application],
  'Application.viewerCanEnable': ['enableApplication', application],
  'Application.viewerCanDelete': ['deleteApplication', application],
  'Application.viewerCanRotateClientSecret': ['rotateClientSecret', application],
  'Application.viewerCanRotateRegistrationToken': ['rotateRegistrationToken', application],
  'Application.viewerCanSetVersionStatus': [
    'setApplicationVersionStatus',
    (row) => ({ ...application(row), appVersion: '9', status: 'LOGIN_ONLY' }),
  ],
};

const schema = buildSchema();
const fields = Object.values(schema.getTypeMap())
  .filter(isObjectType)
  .flatMap((type) =>
    Object.keys(type.getFields())
      .filter((name) => name.startsWith('viewerCan'))
      .map((name) => ({ type: type.name, name })),
  );
const fieldsOf = (type: string) => fields.filter((field) => field.type === type).map(({ name }) => name);
const asked = (type: string, role = 'ADMIN') =>
  fieldsOf(type)
    .map((name) => `${name}${name.endsWith('Role') ? `(role: ${JSON.stringify(role)})` : ''} { allowed code reason }`)
    .join(' ');

const update = (sql: string, ...values: unknown[]) => graphql.sql(service.databaseUrl, sql, values);

beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin({
    ...PUSHING,
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'id@example.com',
  }));
  home = await buildHousehold(service, admin);
  const console = await graphql.webApplication(service, admin, 'Console');
  const staff = async (name: string, role: string) => {
    await graphql.createPerson(admin, name, role);
    actors[role] = await graphql.signedIn(service, console, name, 'openid account admin');
  };
  await staff('root', 'ADMIN');
  await staff('operator', 'OPERATOR');
  await staff('helpdesk', 'HELPDESK');
  const machine = async (name: string, ...scopes: string[]) => {
    actors[name] = await graphql.asMachine(service, admin, ...scopes);
  };
  actors['machine admin'] = admin;
  await machine('machine users:read', 'users:read');
  await machine('machine users:disable', 'users:read', 'users:disable');
  await machine('machine sessions:revoke', 'sessions:read', 'sessions:revoke');
  await machine('machine tokens:read', 'tokens:read');
  await machine('machine roles:assign', 'users:read', 'roles:assign', 'events:read', 'devices:read');
  actors['owner'] = graphql.as(service, home.places.web.tokens.access_token);
  actors['other owner'] = graphql.as(service, home.places.bobPhone.tokens.access_token);
  actors['owner on a device'] = graphql.as(service, home.places.phone.tokens.access_token);
  actors['owner without self'] = await graphql.signedIn(
    service,
    home.applications.probe,
    home.alice.username,
    'openid',
  );

  // Alice confirms sign-ins on both of her devices, and gets push messages on one; Bob does neither.
  for (const name of ['phone', 'tablet'] as const)
    await enrolled({
      ...{ owner: home.alice, client: home.devices[name].client, deviceId: home.devices[name].id },
      ...{ token: home.places[name].tokens.access_token, refreshToken: '' },
      ask: graphql.as(service, home.places[name].tokens.access_token),
    });
  await mutate(
    graphql.as(service, home.places.phone.tokens.access_token),
    'enrollPushAuthentication',
    { provider: 'WEBHOOK', address: 'the-phone' },
    'deviceLink { id }',
  );

  // Bob and an operator are in the folder of the delegate; everybody's groups can be read.
  await graphql.createRole(admin, 'Delegate', OBJECT_PERMISSIONS);
  await graphql.createRole(admin, 'Groups', ['USERS_READ', 'GROUPS_READ']);
  const delegate = await graphql.createPerson(admin, 'delegate', 'Groups');
  await graphql.assign(admin, { userId: delegate.id, role: 'Delegate', on: { path: 'emea' } });
  actors['delegate'] = graphql.as(
    service,
    (await graphql.tokensOf(console, 'delegate', 'openid account admin')).access_token,
  );
  await update(
    `update users set path = 'emea/sales' where id = $1 or username = 'operator'`,
    decodeId('User', home.bob.id),
  );
  for (const [name, path] of [
    ['Inside', 'emea'],
    ['Outside', 'apac'],
  ])
    await graphql.ok(
      admin(`mutation { createGroup(input: { name: "${name}", path: "${path}" }) { group { id } errors { code } } }`),
    );

  // Users in every state, applications of every kind, sessions and tokens that ended in different ways.
  const states = ['INVITED', 'PENDING_CONFIRMATION', 'PENDING_LOGIN'];
  for (const state of states) {
    const { id } = await graphql.createPerson(admin, state.toLowerCase());
    await update('update users set onboarding = $2 where id = $1', decodeId('User', id), state);
  }
  for (const [name, set] of [
    ['external', `source = 'EXTERNAL'`],
    ['internal', `type = 'INTERNAL_SERVICE_ACCOUNT'`],
    ['robot', `type = 'SERVICE_ACCOUNT'`],
    ['gone', 'disabled_at = now()'],
    ['locked', 'password_locked_at = now(), email = null, email_key = null'],
    ['nowhere', 'email = null, email_key = null'],
    ['former-admin', 'disabled_at = now()'],
  ] as const) {
    const { id } = await graphql.createPerson(admin, name, ...(name === 'former-admin' ? ['ADMIN'] : []));
    await update(`update users set ${set} where id = $1`, decodeId('User', id));
  }
  for (const kind of ['SPA', 'MOBILE', 'RESOURCE_SERVER', 'MACHINE'])
    await graphql.createApplication(service, admin, {
      name: `A ${kind}`,
      kind,
      ...(kind === 'RESOURCE_SERVER' ? { identifier: 'https://api.example.com' } : {}),
      ...(kind === 'SPA' || kind === 'MOBILE' ? { redirectUris: [graphql.REDIRECT_URI] } : {}),
    });
  const invite = async (input: Input, set?: string) => {
    const query = `mutation ($input: InviteUserInput!) { inviteUser(input: $input) { invitation { id } ${graphql.ERRORS} } }`;
    const { inviteUser } = await graphql.ok(admin(query, { input }));
    if (set)
      await update(`update invitations set ${set} where id = $1`, decodeId('Invitation', inviteUser.invitation.id));
  };
  await invite({});
  await invite({ reusable: true }, 'accepted = 2');
  await invite({}, 'accepted = 1');
  for (const [name, set] of [
    ['pending', undefined],
    ['accepted', 'accepted = 1'],
    ['revoked', 'revoked_at = now()'],
    ['expired', 'expires_at = now()'],
  ] as const)
    await invite({ email: `${name}@example.org` }, set);
  const ofImports = [
    'finished_at = now()',
    'started_at = now(), finished_at = now(), stopped = true',
    'uploaded_at = null',
    'expires_at = now()',
  ];
  for (const set of [null, ...ofImports]) {
    const token = await graphql.adminToken(service);
    const { import: made } = await upload(service, token, 'format=json-lines', `{"username":"import ${set ?? ''}"}`);
    if (set) await update(`update imports set ${set} where id = $1`, decodeId('Import', made.id));
  }
  await update(`update applications set disabled_at = now() where name = 'A SPA'`);
  await update(
    `insert into authenticators (id, user_id, device_link_id, kind, name, created_at)
     select gen_random_uuid(), l.user_id, l.id, 'PIN', 'PIN', now() from device_links l where l.mobile_enrolled_at is null
     union all select gen_random_uuid(), l.user_id, null, 'TOTP', 'App', now() from device_links l`,
  );
  await allowImpersonation(admin);
  for (const { id } of [home.alice, home.bob]) await begin(actors['ADMIN']!, id);
  const { tablet, other } = home.places;
  await refresh(tablet.client, tablet.tokens.refresh_token!);
  await graphql.ok(
    admin(`mutation { revokeSession(input: {sessionId: "${other.sessionId}"}) { revocation { id } errors { code } } }`),
  );
  await update(`update sessions set expires_at = now() where id = $1`, decodeId('Session', tablet.sessionId));
  // Codes live for a minute, and this takes longer.
  await update(`update access_grants set expires_at = now() + interval '1 hour' where consumed_at is null`);
  await update(
    `insert into offboardings (user_id, action, due_at, try_at, created_at) select $1, 'DISABLE', t, t, now() from (values (timestamptz '2099-01-01Z')) as v (t)`,
    decodeId('User', home.bob.id),
  );
  // Codes live for a minute, which is shorter than this file may take.
  await update(`update access_grants set expires_at = now() + interval '1 hour' where expires_at > now()`);
}, 60_000);
afterAll(() => stop?.());

test('the table has every viewerCan field of the schema', () => {
  expect(fields.map(({ type, name }) => `${type}.${name}`).sort()).toEqual(Object.keys(SPEAKS_OF).sort());
  expect(fields.length).toBeGreaterThan(15);
});

/** Mutations that no field speaks of. Each other one is about one object, which says whether the caller may. */
const UNSPOKEN = [
  // What they make is not there yet.
  ...['createUser', 'createServiceAccount', 'createApplication', 'createGroup', 'createRole', 'inviteUser'],
  // By anybody, who sees no object.
  ...['registerUser', 'resendConfirmation', 'acceptInvitation', 'requestPasswordReset'],
  // Of one's own account alone.
  ...[
    'enrollTotp',
    'confirmTotp',
    'enrollPasskey',
    'confirmPasskey',
    'createRecoveryCodes',
    'renameAuthenticator',
    'changeMyPassword',
  ],
  // Whoever may change a group or a role may do these, unless it is in use.
  ...['deleteGroup', 'addGroupMember', 'removeGroupMember', 'deleteRole'],
  // Of many: each by the rule of one.
  ...[
    'disableUsers',
    'enableUsers',
    'deleteUsers',
    'deleteDevices',
    'revokeSessions',
    'revokeTokens',
    'revokeConsents',
  ],
  // By the app on the device itself, with proof that it holds a key.
  ...['createDeviceChallenge', 'answerAuthentication'],
  // Only ask, or are planned with the input of another.
  ...['explainToken', 'introspectToken', 'planRevocation', 'applyRevocation'],
];

test('every mutation about one object is spoken of by a field of that object', () => {
  const spoken = Object.values(SPEAKS_OF).map(([mutation]) => mutation);
  expect([...spoken, ...UNSPOKEN].sort()).toEqual(Object.keys(schema.getMutationType()!.getFields()).sort());
});

const LISTS: Record<string, string> = {
  User: 'users',
  Device: 'devices',
  Session: 'sessions',
  Token: 'tokens',
  Consent: 'consents',
  AccessGrant: 'accessGrants',
  Group: 'groups',
  Role: 'roles',
  Application: 'applications',
  Authenticator: 'users',
  Invitation: 'invitations',
  Import: 'imports',
};

/** Every object of a type that there is, as the caller sees it: null where not. */
const seenBy = async (ask: graphql.Ask, type: string): Promise<Row[]> => {
  const list = LISTS[type]!;
  const below = type === 'Authenticator' ? 'authenticators { id }' : '';
  const all = await graphql.ok(
    admin(list === 'roles' ? '{ roles { id } }' : `{ ${list}(first: 100) { nodes { id ${below} } } }`),
  );
  const nodes = (all[list].nodes ?? all[list]) as (Row & { authenticators?: Row[] })[];
  const ids = nodes.flatMap((node) => node.authenticators ?? [node]).map(({ id }) => id);
  const { data, errors } = await ask(
    `query ($ids: [ID!]!) { nodes(ids: $ids) { id ... on ${type} { ${asked(type)} } } }`,
    { ids },
  );
  expect(errors).toEqual([]);
  return data.nodes.filter((row: Row | null) => row !== null);
};

const settingsSeenBy = async (ask: graphql.Ask): Promise<Row[]> => {
  const { data } = await ask(`{ settings { ${asked('Settings')} } }`);
  return data ? [{ id: 'the settings', ...data.settings }] : [];
};

const linksSeenBy = async (ask: graphql.Ask): Promise<Row[]> => {
  const { data } = await ask(
    `{ users(first: 100) { nodes { id devices { nodes { id device { id } ${asked('DeviceLink')} } } } } }`,
  );
  return (data?.users.nodes ?? []).flatMap((node: { id: string; devices: { nodes: (Row & { device: Row })[] } }) =>
    node.devices.nodes.map((link) => ({ ...link, userId: node.id, deviceId: link.device.id })),
  );
};

/** What a dry run of the mutation comes to. */
const dryRun = async (ask: graphql.Ask, mutation: string, input: Input): Promise<Verdict> => {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  const answer = await ask(`mutation ($input: ${type}!) { ${mutation}(input: $input) { errors { code message } } }`, {
    input: { ...input, dryRun: true },
  });
  const refusal = answer.data?.[mutation]?.errors[0] as { code: string; message: string } | undefined;
  const [error] = answer.errors;
  const code = error?.extensions.code ?? refusal?.code ?? null;
  return { allowed: code === null, code, reason: error?.message ?? refusal?.message ?? null };
};

/** What was met, over all callers: `Type.field CODE`. */
const met = new Set<string>();

const compare = async (ask: graphql.Ask, type: string, rows: Row[]): Promise<void> => {
  const said: Record<string, Verdict> = {};
  const done: Record<string, Verdict> = {};
  const jobs = rows.flatMap((row) => fieldsOf(type).map((name) => ({ row, name })));
  const work = async (): Promise<void> => {
    for (let job = jobs.pop(); job; job = jobs.pop()) {
      const { row, name } = job;
      const [mutation, input] = SPEAKS_OF[`${type}.${name}`]!;
      said[`${name} ${row.id}`] = row[name] as Verdict;
      done[`${name} ${row.id}`] = await dryRun(ask, mutation, await input(row, ask));
      met.add(`${type}.${name} ${(row[name] as Verdict).code ?? 'allowed'}`);
    }
  };
  const outages = () =>
    service
      .log()
      .split('\n')
      .filter((line) => line.includes('outage'));
  const earlier = outages().length;
  await Promise.all([work(), work(), work(), work()]);
  // An outage is no verdict: the log says what it was.
  expect(outages().slice(earlier)).toEqual([]);
  expect(said).toEqual(done);
};

/** For who asks on a device: the links to that device. */
const sameDevice =
  (name: string) =>
  ({ deviceId }: Row): boolean =>
    name !== 'owner on a device' || deviceId === home.devices.phone.id;

const ACTORS = [
  'ADMIN',
  'OPERATOR',
  'HELPDESK',
  'owner',
  'other owner',
  'owner on a device',
  'owner without self',
  'machine admin',
  'machine users:read',
  'machine users:disable',
  'machine sessions:revoke',
  'machine tokens:read',
  'machine roles:assign',
  'delegate',
];

describe.each(ACTORS)('%s', (name) => {
  beforeAll(async () => {
    const { devices } = await graphql.ok(
      admin('{ devices(first: 100) { nodes { id users { nodes { user { id } } } } } }'),
    );
    for (const device of devices.nodes)
      usersOfDevice.set(
        device.id,
        device.users.nodes.map((link: { user: Row }) => link.user.id),
      );
  });

  test.each(Object.keys(LISTS))('may do to each %s what is said', async (type) => {
    const rows = await seenBy(actors[name]!, type);
    if (['ADMIN', 'machine admin'].includes(name)) expect(rows.length).toBeGreaterThan(1);
    await compare(actors[name]!, type, rows);
  });

  test('may do to each user on a device what is said', async () => {
    const rows = await linksSeenBy(actors[name]!);
    if (name === 'ADMIN') expect(rows).toHaveLength(3);
    await compare(actors[name]!, 'DeviceLink', rows.filter(sameDevice(name)));
    // Push is enrolled by the device that asks, whichever was looked at.
    for (const row of rows.filter((other) => !sameDevice(name)(other)))
      expect(row['viewerCanEnrollPushAuthentication']).toMatchObject({ allowed: false, code: 'INVALID_STATE' });
  });

  test('may do to the settings what is said', async () => {
    await compare(actors[name]!, 'Settings', await settingsSeenBy(actors[name]!));
  });
});

test.each(['helpdesk', 'USER', 'NO_SUCH_ROLE', 'not\0a name'])(
  'what is said of the role %j is what is done',
  async (role) => {
    for (const name of ['ADMIN', 'machine admin', 'machine roles:assign', 'OPERATOR']) {
      const { user } = await graphql.ok(
        actors[name]!(`query ($id: ID!) { user(by: { id: $id }) { id ${asked('User', role)} } }`, {
          id: home.alice.id,
        }),
      );
      for (const [field, mutation] of [
        ['viewerCanAssignRole', 'assignRole'],
        ['viewerCanUnassignRole', 'unassignRole'],
      ] as const)
        expect(user[field]).toEqual(await dryRun(actors[name]!, mutation, { userId: home.alice.id, role }));
    }
  },
);

test('a device that holds enough keys, and one whose application allows push on one device only, are told so', async () => {
  const { phone, tablet } = home.devices;
  const [here, there] = [decodeId('Device', phone.id), decodeId('Device', tablet.id)];
  const linkOf =
    '(select id from device_links where device_id = $1 and user_id = (select user_id from sessions where id = $2))';
  await update(
    `insert into authenticators (id, user_id, device_link_id, kind, name, public_jwk, thumbprint, created_at)
     select gen_random_uuid(), a.user_id, a.device_link_id, a.kind, a.name, a.public_jwk, 'copy ' || n, now()
     from authenticators a, generate_series(1, 9) n where a.device_link_id = ${linkOf}`,
    here,
    decodeId('Session', home.places.phone.sessionId),
  );
  await update(
    `update applications set push_mode = 'SINGLE' where id = $1`,
    decodeId('Application', home.applications.mobile.applicationId),
  );
  await update(
    `update push_enrollments set device_id = $1, device_link_id = ${linkOf}`,
    there,
    decodeId('Session', home.places.tablet.sessionId),
  );
  await update('update device_links set push_enrolled_at = case when device_id = $1 then now() end', there);
  const rows = (await linksSeenBy(actors['owner on a device']!)).filter(sameDevice('owner on a device'));
  expect(rows).toMatchObject([
    {
      viewerCanEnrollMobileAuthentication: { reason: expect.stringContaining('at most 10') as string },
      viewerCanEnrollPushAuthentication: { reason: expect.stringContaining('on another device') as string },
    },
  ]);
  await compare(actors['owner on a device']!, 'DeviceLink', rows);
});

test('the last administrator is spared by both, and one who is disabled does not count as another', async () => {
  const { user: bootstrap } = await graphql.ok(admin('{ user(by: {username: "admin"}) { id } }'));
  await graphql.ok(
    admin(`mutation { disableUser(input: {userId: "${bootstrap.id}"}) { revocation { id } errors { code } } }`),
  );
  for (const name of ['ADMIN', 'machine admin'])
    await compare(actors[name]!, 'User', await seenBy(actors[name]!, 'User'));
}, 60_000);

test('the fields were met with each kind of answer that they can give', () => {
  for (const answer of [
    'User.viewerCanDisable LAST_ADMINISTRATOR',
    'User.viewerCanDisable SELF_ACTION',
    'User.viewerCanDisable INVALID_STATE',
    'User.viewerCanDisable FORBIDDEN',
    'User.viewerCanSetPassword EXTERNALLY_MANAGED',
    'User.viewerCanScheduleOffboarding CONFLICT',
    'User.viewerCanCancelOffboarding INVALID_STATE',
    'User.viewerCanDelete INVALID_STATE',
    'User.viewerCanRevokeAllSessions NOT_FOUND',
    'Session.viewerCanRevoke NOT_FOUND',
    'Application.viewerCanDelete INVALID_STATE',
    'Application.viewerCanRotateRegistrationToken INVALID_STATE',
    'Device.viewerCanRemove NOT_FOUND',
    'DeviceLink.viewerCanDisconnect NOT_FOUND',
    'DeviceLink.viewerCanRevokeMobileAuthentication INVALID_STATE',
    'DeviceLink.viewerCanRevokePushNotifications INVALID_STATE',
    'DeviceLink.viewerCanRevokePushNotifications FORBIDDEN',
    'DeviceLink.viewerCanEnrollMobileAuthentication INVALID_STATE',
    'DeviceLink.viewerCanEnrollPushAuthentication INVALID_STATE',
    'Authenticator.viewerCanRemove FORBIDDEN',
    'Authenticator.viewerCanRemoveFromDevice FORBIDDEN',
    'Authenticator.viewerCanRemoveFromDevice INVALID_STATE',
    'Settings.viewerCanUpdate FORBIDDEN',
    'User.viewerCanRevokeApplicationAccess NOT_FOUND',
    'User.viewerCanAssignRole FORBIDDEN',
    'User.viewerCanUnassignRole SELF_ACTION',
    'User.viewerCanUnassignRole LAST_ADMINISTRATOR',
    'Token.viewerCanRevoke FORBIDDEN',
    'Authenticator.viewerCanRemove INVALID_STATE',
    'Authenticator.viewerCanRemove NOT_FOUND',
    'User.viewerCanSetPassword FORBIDDEN',
    'User.viewerCanDisable NOT_FOUND',
    'User.viewerCanCreateApiToken NOT_FOUND',
    'User.viewerCanCreateApiToken INVALID_STATE',
    'User.viewerCanCreateApiToken FORBIDDEN',
    'Group.viewerCanUpdate NOT_FOUND',
    'Role.viewerCanUpdate INVALID_STATE',
    'Import.viewerCanImport INVALID_STATE',
  ])
    expect([...met]).toContain(answer);
  for (const { type, name } of fields) expect([...met]).toContain(`${type}.${name} allowed`);
});

test('asking is not trying: no denial is recorded for it', async () => {
  const denials = async () =>
    (await graphql.sql(service.databaseUrl, `select 1 from events where type = 'ACCESS_DENIED'`)).length;
  const before = await denials();
  await seenBy(actors['HELPDESK']!, 'User');
  expect(await denials()).toBe(before);
});
