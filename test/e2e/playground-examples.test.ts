/**
 * Every operation of the playground's examples runs over HTTP as it stands, for somebody with no more than the role it is meant for, with the
 * ids that its own tab shows; a dry run first, then in earnest, and both come to the same.
 */
import { Kind, type OperationDefinitionNode, parse } from 'graphql';
import { type Example, examples } from '../../src/server/playground/examples';
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
    fill: () => ({ userId: home.alice.id }),
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
        expect(revocations.nodes).toMatchObject([
          {
            action: 'revokeSession',
            reason: 'Looked wrong',
            user: { username: home.bob.username },
            counts: { sessions: 1 },
          },
        ]);
        expect(revocations.nodes[0].items.nodes).toContainEqual({
          type: 'SESSION',
          itemId: home.places.bobWeb.sessionId,
        });
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
  const given = JSON.parse(example.variables ?? '{}') as Variables;
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
