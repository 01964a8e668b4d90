/**
 * Who gets what, by walking the schema's root fields: anonymous callers, strangers, and the actors of the permission table. Nothing here
 * knows the rules; the tables are what the rules must come to.
 */
import { getNamedType, type GraphQLField, isInputObjectType, isNonNullType } from 'graphql';
import { authorize, clientCredentials, registerInstallation, signIn } from '../../src/tools/oidc-flow';
import { decodeId, encodeId } from '../../src/platform/type-id';
import * as graphql from '../support/graphql';
import { as, codes, ok, REDIRECT_URI, rowCounts, sql, type Ask } from '../support/graphql';
import { call, mutations, queries, unknownIds } from '../support/root-fields';
import { startService, type Service } from '../support/service';
import { upload } from '../support/upload';
import { OBJECT_PERMISSIONS } from '../support/vocabulary';

const PUBLIC = ['viewer'];
/** What anybody may ask, with the refusal that it comes to here: nobody can register, and there is no mail server. */
const FOR_ANYBODY: Record<string, string> = {
  registerUser: 'INVALID_STATE',
  resendConfirmation: 'MAIL_UNAVAILABLE',
  acceptInvitation: 'NOT_FOUND',
  requestPasswordReset: 'MAIL_UNAVAILABLE',
};

let service: Service;
const asks: Record<string, Ask> = {};
let ids: Record<string, string>;
let alice: graphql.Person;
let root: graphql.Person;
let sharedDevice: string;

/** An import that the machine has uploaded. */
const importedBy = async (target: Service): Promise<string> =>
  (await upload(target, await graphql.adminToken(target), 'format=json-lines', '{"username":"imported"}')).import.id;

beforeAll(async () => {
  service = await startService();
  const machine = as(service, await graphql.adminToken(service));
  asks['machine admin'] = machine;
  const web = await graphql.webApplication(service, machine);
  const mobile = await graphql.createApplication(service, machine, {
    name: 'Mobile',
    kind: 'MOBILE',
    firstParty: true,
    scopes: ['openid', 'offline_access', 'self', 'account'],
    redirectUris: [REDIRECT_URI],
  });
  const reader = await graphql.createApplication(service, machine, {
    name: 'Reader',
    kind: 'MACHINE',
    scopes: ['users:read'],
  });
  asks['machine users:read'] = as(service, (await clientCredentials(reader, { scope: 'users:read' })).access_token);
  asks['anonymous'] = as(service);

  const person = async (name: string, scope: string, ...roles: string[]) => {
    const made = await graphql.createPerson(machine, name, ...roles);
    asks[name] = await graphql.signedIn(service, web, name, scope);
    return made;
  };
  root = await person('root', 'openid admin', 'ADMIN');
  // Of two folders: the one that alice is in, and another.
  await graphql.createRole(machine, 'Delegate', OBJECT_PERMISSIONS);
  for (const [name, path] of [
    ['inside', 'emea'],
    ['outside', 'apac'],
  ] as const) {
    const { id } = await person(name, 'openid admin');
    await graphql.assign(machine, { userId: id, role: 'Delegate', on: { path } });
  }
  await person('operator', 'openid admin', 'OPERATOR');
  await person('helpdesk', 'openid admin', 'HELPDESK');
  const mallory = await person('mallory', 'openid self');
  alice = await person('alice', 'openid offline_access self');

  await ok(machine(`mutation { updateUser(input: {userId: "${alice.id}", path: "emea/sales"}) { errors { code } } }`));
  const { createGroup } = await ok(
    machine(`mutation { createGroup(input: {name: "Sales", path: "emea"}) { group { id } errors { code } } }`),
  );
  const { roles } = await ok(machine('{ roles { id name } }'));

  // Two devices of alice; mallory is on one of them too.
  const install = async (name: string, ...usernames: string[]) => {
    const { client_id: clientId, client_secret: clientSecret } = await registerInstallation(
      mobile.issuer,
      mobile.registrationToken!,
      { device_name: name, device_platform: 'IOS' },
    );
    for (const username of usernames)
      await signIn({
        issuer: mobile.issuer,
        clientId,
        clientSecret,
        redirectUri: REDIRECT_URI,
        username,
        password: graphql.PASSWORD,
        scope: 'openid self',
      });
    const { devices } = await ok(machine(`{ devices(filter: {search: "${name}"}) { nodes { id } } }`));
    return devices.nodes[0].id as string;
  };
  sharedDevice = await install('Shared', 'alice', 'mallory');
  const deviceId = await install('Private', 'alice');
  await authorize({
    ...web,
    redirectUri: REDIRECT_URI,
    username: 'alice',
    password: graphql.PASSWORD,
    scope: 'openid',
  });
  // A user, not a machine, ends something of alice and something of mallory: receipts and events with an actor.
  for (const { id } of [alice, mallory]) {
    const { sessions } = await ok(
      machine(`{ sessions(filter: {userId: "${id}", deviceId: "${sharedDevice}"}) { nodes { id } } }`),
    );
    await ok(
      asks['root']!(
        `mutation { revokeSession(input: {sessionId: "${sessions.nodes[0].id}", reason: "test"}) { errors { code } } }`,
      ),
    );
  }

  const [authenticator] = await graphql.sql<{ id: string }>(
    service.databaseUrl,
    `insert into authenticators (id, user_id, device_link_id, kind, name, public_jwk, thumbprint, created_at)
     select gen_random_uuid(), l.user_id, l.id, 'PIN', 'PIN', '{}', 'thumbprint', now() from device_links l where l.user_id = $1 limit 1 returning id`,
    [decodeId('User', alice.id)],
  );
  const [authentication] = await graphql.sql<{ id: string }>(
    service.databaseUrl,
    `insert into authentication_requests (id, hash, user_id, user_epoch, application_id, application_epoch, client_id, scopes, challenge, payload, created_at, expires_at)
     select gen_random_uuid(), '', u.id, u.epoch, a.id, a.epoch, a.client_id, '{}', 'x', '{}', now(), now() + interval '1 hour' from users u, applications a where u.id = $1 and a.client_id = $2 returning id`,
    [decodeId('User', alice.id), web.clientId],
  );
  const invited = await ok(machine('mutation { inviteUser(input: {}) { invitation { id } errors { code } } }'));
  const of = `(filter: {userId: "${alice.id}"}, first: 1) { nodes { id } }`;
  const found = await ok(
    machine(`{ sessions${of} tokens${of} accessGrants${of} consents${of} revocations${of} events${of} }`),
  );
  const first = (list: string) => found[list].nodes[0].id as string;
  ids = {
    userId: alice.id,
    deviceId,
    sessionId: first('sessions'),
    tokenId: first('tokens'),
    accessGrantId: first('accessGrants'),
    consentId: first('consents'),
    revocationId: first('revocations'),
    eventId: first('events'),
    applicationId: reader.applicationId,
    importId: await importedBy(service),
    invitationId: invited.inviteUser.invitation.id,
    authenticatorId: encodeId('Authenticator', authenticator!.id),
    groupId: createGroup.group.id,
    roleId: roles.find(({ name }: { name: string }) => name === 'Delegate').id,
    authenticationId: encodeId('AuthenticationRequest', authentication!.id),
  };
  // Codes live for a minute, which is shorter than this file may take.
  await sql(service.databaseUrl, `update access_grants set expires_at = now() + interval '1 hour'`);
}, 60_000);
afterAll(() => service.stop());

describe('anonymous', () => {
  test.each([...queries, ...mutations].map((field) => [field.name, field] as const))('%s', async (name, field) => {
    const before = await rowCounts(service.databaseUrl);
    const answer = await call(asks['anonymous']!, field, ids);
    if (PUBLIC.includes(name)) expect(answer).toMatchObject({ errors: [], data: { [name]: null } });
    else if (name in FOR_ANYBODY)
      expect(answer).toMatchObject({ errors: [], data: { [name]: { errors: [{ code: FOR_ANYBODY[name] }] } } });
    else {
      expect(codes(answer)).toEqual(['UNAUTHENTICATED']);
      expect(answer.data?.[name] ?? null).toBeNull();
    }
    expect(await rowCounts(service.databaseUrl)).toEqual(before);
  });
});

/** Whether it is told an id that it cannot do without. */
const namesIds = ({ args }: GraphQLField<unknown, unknown>): boolean =>
  args
    .filter(({ type }) => isNonNullType(type))
    .map(({ type }) => getNamedType(type))
    .some((type) =>
      [
        type,
        ...(isInputObjectType(type) ? Object.values(type.getFields()).map((field) => getNamedType(field.type)) : []),
      ].some(({ name }) => name === 'ID' || name === 'RevocationSelector'),
    );

describe.each(['mallory', 'outside'])('somebody else’s object, for %s', (actor) => {
  // Denials of staff are recorded.
  const unchanged = async () => ({
    ...(await rowCounts(service.databaseUrl)),
    ...(actor === 'outside' && { events: 0 }),
  });
  // What takes no id: it is about the caller's own device, or the caller.
  const ownDevice = [
    'enrollPushAuthentication',
    'enrollTotp',
    'enrollPasskey',
    'createRecoveryCodes',
    'changeMyPassword',
  ];
  // What is new is refused for what it is.
  if (actor === 'outside') ownDevice.push('createUser', 'createServiceAccount', 'createGroup');
  const taking = [...queries, ...mutations].filter(
    ({ name, args }) =>
      !ownDevice.includes(name) &&
      !(name in FOR_ANYBODY) &&
      args.some(
        ({ type }) =>
          isNonNullType(type) && (getNamedType(type).name === 'ID' || /By$|Input$/.test(getNamedType(type).name)),
      ),
  );

  test.each(taking.map((field) => [field.name, field] as const))('%s', async (name, field) => {
    const before = await unchanged();
    const answer = await call(asks[actor]!, field, ids);
    const other = await call(asks[actor]!, field, unknownIds(ids));
    // Word for word what an id that nobody has gives: nothing to tell the two apart by.
    expect(answer.text).toBe(other.text);
    if (codes(answer).length > 0) expect(codes(answer)).toEqual(['FORBIDDEN']);
    else if (name === 'nodes') expect(new Set(answer.data.nodes)).toEqual(new Set([null]));
    else if (queries.includes(field)) expect(answer.data[name]).toBeNull();
    else {
      const { errors, results } = answer.data[name] as {
        errors: { code: string }[];
        results?: { errors: { code: string }[] }[];
      };
      expect([...errors, ...(results ?? []).flatMap((result) => result.errors)].map(({ code }) => code)).toEqual([
        'NOT_FOUND',
      ]);
    }
    expect(await unchanged()).toEqual(before);
  });

  test('the staff’s object is not there by node, filter or search either', async () => {
    for (const id of Object.values(ids))
      expect((await asks[actor]!(`{ node(id: "${id}") { id } }`)).data).toEqual({ node: null });
    const filters: [string, string][] = [
      ['users', `search: "alice"`],
      ['users', `role: "ADMIN"`],
      ['sessions', `userId: "${ids.userId}"`],
      ['sessions', `deviceId: "${ids.deviceId}"`],
      ['tokens', `sessionId: "${ids.sessionId}"`],
      ['tokens', `userId: "${ids.userId}"`],
      ['devices', `userId: "${ids.userId}", search: "Private"`],
      ['consents', `userId: "${ids.userId}"`],
      ['accessGrants', `userId: "${ids.userId}"`],
      ['revocations', `userId: "${ids.userId}"`],
      ['revocations', `targetId: "${ids.sessionId}"`],
      ['revocations', `actorUserId: "${ids.userId}"`],
      ['applications', `kind: [MACHINE]`],
    ];
    for (const [list, filter] of filters) {
      const { data } = await asks[actor]!(`{ ${list}(filter: {${filter}}) { totalCount nodes { id } } }`);
      expect([list, filter, data[list]]).toEqual([list, filter, { totalCount: 0, nodes: [] }]);
    }
  });
});

describe('inside the folder', () => {
  // What counts only where it is held everywhere.
  const GLOBAL = [
    'roles',
    'settings',
    'application',
    'deviceDeletionPreview',
    'explainToken',
    'trace',
    'introspectToken',
  ];
  GLOBAL.push(
    'createRole',
    'updateRole',
    'deleteRole',
    'setResourceScopes',
    'updateSettings',
    'deleteDevice',
    'deleteDevices',
  );
  GLOBAL.push('resendInvitation', 'revokeInvitation');
  // Only their own.
  GLOBAL.push('import');
  const isGlobal = (name: string) =>
    GLOBAL.includes(name) || /Application(VersionStatus)?$|ClientSecret$|RegistrationToken$/.test(name);

  test.each([...queries, ...mutations].filter(namesIds).map((field) => [field.name, field] as const))(
    '%s answers as it answers the administrator',
    async (name, field) => {
      const dryRun =
        (ask: Ask): Ask =>
        (text, variables) => {
          const { input } = (variables ?? {}) as { input?: Record<string, unknown> };
          const plain = [
            'planRevocation',
            'applyRevocation',
            'introspectToken',
            'explainToken',
            'createDeviceChallenge',
          ];
          return ask(text, input && !plain.includes(name) ? { input: { ...input, dryRun: true } } : variables);
        };
      const [answer, root] = [
        await call(dryRun(asks['inside']!), field, ids),
        await call(dryRun(asks['root']!), field, ids),
      ];
      if (isGlobal(name)) expect(answer.data?.[name] ?? null).toBeNull();
      else if (['importUsers', 'discardImport'].includes(name))
        expect(answer.data[name].errors).toMatchObject([{ code: 'NOT_FOUND' }]);
      // Without a path, an invitation is not inside the folder.
      else if (['assignRole', 'unassignRole', 'inviteUser'].includes(name))
        expect(codes(answer)).toEqual(['FORBIDDEN']);
      else if (name === 'nodes') expect(answer.data.nodes.filter((node: unknown) => node === null)).toHaveLength(5);
      else expect(answer.text).toBe(root.text);
    },
  );

  test('the lists have what is inside, and nothing else', async () => {
    const { data, errors } = await asks['inside']!(
      `{ users { totalCount nodes { id } } sessions(first: 100) { nodes { user { id } } } tokens(first: 100) { nodes { user { id } } }
         consents(first: 100) { nodes { user { id } } } events(first: 100) { nodes { user { id } } } devices { totalCount nodes { users { totalCount nodes { user { id } } } } } }`,
    );
    expect(errors).toEqual([]);
    const own = (await ok(asks['inside']!('{ viewer { user { id } } }'))).viewer.user.id;
    const seen = (list: string) =>
      [...new Set(data[list].nodes.map(({ user }: { user: { id: string } }) => user.id))].sort();
    expect(data.users.nodes.map(({ id }: { id: string }) => id).sort()).toEqual([own, alice.id].sort());
    for (const list of ['sessions', 'tokens', 'consents']) expect(seen(list)).toEqual([own, alice.id].sort());
    expect(seen('events')).toEqual([alice.id]);
    expect(data.devices.totalCount).toBe(2);
    expect(data.devices.nodes.map(({ users }: { users: { totalCount: number } }) => users.totalCount)).toEqual([1, 1]);
  });
});

describe('a stranger', () => {
  test('no way back leads to other people: shared devices, events, receipts, sessions', async () => {
    const link = 'nodes { user { id username } device { id users { totalCount nodes { user { id username } } } } }';
    const answer = await asks['mallory']!(`{
      viewer { user { id username effectiveRoles { name } devices { totalCount ${link} }
        sessions { nodes { id user { id } impersonator { id } device { id users { totalCount ${link} } } tokens { nodes { id user { id } session { id user { id } } } } } }
        latestEvents { id type actor { __typename ... on User { id username email } ... on Application { name } } user { id } session { id user { id } } device { id users { nodes { user { id } } } } revocation { id actor { __typename ... on User { username } } } } } }
      revocations { nodes { id reason actor { __typename ... on User { id username } } user { id } target { id } items { nodes { itemId user { id } } } } }
      devices { totalCount nodes { id users { totalCount nodes { user { username } } } } }
      users { totalCount nodes { username } } sessions { nodes { user { username } } } tokens { nodes { user { username } } } consents { nodes { user { username } } }
    }`);
    expect(answer.errors).toEqual([]);
    expect(answer.data.devices).toMatchObject({
      totalCount: 1,
      nodes: [{ id: sharedDevice, users: { totalCount: 1 } }],
    });
    expect(answer.data.revocations.nodes).toMatchObject([{ actor: null }]);
    expect(answer.data.users.totalCount).toBe(1);
    for (const secret of [alice.id, alice.username, root.id, `"${root.username}"`])
      expect(answer.text).not.toContain(secret);
  });

  test('a service without permission for users does not see them behind what it may see', async () => {
    const machine = asks['machine admin']!;
    const tokens = await graphql.createApplication(service, machine, {
      name: 'Tokens',
      kind: 'MACHINE',
      scopes: ['tokens:read'],
    });
    const ask = as(service, (await clientCredentials(tokens, { scope: 'tokens:read' })).access_token);
    const { data, errors } = await ask(
      `{ tokens(filter: {userId: "${alice.id}"}, first: 1) { nodes { user { id } session { id } } } }`,
    );
    expect({ data, errors }).toEqual({ data: { tokens: { nodes: [{ user: null, session: null }] } }, errors: [] });
    expect(codes(await ask(`{ tokens(first: 1) { nodes { device { id } } } }`))).toEqual(['FORBIDDEN']);
  });
});

/** y: let in (to their own rows, where they may no more), F: FORBIDDEN, U: UNAUTHENTICATED. None of these tokens has the scope `account`. */
const ACTORS = ['root', 'operator', 'helpdesk', 'mallory', 'machine admin', 'machine users:read', 'anonymous'];
const MATRIX: Record<string, string> = {
  viewer: 'y y y y y y y',
  node: 'y y y y y y U',
  nodes: 'y y y y y y U',
  user: 'y y y y y y U',
  users: 'y y y y y y U',
  folders: 'y y y y y y U',
  device: 'y y y y y F U',
  devices: 'y y y y y F U',
  deviceDeletionPreview: 'y F F F y F U',
  session: 'y y y y y F U',
  sessions: 'y y y y y F U',
  token: 'y y y y y F U',
  tokens: 'y y y y y F U',
  accessGrants: 'y y y y y F U',
  consents: 'y y y y y F U',
  application: 'y y y y y F U',
  applications: 'y y y y y F U',
  roles: 'y y F F y F U',
  group: 'y y y y y F U',
  groups: 'y y y y y F U',
  groupRulePreview: 'y F F F y F U',
  createGroup: 'y F F F y F U',
  updateGroup: 'y F F F y F U',
  deleteGroup: 'y F F F y F U',
  addGroupMember: 'y F F F y F U',
  removeGroupMember: 'y F F F y F U',
  createRole: 'y F F F y F U',
  updateRole: 'y F F F y F U',
  deleteRole: 'y F F F y F U',
  setResourceScopes: 'y F F F y F U',
  settings: 'y y F F y F U',
  events: 'y y F F y F U',
  revocation: 'y y y y y F U',
  revocations: 'y y y y y F U',
  mails: 'y y F F y F U',
  createUser: 'y F F F y F U',
  import: 'y F F F y F U',
  imports: 'y F F F y F U',
  importUsers: 'y F F F y F U',
  discardImport: 'y F F F y F U',
  exportUserData: 'y y y y y y U',
  registerUser: 'y y y y y y y',
  resendConfirmation: 'y y y y y y y',
  confirmUser: 'y F F F y F U',
  invitations: 'y y y F y y U',
  inviteUser: 'y F F F y F U',
  resendInvitation: 'y F F F y F U',
  revokeInvitation: 'y F F F y F U',
  acceptInvitation: 'y y y y y y y',
  updateUser: 'y F F F y F U',
  setUserPassword: 'y F F F y F U',
  changeMyPassword: 'F F F F F F U',
  requirePasswordChange: 'y F F F y F U',
  lockPassword: 'y F F F y F U',
  unlockPassword: 'y F F F y F U',
  createRecoveryLink: 'y F F F y F U',
  emailRecoveryLink: 'y F F F y F U',
  requestPasswordReset: 'y y y y y y y',
  dormancyPreview: 'y y y F y y U',
  scheduleOffboarding: 'y F F F y F U',
  cancelOffboarding: 'y F F F y F U',
  lockdownUser: 'y F F F y F U',
  impersonateUser: 'y F F F y F U',
  endImpersonation: 'y y y y y y U',
  disableUser: 'y F F F y F U',
  enableUser: 'y F F F y F U',
  deleteUser: 'y F F F y F U',
  assignRole: 'y F F F y F U',
  updateSettings: 'y F F F y F U',
  unassignRole: 'y F F F y F U',
  createApplication: 'y F F F y F U',
  updateApplication: 'y F F F y F U',
  disableApplication: 'y F F F y F U',
  enableApplication: 'y F F F y F U',
  deleteApplication: 'y F F F y F U',
  rotateClientSecret: 'y F F F y F U',
  rotateRegistrationToken: 'y F F F y F U',
  setApplicationVersionStatus: 'y F F F y F U',
  revokeSession: 'y y y y y F U',
  revokeAllSessions: 'y y y y y F U',
  createApiToken: 'y F F F y F U',
  createServiceAccount: 'y F F F y F U',
  revokeToken: 'y y y y y F U',
  revokeSessions: 'y y y y y F U',
  revokeTokens: 'y y y y y F U',
  revokeConsents: 'y y y y y F U',
  introspectToken: 'y F F F y F U',
  explainToken: 'y y F F y F U',
  trace: 'y y F F y F U',
  revokeAccessGrant: 'y y y y y F U',
  revokeConsent: 'y y y y y F U',
  revokeApplicationAccess: 'y y y y y F U',
  disconnectDevice: 'y y y y y F U',
  disconnectAllDevices: 'y y y y y F U',
  deleteDevice: 'y F F F y F U',
  deleteDevices: 'y F F F y F U',
  createDeviceChallenge: 'F F F F F F U',
  pendingAuthentications: 'y y y y F F U',
  answerAuthentication: 'F F F F F F U',
  enrollMobileAuthentication: 'F F F F F F U',
  revokeMobileAuthentication: 'y y y y y F U',
  removeDeviceAuthenticator: 'y y y y y F U',
  enrollTotp: 'F F F F F F U',
  confirmTotp: 'F F F F F F U',
  enrollPasskey: 'F F F F F F U',
  confirmPasskey: 'F F F F F F U',
  createRecoveryCodes: 'F F F F F F U',
  renameAuthenticator: 'F F F F F F U',
  removeAuthenticator: 'y F F F y F U',
  planRevocation: 'y F F F y F U',
  applyRevocation: 'y y y y y y U',
  removeMyDevice: 'y y y y F F U',
  updateMyDevice: 'y y y y F F U',
  enrollPushAuthentication: 'F F F F F F U',
  revokePushNotifications: 'y y y y y F U',
  disableUsers: 'y F F F y F U',
  enableUsers: 'y F F F y F U',
  deleteUsers: 'y F F F y F U',
};
const WORDS: Record<string, string[]> = { y: [], F: ['FORBIDDEN'], U: ['UNAUTHENTICATED'] };

describe('the table of actors and root fields', () => {
  test('has every root field', () => {
    const names = new Set([...queries, ...mutations].map(({ name }) => name));
    expect(Object.keys(MATRIX).sort()).toEqual([...names].sort());
  });

  test.each([...queries, ...mutations].map((field) => [field.name, field] as const))('%s', async (name, field) => {
    const found: Record<string, string[]> = {};
    for (const actor of ACTORS) found[actor] = codes(await call(asks[actor]!, field, unknownIds(ids)));
    const letters = MATRIX[name]!.split(' ');
    expect(found).toEqual(Object.fromEntries(ACTORS.map((actor, i) => [actor, WORDS[letters[i]!]])));
  });

  test('who only has their own rows sees only those, staff that reads sees others', async () => {
    const seen: Record<string, unknown> = {};
    for (const actor of ['root', 'operator', 'helpdesk', 'mallory']) {
      const { data } = await asks[actor]!(
        `query ($u: ID!, $d: ID!, $s: ID!, $t: ID!, $r: ID!) { user(by: {id: $u}) { id } device(id: $d) { id } session(id: $s) { id } token(id: $t) { id } revocation(id: $r) { id } }`,
        { u: ids.userId, d: ids.deviceId, s: ids.sessionId, t: ids.tokenId, r: ids.revocationId },
      );
      seen[actor] = Object.keys(data).filter((key) => data[key] !== null);
    }
    const all = ['user', 'device', 'session', 'token', 'revocation'];
    expect(seen).toEqual({ root: all, operator: all, helpdesk: ['user', 'device'], mallory: [] });
  });

  test('a reader changes nothing of others: not found, and not allowed to give roles', async () => {
    for (const actor of ['operator', 'helpdesk']) {
      const answer = await asks[actor]!(
        `mutation { revokeSession(input: {sessionId: "${ids.sessionId}"}) { errors { code } } disconnectAllDevices(input: {userId: "${ids.userId}"}) { errors { code } } }`,
      );
      expect(answer.data).toEqual({
        revokeSession: { errors: [{ code: 'NOT_FOUND' }] },
        disconnectAllDevices: { errors: [{ code: 'NOT_FOUND' }] },
      });
    }
  });

  test('the help desk reads users, devices and latest events; sessions and the search of events are refused and recorded', async () => {
    const helpdesk = asks['helpdesk']!;
    const { data, errors } = await helpdesk(
      `query ($id: ID!) { user(by: {id: $id}) { username devices { nodes { device { name } } } latestEvents { type } } }`,
      { id: alice.id },
    );
    expect(errors).toEqual([]);
    expect(data.user.username).toBe('alice');
    expect(data.user.devices.nodes).toHaveLength(2);
    expect(data.user.latestEvents.length).toBeGreaterThan(3);

    const denied = () =>
      sql<{ field: string; needs: string }>(
        service.databaseUrl,
        `select e.details->>'field' as field, e.details->>'needs' as needs from events e join users u on u.id = e.actor_user_id
         where e.type = 'ACCESS_DENIED' and e.outcome = 'DENIED' and u.username = 'helpdesk' order by e.id`,
      );
    const before = (await denied()).length;
    for (const field of ['sessions', 'tokens', 'consents', 'accessGrants', 'applications'])
      expect(
        codes(await helpdesk(`query ($id: ID!) { user(by: {id: $id}) { ${field} { totalCount } } }`, { id: alice.id })),
      ).toEqual(['FORBIDDEN']);
    expect(codes(await helpdesk('{ events { totalCount } }'))).toEqual(['FORBIDDEN']);
    const after = (await denied()).slice(before);
    expect(after.at(-1)).toEqual({ field: 'Query.events', needs: 'events:search' });
    expect(after.map(({ field }) => field)).toContain('User.sessions');
    expect(after).toHaveLength(6);
    expect((await helpdesk('{ viewer { user { sessions { nodes { id } } } } }')).errors).toEqual([]);
  });

  test('nothing of this was a fault', () => {
    expect(service.log()).not.toMatch(/"level":(50|60)/);
  });
});
