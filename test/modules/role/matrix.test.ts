/**
 * Who may do what: the table of roles, cell by cell, over HTTP with real rows. What is somebody else's is Bob's; what is one's own is Alice's.
 * Whatever ends something is a dry run, so that each cell finds the same world.
 */
import '../../../src/app/modules';
import { builtInRoles } from '../../../src/modules/role';
import { PERMISSIONS } from '../../../src/schema/permissions';
import * as graphql from '../../support/graphql';
import { buildHousehold, type Household } from '../../support/household';
import { startService } from '../../support/service';
import { startWithAdmin, type WithAdmin } from '../../support/start';

/** `yes`: it is done, or shown. `no`: refused, not found, or not in the list. */
const TABLE = `
                                 | ADMIN | OPERATOR | HELPDESK | USER | USER, own
  read a user                    | yes   | yes      | yes      | no   | yes
  change a user                  | yes   | no       | no       | no   | no
  end a user                     | yes   | no       | no       | no   | no
  read a device                  | yes   | yes      | yes      | no   | yes
  end a device                   | yes   | no       | no       | no   | no
  disconnect a device            | yes   | no       | no       | no   | yes
  disconnect all devices         | yes   | no       | no       | no   | yes
  read a session                 | yes   | yes      | no       | no   | yes
  end a session                  | yes   | no       | no       | no   | yes
  end all sessions               | yes   | no       | no       | no   | yes
  read a token                   | yes   | yes      | no       | no   | yes
  end a token                    | yes   | no       | no       | no   | yes
  explain a token                | yes   | yes      | no       | no   | no
  trace a session                | yes   | yes      | no       | no   | no
  introspect a token             | yes   | no       | no       | no   | no
  read a grant                   | yes   | yes      | no       | no   | yes
  end a grant                    | yes   | no       | no       | no   | yes
  read a consent                 | yes   | yes      | no       | no   | yes
  end a consent                  | yes   | no       | no       | no   | yes
  read application access        | yes   | yes      | no       | no   | yes
  end application access         | yes   | no       | no       | no   | yes
  read an application            | yes   | yes      | no       | no   | yes
  change an application          | yes   | no       | no       | no   | no
  end an application             | yes   | no       | no       | no   | no
  read receipts                  | yes   | yes      | no       | no   | yes
  latest events of a user        | yes   | yes      | yes      | no   | yes
  search events                  | yes   | yes      | no       | no   | no
  read the roles there are       | yes   | yes      | no       | no   | no
  read the roles of a user       | yes   | yes      | yes      | no   | yes
  read the settings              | yes   | yes      | no       | no   | no
  change the settings            | yes   | no       | no       | no   | no
  give a role                    | yes   | no       | no       | no   | no
  take a role                    | yes   | no       | no       | no   | no
  set a password                 | yes   | no       | no       | no   | no
  create a user                  | yes   | no       | no       | no   | no
  disable many users             | yes   | no       | no       | no   | no
  end many sessions              | yes   | no       | no       | no   | yes
  end many tokens                | yes   | no       | no       | no   | yes
  end many consents              | yes   | no       | no       | no   | yes
  delete many devices            | yes   | no       | no       | no   | no
  remove one's own device        | no    | no       | no       | no   | yes
`;
const [head, ...lines] = TABLE.trimEnd()
  .split('\n')
  .slice(1)
  .map((line) => line.split('|').map((cell) => cell.trim()));
const COLUMNS = head!.slice(1);
const ROWS = lines.map(([what, ...cells]) => [what!, cells] as const);

let { service, admin, stop } = {} as WithAdmin;
let home: Household;
const callers: Record<string, graphql.Ask> = {};
/** Ids of what is Bob's and of what is Alice's. */
interface Things {
  user: string;
  username: string;
  device: string;
  users: string[];
  session: string;
  token: string;
  value: string;
  grant: string;
  consent: string;
  application: string;
}
const things: Record<'other' | 'own', Things> = {} as never;
/** An application that Alice has nothing to do with. */
let notHers: string;

beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
  home = await buildHousehold(service, admin);
  const console = await graphql.webApplication(service, admin, 'Console');
  const spa = { name: 'Not hers', kind: 'SPA', redirectUris: [graphql.REDIRECT_URI] };
  notHers = (await graphql.createApplication(service, admin, spa)).applicationId;
  for (const role of ['ADMIN', 'OPERATOR', 'HELPDESK']) {
    const { username } = await graphql.createPerson(admin, `a-${role.toLowerCase()}`, role);
    callers[role] = await graphql.signedIn(service, console, username, 'openid admin');
  }
  // What a user's token with every right that a token can carry still may not.
  const { access_token } = await graphql.tokensOf(console, home.alice.username, 'openid self admin');
  callers['USER'] = callers['USER, own'] = graphql.as(service, access_token);

  const { alice, bob, places, devices } = home;
  // A receipt about each of them.
  for (const place of [places.web, places.bobWeb])
    await graphql.ok(
      admin(
        `mutation { revokeSession(input: {sessionId: "${place.sessionId}"}) { revocation { id } errors { code } } }`,
      ),
    );
  // So that the phone is Bob's alone.
  await graphql.ok(
    admin(
      'mutation ($input: DisconnectDeviceInput!) { disconnectDevice(input: $input) { revocation { id } errors { code } } }',
      { input: { userId: alice.id, deviceId: devices.phone.id } },
    ),
  );
  const of = async (person: graphql.Person, session: string, value: string, device: string): Promise<Things> => {
    const found = await graphql.ok(
      admin(
        `query ($u: ID!) { accessGrants(filter: {userId: $u}) { nodes { id } } consents(filter: {userId: $u}) { nodes { id application { id } } } }`,
        { u: person.id },
      ),
    );
    const explained = await graphql.ok(
      admin(
        'mutation ($input: ExplainTokenInput!) { explainToken(input: $input) { explanation { token { id } } errors { code } } }',
        { input: { token: value } },
      ),
    );
    const consent = found.consents.nodes.find(
      ({ application }: { application: { id: string } }) => application.id === home.applications.mobile.applicationId,
    );
    return {
      user: person.id,
      username: person.username,
      device,
      users: [person.id],
      session,
      token: explained.explainToken.explanation.token.id,
      value,
      grant: found.accessGrants.nodes[0].id,
      consent: consent.id,
      application: consent.application.id,
    };
  };
  things.other = await of(bob, places.bobPhone.sessionId, places.bobPhone.tokens.access_token, devices.phone.id);
  things.own = await of(alice, places.tablet.sessionId, places.tablet.tokens.access_token, devices.tablet.id);
}, 60_000);
afterAll(() => stop?.());

type Probe = (ask: graphql.Ask, on: Things) => Promise<boolean>;

/** Whether the answer shows something: no error, and neither null nor an empty list at the end of the path. */
const shown = (answer: graphql.Answer, ...path: string[]): boolean => {
  const codes = graphql.codes(answer);
  if (codes.length > 0) {
    expect(codes).toEqual(['FORBIDDEN']);
    return false;
  }
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const found = path.reduce<any>((value, key) => value?.[key] ?? null, answer.data);
  return Array.isArray(found) ? found.length > 0 : found !== null;
};
const read =
  (query: (on: Things) => string, ...path: string[]): Probe =>
  async (ask, on) =>
    shown(await ask(`{ ${query(on)} }`), ...path);
/** By its own field or list, and by `node`: they agree. */
const readById = (id: (on: Things) => string, query: (on: Things) => string, ...path: string[]): Probe => {
  const direct = read(query, ...path);
  const byNode = read((on) => `node(id: "${id(on)}") { id }`, 'node');
  return async (ask, on) => {
    const answers = [await direct(ask, on), await byNode(ask, on)];
    expect(answers).toEqual([answers[0], answers[0]]);
    return answers[0]!;
  };
};
const mutate =
  (name: string, input: (on: Things) => Record<string, unknown>): Probe =>
  async (ask, on) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const answer = await ask(`mutation ($input: ${type}!) { ${name}(input: $input) { errors { code } } }`, {
      input: { ...input(on), dryRun: true },
    });
    const codes = [
      ...graphql.codes(answer),
      ...(answer.data?.[name]?.errors ?? []).map((e: { code: string }) => e.code),
    ];
    for (const code of codes) expect(['FORBIDDEN', 'NOT_FOUND']).toContain(code);
    return codes.length === 0;
  };

/** One of many: refused as a whole, or in its own result. */
const mutateMany =
  (name: string, input: (on: Things) => Record<string, unknown>): Probe =>
  async (ask, on) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
    const answer = await ask(
      `mutation ($input: ${type}!) { ${name}(input: $input) { results { errors { code } } errors { code } } }`,
      { input: { ...input(on), dryRun: true } },
    );
    const payload = answer.data?.[name];
    const codes = [
      ...graphql.codes(answer),
      ...[...(payload?.errors ?? []), ...(payload?.results?.[0].errors ?? [])].map((e: { code: string }) => e.code),
    ];
    for (const code of codes) expect(['FORBIDDEN', 'NOT_FOUND']).toContain(code);
    return codes.length === 0;
  };

const listed = (list: string, filter = 'userId') => `${list}(filter: {${filter}: `;
const PROBES: Record<string, Probe> = {
  'read a user': readById(
    (on) => on.user,
    (on) => `user(by: {username: "${on.username}"}) { id }`,
    'user',
  ),
  'change a user': mutate('updateUser', (on) => ({ userId: on.user, path: 'emea' })),
  'end a user': mutate('disableUser', (on) => ({ userId: on.user })),
  'read a device': readById(
    (on) => on.device,
    (on) => `${listed('devices')}"${on.user}"}) { nodes { id } }`,
    'devices',
    'nodes',
  ),
  'end a device': mutate('deleteDevice', (on) => ({ deviceId: on.device, confirmedUserIds: on.users })),
  'disconnect a device': mutate('disconnectDevice', (on) => ({ userId: on.user, deviceId: on.device })),
  'disconnect all devices': mutate('disconnectAllDevices', (on) => ({ userId: on.user })),
  'read a session': readById(
    (on) => on.session,
    (on) => `${listed('sessions')}"${on.user}"}) { nodes { id } }`,
    'sessions',
    'nodes',
  ),
  'end a session': mutate('revokeSession', (on) => ({ sessionId: on.session })),
  'end all sessions': mutate('revokeAllSessions', (on) => ({ userId: on.user })),
  'read a token': readById(
    (on) => on.token,
    (on) => `${listed('tokens')}"${on.user}"}) { nodes { id } }`,
    'tokens',
    'nodes',
  ),
  'end a token': mutate('revokeToken', (on) => ({ tokenId: on.token })),
  'explain a token': read((on) => `explainToken(id: "${on.token}") { live }`, 'explainToken'),
  'trace a session': read((on) => `trace(by: {sessionId: "${on.session}"}) { sessions { nodes { id } } }`, 'trace'),
  'introspect a token': async (ask, on) =>
    shown(
      await ask('mutation ($input: IntrospectTokenInput!) { introspectToken(input: $input) { active token { id } } }', {
        input: { token: on.value },
      }),
      'introspectToken',
      'token',
    ),
  'read a grant': readById(
    (on) => on.grant,
    (on) => `${listed('accessGrants')}"${on.user}"}) { nodes { id } }`,
    'accessGrants',
    'nodes',
  ),
  'end a grant': mutate('revokeAccessGrant', (on) => ({ accessGrantId: on.grant })),
  'read a consent': readById(
    (on) => on.consent,
    (on) => `${listed('consents')}"${on.user}"}) { nodes { id } }`,
    'consents',
    'nodes',
  ),
  'end a consent': mutate('revokeConsent', (on) => ({ consentId: on.consent })),
  'read application access': read(
    (on) => `user(by: {id: "${on.user}"}) { applications { nodes { id } } }`,
    'user',
    'applications',
    'nodes',
  ),
  'end application access': mutate('revokeApplicationAccess', (on) => ({
    userId: on.user,
    applicationId: on.application,
  })),
  'read an application': (ask, on) =>
    readById(
      () => (on === things.own ? on.application : notHers),
      () => `application(id: "${on === things.own ? on.application : notHers}") { id }`,
      'application',
    )(ask, on),
  'change an application': mutate('updateApplication', (on) => ({ applicationId: on.application, name: 'Renamed' })),
  'end an application': mutate('disableApplication', (on) => ({ applicationId: on.application })),
  'read receipts': read((on) => `${listed('revocations')}"${on.user}"}) { nodes { id } }`, 'revocations', 'nodes'),
  'latest events of a user': read(
    (on) => `user(by: {id: "${on.user}"}) { latestEvents { type } }`,
    'user',
    'latestEvents',
  ),
  'search events': read((on) => `${listed('events')}"${on.user}"}) { nodes { id } }`, 'events', 'nodes'),
  'read the roles there are': read(() => 'roles { name }', 'roles'),
  'read the roles of a user': read(
    (on) => `user(by: {id: "${on.user}"}) { effectiveRoles { name } }`,
    'user',
    'effectiveRoles',
  ),
  'read the settings': read(() => 'settings { version }', 'settings'),
  'change the settings': mutate('updateSettings', () => ({ sessionsLimitPerUser: 5 })),
  'give a role': mutate('assignRole', (on) => ({ userId: on.user, role: 'HELPDESK' })),
  'take a role': mutate('unassignRole', (on) => ({ userId: on.user, role: 'HELPDESK' })),
  'set a password': mutate('setUserPassword', (on) => ({ userId: on.user, password: 'another horse battery staple' })),
  'disable many users': mutateMany('disableUsers', (on) => ({ userIds: [on.user] })),
  'end many sessions': mutateMany('revokeSessions', (on) => ({ sessionIds: [on.session] })),
  'end many tokens': mutateMany('revokeTokens', (on) => ({ tokenIds: [on.token] })),
  'end many consents': mutateMany('revokeConsents', (on) => ({ consentIds: [on.consent] })),
  'delete many devices': mutateMany('deleteDevices', (on) => ({ deviceIds: [on.device], confirmedUserIds: on.users })),
  "remove one's own device": mutate('removeMyDevice', (on) => ({ deviceId: on.device })),
  'create a user': mutate('createUser', () => ({ username: 'somebody-new' })),
};

test('the table has a probe for each of its rows', () => {
  expect(Object.keys(PROBES).sort()).toEqual(ROWS.map(([what]) => what).sort());
  expect(COLUMNS).toEqual([...builtInRoles().map(({ name }) => name), 'USER, own']);
});

test.each(ROWS)('%s', async (what, cells) => {
  const found: Record<string, string> = {};
  for (const column of COLUMNS) {
    const done = await PROBES[what]!(callers[column]!, column === 'USER, own' ? things.own : things.other);
    found[column] = done ? 'yes' : 'no';
  }
  expect(found).toEqual(Object.fromEntries(COLUMNS.map((column, i) => [column, cells[i]])));
});

test('an ordinary user’s lists hold nothing but their own rows, whatever is asked of them', async () => {
  const { data, errors } = await callers['USER']!(`{
    users(first: 100) { nodes { id } } sessions(first: 100) { nodes { user { id } } } tokens(first: 100) { nodes { user { id } } }
    consents(first: 100) { nodes { user { id } } } accessGrants(first: 100) { nodes { user { id } } } revocations(first: 100) { nodes { user { id } } }
    devices(first: 100) { nodes { id users { nodes { user { id } } } } } applications(first: 100) { nodes { id } } }`);
  expect(errors).toEqual([]);
  const { alice, devices, applications } = home;
  expect(data.users.nodes).toEqual([{ id: alice.id }]);
  for (const list of ['sessions', 'tokens', 'consents', 'accessGrants', 'revocations']) {
    expect(data[list].nodes.length).toBeGreaterThan(0);
    expect([list, ...new Set(data[list].nodes.map(({ user }: { user: { id: string } }) => user.id))]).toEqual([
      list,
      alice.id,
    ]);
  }
  expect(data.devices.nodes).toEqual([{ id: devices.tablet.id, users: { nodes: [{ user: { id: alice.id } }] } }]);
  const known: string[] = data.applications.nodes.map(({ id }: { id: string }) => id);
  expect(known).toContain(applications.web.applicationId);
  expect(known).not.toContain(notHers);
});

test('what is dangerous is a permission each: everything else does not contain it, and it contains nothing else', async () => {
  const machine = (scopes: string[]) => graphql.asMachine(service, admin, ...scopes);
  const dangerous: [string, string][] = [
    ['set a password', 'users:setPassword'],
    ['end a user', 'users:disable'],
    ['end a device', 'devices:delete'],
    ['explain a token', 'tokens:explain'],
    ['introspect a token', 'tokens:introspect'],
    ['search events', 'events:search'],
    ['change an application', 'applications:manage'],
  ];
  // One that may do nothing that its manager may not.
  const plain = await graphql.createApplication(service, admin, {
    ...{ name: 'Plain', kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], scopes: ['openid'] },
  });
  const on = { ...things.other, application: plain.applicationId };
  for (const [what, permission] of dangerous) {
    const only = await machine([permission]);
    const but = await machine(PERMISSIONS.filter((other) => other !== permission));
    expect([what, await PROBES[what]!(only, on), await PROBES[what]!(but, on)]).toEqual([what, true, false]);
    for (const [other] of dangerous)
      if (other !== what) expect([what, other, await PROBES[other]!(only, on)]).toEqual([what, other, false]);
  }
});

test('a database of an earlier release gets the roles of this one when it starts', async () => {
  const roles = async () => (await graphql.ok(admin('{ roles { name description permissions builtIn } }'))).roles;
  const before = await roles();
  expect(before.map(({ name }: { name: string }) => name).sort()).toEqual(
    builtInRoles()
      .map(({ name }) => name)
      .sort(),
  );
  await graphql.sql(
    service.databaseUrl,
    `update roles set permissions = array_remove(permissions, 'tokens:explain'), description = 'as it was' where name in ('ADMIN', 'OPERATOR')`,
  );
  expect(await PROBES['explain a token']!(callers['OPERATOR']!, things.other)).toBe(false);
  const second = await startService({ beside: service });
  try {
    expect(await roles()).toEqual(before);
    expect(await PROBES['explain a token']!(callers['OPERATOR']!, things.other)).toBe(true);
  } finally {
    await second.stop();
  }
});
