/**
 * Every operation of the playground's examples runs over HTTP as it stands, for somebody with no more than the role it is meant for, with the
 * ids that its own tab shows; a dry run first, then in earnest, and both come to the same.
 */
import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { type Example, examples } from '../../src/server/playground/examples';
import { fillIn, ownIds, WHO_AM_I } from '../../src/server/playground/examples/own';
import { startAuthentication } from '../../src/tools/ciba-flow';
import { signIn } from '../../src/tools/oidc-flow';
import * as graphql from '../support/graphql';
import { buildHousehold, type Household } from '../support/household';
import { mutate } from '../support/pair';
import { enrolled, type Phone, signInOnPhone } from '../support/phone';
import { PUSHING, startWithAdmin, type WithAdmin } from '../support/start';

type Data = graphql.Answer['data'];
type Seen = Record<string, Data>;
type Variables = Record<string, unknown>;

interface Run {
  token(): string;
  /** What to put in the places to fill in, as far as the answers so far tell. */
  fill?(seen: Seen): Variables;
  /** What each of its operations must have come to. */
  answers: Record<string, (data: Data, seen: Seen) => unknown>;
}

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/141.0.0.0 Safari/537.36';
const STAFF = { ADMIN: 'ida', OPERATOR: 'oskar', HELPDESK: 'hedda' };

let { service, admin, stop } = {} as WithAdmin;
let home: Household;
let phone: Phone;
const tokens: Record<string, string> = {};
const people: Record<string, string> = {};

/** An application that can be disabled, a group and a person who left. */
let spare: graphql.Registered;

/** As the playground signs people in: by its own client, for all that it asks for. */
const atPlayground = async (username: string, userAgent?: string): Promise<string> => {
  const { tokens: issued } = await signIn({
    issuer: graphql.issuerOf(service),
    clientId: 'playground',
    redirectUri: `${service.url}/playground/callback`,
    scope: 'openid profile email self account admin',
    username,
    password: graphql.PASSWORD,
    userAgent,
  });
  return issued.access_token;
};

/** A phone of Alice with two keys and push, on which a sign-in waits to be confirmed. */
const confirmsSignIns = async (): Promise<Phone> => {
  const made = await signInOnPhone(service, home.applications.mobile, home.alice, home.devices.phone.client);
  await enrolled(made);
  await enrolled(made, { kind: 'BIOMETRIC', name: 'Face' });
  await mutate(
    made.ask,
    'enrollPushAuthentication',
    { provider: 'WEBHOOK', address: 'alices-phone' },
    'deviceLink { id }',
  );
  const shop = await graphql.createApplication(service, admin, {
    name: 'Shop',
    kind: 'WEB',
    redirectUris: [graphql.REDIRECT_URI],
    scopes: ['openid', 'self'],
    backchannelAuthentication: true,
  });
  const asked = { scope: 'openid self', login_hint: home.alice.username, binding_message: 'Order 4711' };
  expect((await startAuthentication(`${service.address}/oidc`, shop, asked)).status).toBe(200);
  return made;
};

/** Somebody with a device, consents, refresh tokens and two sessions in the playground. */
const signInEverywhere = async (username: string): Promise<void> => {
  people[username] = (await graphql.createPerson(admin, username)).id;
  const { web, other, mobile } = home.applications;
  for (const client of [web, other, await graphql.install(mobile, 'Watch')])
    await graphql.tokensOf(client, username, 'openid offline_access self');
  for (const userAgent of [WINDOWS, undefined]) tokens[username] = await atPlayground(username, userAgent);
};

beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin(PUSHING));
  home = await buildHousehold(service, admin);
  for (const [role, username] of Object.entries(STAFF)) {
    people[username] = (await graphql.createPerson(admin, username, role)).id;
    tokens[role] = await atPlayground(username);
  }
  for (const username of ['carol', 'dave', 'erin']) {
    people[username] = (await graphql.createPerson(admin, username)).id;
    await atPlayground(username, WINDOWS);
  }
  for (const username of ['gustav', 'hans']) people[username] = (await graphql.createPerson(admin, username)).id;
  await mutate(admin, 'updateUser', { userId: people['gustav'], path: 'emea/sales' }, 'user { id }');
  await mutate(admin, 'disableUser', { userId: people['hans'] }, 'user { id }');
  await mutate(admin, 'createGroup', { name: 'Europe' }, 'group { id }');
  spare = await graphql.webApplication(service, admin, 'Spare');
  await signInEverywhere('frida');
  tokens['alice'] = await atPlayground(home.alice.username);
  phone = await confirmsSignIns();
  await mutate(
    admin,
    'revokeSession',
    { sessionId: home.places.bobWeb.sessionId, reason: 'Looked wrong' },
    'session { id }',
  );
  // Refused, and so among what happened.
  const refused = graphql.as(
    service,
    tokens['HELPDESK'],
  )(`mutation { disableUser(input: { userId: "${home.bob.id}" }) { errors { code } } }`);
  expect(graphql.codes(await refused)).toEqual(['FORBIDDEN']);
}, 60_000);
afterAll(() => stop?.());

const deviceOf = (data: Data, deviceId: string) =>
  data.viewer.user.devices.nodes.find(({ device }: { device: { id: string } }) => device.id === deviceId);
const usernamesOf = (nodes: { username: string }[]) => nodes.map(({ username }) => username);
const refusals = (data: Data, mutation: string) => data[mutation].errors.map(({ code }: { code: string }) => code);

const RUNS: Record<string, Run> = {
  'My account': {
    token: () => tokens['alice']!,
    answers: {
      MyAccount({ viewer: { user } }) {
        expect(user.username).toBe(home.alice.username);
        expect(user.sessions.nodes.filter(({ current }: { current: boolean }) => current)).toHaveLength(1);
        for (const list of ['devices', 'consents', 'tokens']) expect(user[list].nodes).not.toEqual([]);
      },
    },
  },
  'What confirms my sign-ins': {
    token: () => phone.token,
    fill: ({ WhatConfirmsMySignIns: found }) => ({
      userId: home.alice.id,
      deviceId: phone.deviceId,
      authenticatorId: found && deviceOf(found, phone.deviceId).authenticators[1].id,
    }),
    answers: {
      WhatConfirmsMySignIns(data) {
        expect(data.pendingAuthentications).toMatchObject([
          { bindingMessage: 'Order 4711', application: { name: 'Shop' } },
        ]);
        expect(deviceOf(data, phone.deviceId)).toMatchObject({
          mobileAuthentication: { enabled: true },
          pushAuthentication: { enabled: true },
          authenticators: [{}, { kind: 'BIOMETRIC', name: 'Face' }],
        });
      },
      RemoveOneKey({ removeDeviceAuthenticator: done }) {
        expect(done).toMatchObject({
          deviceLink: { mobileAuthentication: { enabled: true } },
          revocation: { counts: { authenticators: 1 } },
        });
      },
      NoMorePush({ revokePushNotifications: done }) {
        expect(done.revocation.counts).toEqual({ pushEnrollments: 1 });
      },
      NoMoreConfirming({ revokeMobileAuthentication: done }) {
        expect(done.revocation.counts).toEqual({ authenticators: 1, pushEnrollments: 0 });
      },
    },
  },
  'Remove one of my devices': {
    token: () => tokens['alice']!,
    fill: () => ({ deviceId: home.devices.tablet.id }),
    answers: {
      MyDevices(data) {
        expect(deviceOf(data, home.devices.tablet.id).device.viewerCanRemove).toMatchObject({ allowed: true });
      },
      RemoveADevice({ removeMyDevice: done }) {
        expect(done).toMatchObject({ deviceDeleted: true, revocation: { counts: { devices: 1, deviceLinks: 1 } } });
      },
    },
  },
  'End my other sessions': {
    token: () => tokens['alice']!,
    answers: {
      async EndMyOtherSessions({ revokeAllSessions: done }) {
        // In two browsers and, twice, on the phone; the tablet is gone.
        expect(done.revocation.counts.sessions).toBe(4);
        const mine = '{ viewer { user { sessions(filter: { status: [ACTIVE] }) { nodes { current } } } } }';
        const { viewer } = await graphql.ok(graphql.as(service, tokens['alice'])(mine));
        expect(viewer.user.sessions.nodes).toEqual([{ current: true }]);
      },
    },
  },
  'End one of my sessions': {
    token: () => tokens['frida']!,
    answers: {
      MySessions({ sessions }) {
        expect(sessions.nodes.length).toBeGreaterThan(2);
      },
      async EndMySession({ revokeSession: done }) {
        expect(done.revocation.counts.sessions).toBe(1);
        const { viewer } = await graphql.ok(graphql.as(service, tokens['frida'])('{ viewer { kind } }'));
        expect(viewer.kind).toBe('USER');
      },
    },
  },
  'Export my data': {
    token: () => tokens['frida']!,
    answers: {
      ExportMyData({ exportUserData: { data } }) {
        expect(JSON.stringify(data)).toContain('frida@example.com');
      },
    },
  },
  'Rename one of my devices': {
    token: () => tokens['frida']!,
    answers: {
      RenameMyDevice({ updateMyDevice: done }) {
        expect(done.device.name).toBe('Phone in the kitchen');
      },
    },
  },
  'Revoke one of my tokens': {
    token: () => tokens['frida']!,
    answers: {
      MyTokens({ tokens: { nodes } }) {
        expect(nodes.length).toBeGreaterThan(1);
      },
      RevokeMyToken({ revokeToken: done }) {
        expect(done.token.status).not.toBe('ACTIVE');
      },
    },
  },
  'Withdraw a consent': {
    token: () => tokens['frida']!,
    answers: {
      MyConsents({ consents: { nodes } }) {
        expect(nodes.length).toBeGreaterThan(2);
      },
      WithdrawAConsent({ revokeConsent: done }) {
        expect(done.revocation.counts.consents).toBe(1);
      },
    },
  },
  'Take all access from an application': {
    token: () => tokens['frida']!,
    answers: {
      MyApplications({ applications: { nodes } }) {
        expect(nodes.length).toBeGreaterThan(1);
      },
      NoMoreAccess({ revokeApplicationAccess: done }) {
        expect(done.application.name).not.toBe('Playground');
        expect(done.revocation.counts.consents).toBe(1);
      },
    },
  },
  'Change my password': {
    token: () => tokens['frida']!,
    fill: () => ({ currentPassword: graphql.PASSWORD, newPassword: 'an entirely different one' }),
    answers: {
      async ChangeMyPassword({ changeMyPassword: done }) {
        expect(done.revocation.counts.sessions).toBeGreaterThan(0);
        await expect(atPlayground('frida')).rejects.toThrow('sign_in_refused');
      },
    },
  },
  'Find a user': {
    token: () => tokens['HELPDESK']!,
    fill: () => ({ search: home.bob.username }),
    answers: {
      FindAPerson({ users }) {
        expect(usernamesOf(users.nodes)).toEqual([home.bob.username]);
        expect(users.nodes[0].devices.nodes).toHaveLength(1);
        expect(users.nodes[0].latestEvents).not.toEqual([]);
      },
    },
  },
  'What can I do?': {
    token: () => tokens['HELPDESK']!,
    fill: () => ({ username: home.alice.username }),
    answers: {
      WhatMayIDo({ user }) {
        expect(user.viewerCanDisable).toMatchObject({ allowed: false, code: 'FORBIDDEN' });
      },
    },
  },
  'What happened': {
    token: () => tokens['OPERATOR']!,
    answers: {
      WhatHappened({ events }) {
        expect(events.nodes).toContainEqual(
          expect.objectContaining({ type: 'ACCESS_DENIED', actor: { username: STAFF.HELPDESK } }),
        );
      },
    },
  },
  'What was ended': {
    token: () => tokens['OPERATOR']!,
    answers: {
      WhatWasEnded({ revocations }) {
        const ended = revocations.nodes.find(({ reason }: { reason: string | null }) => reason === 'Looked wrong');
        expect(ended).toMatchObject({
          action: 'revokeSession',
          user: { username: home.bob.username },
          counts: { sessions: 1 },
        });
        expect(ended.items.nodes).toContainEqual({ type: 'SESSION', itemId: home.places.bobWeb.sessionId });
      },
    },
  },
  'Why has it ended?': {
    token: () => tokens['OPERATOR']!,
    fill: () => ({ token: home.places.bobWeb.tokens.access_token }),
    answers: {
      WhyIsItDead({ explainToken: { explanation } }) {
        expect(explanation.live).toBe(false);
        expect(explanation.links.filter(({ holds }: { holds: boolean }) => !holds)).toContainEqual(
          expect.objectContaining({ revocation: expect.objectContaining({ reason: 'Looked wrong' }) as unknown }),
        );
      },
    },
  },
  'Trace an address': {
    token: () => tokens['OPERATOR']!,
    answers: {
      TraceAnAddress({ trace }) {
        expect(trace.sessions.nodes.length).toBeGreaterThan(1);
        expect(trace.sessions.nodes[0].tokenFamilies.nodes[0].tokens.nodes).not.toEqual([]);
      },
    },
  },
  'Folders and their users': {
    token: () => tokens['OPERATOR']!,
    answers: {
      Folders({ folders }) {
        expect(folders).toEqual([{ path: 'emea', users: 1, usersHere: 0 }]);
      },
    },
  },
  'Roles and groups': {
    token: () => tokens['OPERATOR']!,
    answers: {
      RolesAndGroups({ roles, groups }) {
        expect(roles.map(({ name }: { name: string }) => name)).toContain('HELPDESK');
        expect(groups.nodes).toMatchObject([{ name: 'Europe', members: { totalCount: 0 } }]);
      },
    },
  },
  'Applications and who uses them': {
    token: () => tokens['OPERATOR']!,
    fill: () => ({ applicationId: home.applications.mobile.applicationId }),
    answers: {
      Applications({ applications }) {
        expect(applications.nodes.map(({ id }: { id: string }) => id)).toContain(
          home.applications.mobile.applicationId,
        );
      },
      WhoUsesIt({ consents, tokens: issued }) {
        expect(consents.nodes).toContainEqual(expect.objectContaining({ user: { username: home.bob.username } }));
        expect(issued.totalCount).toBeGreaterThan(0);
      },
    },
  },
  'Devices and their users': {
    token: () => tokens['OPERATOR']!,
    fill: () => ({ platform: ['OTHER', 'IOS'] }),
    answers: {
      Devices({ devices }) {
        expect(devices.nodes).toContainEqual(expect.objectContaining({ id: home.devices.phone.id }));
      },
    },
  },
  'Users with live sessions': {
    token: () => tokens['ADMIN']!,
    answers: {
      UsersWithLiveSessions({ users }) {
        expect(usernamesOf(users.nodes)).toEqual(expect.arrayContaining([home.bob.username, 'carol', 'dave', 'erin']));
        for (const { sessions } of users.nodes) expect(sessions.nodes).not.toEqual([]);
      },
    },
  },
  'Disable a user (ifVersion)': {
    token: () => tokens['ADMIN']!,
    fill: ({ SomeoneToDisable: found }) => ({ userId: people['carol'], version: found?.user.version ?? null }),
    answers: {
      SomeoneToDisable({ user }) {
        expect(user).toMatchObject({ username: 'carol', status: 'ACTIVE', viewerCanDisable: { allowed: true } });
      },
      async DisableSomeone({ disableUser: done }, { SomeoneToDisable: found }) {
        expect(done).toMatchObject({ user: { status: 'DISABLED' }, revocation: { counts: { users: 1, sessions: 1 } } });
        const stale = { userId: people['carol'], version: found.user.version, dryRun: false };
        const again = await run('ADMIN', 'Disable a user (ifVersion)', 'DisableSomeone', stale);
        expect(refusals(again, 'disableUser')).toEqual(['VERSION_CONFLICT']);
      },
    },
  },
  'Revoke a session': {
    token: () => tokens['ADMIN']!,
    fill: () => ({ sessionId: home.places.bobPhone.sessionId }),
    answers: {
      RevokeASession({ revokeSession: done }) {
        expect(done).toMatchObject({
          session: { status: 'ENDED', endReason: 'REVOKED' },
          revocation: { counts: { sessions: 1 } },
        });
      },
    },
  },
  Settings: {
    token: () => tokens['ADMIN']!,
    fill: ({ SettingsNow: found }) => ({ version: found?.settings.version ?? null }),
    answers: {
      SettingsNow({ settings }) {
        expect(settings.sessionsIdleLifetime.value).toBe(settings.sessionsIdleLifetime.default);
      },
      ChangeSettings({ updateSettings: done }, { SettingsNow: found }) {
        expect(done.settings).toEqual({ version: found.settings.version + 1, sessionsLimitPerUser: { value: 10 } });
      },
    },
  },
  'Create a user': {
    token: () => tokens['ADMIN']!,
    answers: {
      async CreateAUser({ createUser: done }, { variables: given }) {
        expect(done.user).toMatchObject({ username: 'new.colleague', path: 'emea/sales' });
        const input = { ...(given as { input: object }).input, dryRun: false };
        const really = await run('ADMIN', 'Create a user', 'CreateAUser', { input });
        expect(really.createUser).toMatchObject({ user: { username: 'new.colleague' }, errors: [] });
      },
    },
  },
  'Change a user': {
    token: () => tokens['ADMIN']!,
    fill: () => ({ userId: people['gustav'] }),
    answers: {
      ChangeAUser({ updateUser: done }) {
        expect(done.user).toEqual({ username: 'gustav', name: 'Another Name', path: 'emea/support' });
      },
    },
  },
  'Set a password': {
    token: () => tokens['ADMIN']!,
    fill: () => ({ userId: people['gustav'] }),
    answers: {
      SetAPassword({ setUserPassword: done }) {
        expect(done.user.username).toBe('gustav');
      },
      DemandANewOne({ requirePasswordChange: done }) {
        expect(done.user.passwordChangeRequiredAt).not.toBeNull();
      },
    },
  },
  'Assign a role': {
    token: () => tokens['ADMIN']!,
    fill: () => ({ userId: people['gustav'] }),
    answers: {
      AssignARole({ assignRole: done }) {
        expect(done.user.effectiveRoles).toContainEqual({ name: 'HELPDESK' });
      },
      TakeItBack({ unassignRole: done }) {
        expect(done.user.effectiveRoles).toEqual([{ name: 'USER' }]);
      },
    },
  },
  'A role for a group': {
    token: () => tokens['ADMIN']!,
    fill: ({ CreateAGroup: made }) => ({ groupId: made?.createGroup.group.id ?? 'none yet', userId: people['gustav'] }),
    answers: {
      CreateARole({ createRole: done }) {
        expect(done.role.permissions).toEqual(['USERS_READ', 'SESSIONS_READ']);
      },
      CreateAGroup({ createGroup: done }) {
        expect(done.group.name).toBe('Reviewers');
      },
      GiveTheGroupTheRole() {},
      AddAMember({ addGroupMember: done }) {
        expect(usernamesOf(done.group.members.nodes)).toEqual(['gustav']);
      },
    },
  },
  'Close a stolen account': {
    token: () => tokens['ADMIN']!,
    fill: () => ({ userId: people['gustav'] }),
    answers: {
      CloseIt({ lockdownUser: done }) {
        expect(done).toMatchObject({ user: { status: 'DISABLED' }, revocation: { counts: { users: 1 } } });
      },
      OpenItAgain({ enableUser: done }) {
        expect(done.user.status).toBe('ACTIVE');
      },
    },
  },
  'A last day': {
    token: () => tokens['ADMIN']!,
    fill: ({ LastDay: scheduled }) => ({ userId: people[scheduled ? 'hans' : 'gustav'] }),
    answers: {
      LastDay({ scheduleOffboarding: done }) {
        expect(done.user).toMatchObject({ username: 'gustav', offboarding: { action: 'DISABLE' } });
      },
      DeleteForGood({ deleteUser: done }) {
        expect(done).toMatchObject({ deletedUserId: people['hans'], revocation: { counts: { users: 1 } } });
      },
    },
  },
  'Register an application': {
    token: () => tokens['ADMIN']!,
    fill: ({ RegisterAnApplication: made }) => ({
      applicationId: made?.createApplication.application.id ?? 'none yet',
    }),
    answers: {
      RegisterAnApplication({ createApplication: done }) {
        expect(done.clientSecret).toMatch(/./);
      },
      GiveItGroups({ updateApplication: done }) {
        expect(done.application).toEqual({
          scopes: ['openid', 'profile', 'groups'],
          claims: [{ name: 'groups', source: 'GROUPS', idToken: true }],
        });
      },
      NewSecret({ rotateClientSecret: done }, { RegisterAnApplication: made }) {
        expect(done.clientSecret).not.toBe(made.createApplication.clientSecret);
      },
    },
  },
  'Disable an application': {
    token: () => tokens['ADMIN']!,
    fill: () => ({ applicationId: spare.applicationId }),
    answers: {
      DisableAnApplication({ disableApplication: done }) {
        expect(done.application.status).toBe('DISABLED');
      },
      EnableItAgain({ enableApplication: done }) {
        expect(done.application.status).toBe('ENABLED');
      },
    },
  },
  'Disconnect a user from a device': {
    token: () => tokens['ADMIN']!,
    fill: () => ({ userId: home.bob.id, deviceId: home.devices.phone.id }),
    answers: {
      DisconnectThem({ disconnectDevice: done }) {
        expect(done.revocation.counts.deviceLinks).toBe(1);
      },
    },
  },
  'Plan, then apply': {
    token: () => tokens['ADMIN']!,
    fill: ({ PlanIt: planned }) => ({
      selector: { disableUser: { userId: people['dave'], reason: 'Left the company' } },
      planToken: planned?.planRevocation.plan.token ?? 'none yet',
    }),
    answers: {
      PlanIt({ planRevocation: { plan } }) {
        expect(plan).toMatchObject({ counts: { users: 1, sessions: 1 }, warnings: [], unchanged: [] });
      },
      ApplyIt({ applyRevocation: done }, { PlanIt: planned }) {
        expect(done.revocation.action).toBe('disableUser');
        expect(planned.planRevocation.plan.counts).toMatchObject(done.revocation.counts);
        const died = done.revocation.items.nodes.map(({ itemId }: { itemId: string }) => itemId);
        const sampled = planned.planRevocation.plan.samples.map(({ itemId }: { itemId: string }) => itemId);
        expect(died.sort()).toEqual(sampled.sort());
      },
    },
  },
  'End many objects by filter': {
    token: () => tokens['ADMIN']!,
    fill: ({ HowMany: found }) => ({ expectedCount: found?.sessions.totalCount ?? 0 }),
    answers: {
      async HowMany({ sessions }, { variables }) {
        // Erin; those of Carol and Dave have ended.
        expect(sessions).toMatchObject({ totalCount: 1, nodes: [{ user: { username: 'erin' } }] });
        const offByOne = { ...variables, expectedCount: 2, dryRun: false };
        const refused = await run('ADMIN', 'End many objects by filter', 'EndThem', offByOne);
        expect(refused.revokeSessions.errors).toMatchObject([{ code: 'COUNT_MISMATCH', actual: 1 }]);
      },
      EndThem({ revokeSessions: done }) {
        expect(done).toMatchObject({ revocation: { counts: { sessions: 1 } }, results: [{ changed: true }] });
      },
    },
  },
  'Disable several users': {
    token: () => tokens['ADMIN']!,
    fill: () => ({ userIds: [people['erin'], people['dave'], people[STAFF.ADMIN]] }),
    answers: {
      DisableSeveral({ disableUsers: done }) {
        expect(done.results).toMatchObject([
          { id: people['erin'], changed: true, errors: [] },
          { id: people['dave'], changed: false, errors: [] },
          { id: people[STAFF.ADMIN], changed: false, errors: [{ code: 'SELF_ACTION' }] },
        ]);
        expect(done.revocation.counts.users).toBe(1);
      },
    },
  },
};

const operationsOf = ({ query }: Example) => parse(query).definitions as OperationDefinitionNode[];
const nameOf = ({ name }: OperationDefinitionNode): string => name!.value;
const isQuery = ({ operation }: OperationDefinitionNode) => operation === 'query';
const hasDryRun = ({ variableDefinitions }: OperationDefinitionNode) =>
  variableDefinitions?.some(
    ({ kind, variable }) => kind === Kind.VARIABLE_DEFINITION && variable.name.value === 'dryRun',
  );
const exampleOf = (title: string): Example => examples.find((example) => example.title === title)!;

/** One operation of a tab, with the variables of the whole tab, as the playground sends it. */
const send = async ({ query }: Example, operationName: string, variables: Variables, token: string): Promise<Data> => {
  const body = JSON.stringify({ query, operationName, variables });
  const { data, errors, text } = await graphql.post(service, body, { authorization: `Bearer ${token}` });
  if (errors.length > 0 || !data) throw new Error(text);
  return data;
};
const run = (role: string, title: string, operation: string, variables: Variables): Promise<Data> =>
  send(exampleOf(title), operation, variables, tokens[role]!);

const withoutIds = (payload: Data) => ({ ...payload, revocation: { counts: payload.revocation?.counts } });

test('each example is run here', () => {
  expect(Object.keys(RUNS).sort()).toEqual(examples.map(({ title }) => title).sort());
  for (const example of examples)
    expect(Object.keys(RUNS[example.title]!.answers)).toEqual(operationsOf(example).map(nameOf));
});

test.each(Object.keys(RUNS))('%s', async (title) => {
  const example = exampleOf(title);
  const { token, fill, answers } = RUNS[title]!;
  const { viewer } = await graphql.ok(graphql.as(service, token())(WHO_AM_I));
  const given = JSON.parse(fillIn(example.variables, ownIds(viewer)) ?? '{}') as Variables;
  const seen: Seen = { variables: given };
  for (const operation of operationsOf(example)) {
    const name = nameOf(operation);
    const variables = { ...given, ...fill?.(seen) };
    let data = await send(example, name, variables, token());
    const [payload] = Object.values(data as Record<string, Data>);
    if (!isQuery(operation)) expect(payload.errors).toEqual([]);
    if (hasDryRun(operation)) {
      expect(variables).toMatchObject({ dryRun: true });
      data = await send(example, name, { ...variables, dryRun: false }, token());
      const [really] = Object.values(data as Record<string, Data>);
      expect(withoutIds(really)).toEqual(withoutIds(payload));
    }
    await answers[name]!(data, seen);
    seen[name] = data;
  }
});

test('those of one role are refused to the roles below it, or show them less', async () => {
  const settings = await send(exampleOf('Settings'), 'SettingsNow', {}, tokens['HELPDESK']!).catch(
    (e: Error) => e.message,
  );
  expect(settings).toContain('FORBIDDEN');
  const found = await send(exampleOf('What was ended'), 'WhatWasEnded', {}, tokens['HELPDESK']!);
  expect(found.revocations.nodes).toEqual([]);
});
