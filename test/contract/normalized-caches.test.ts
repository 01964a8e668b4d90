/** What normalized caches rely on: a mutation that ends something returns the object or its id, and all lists of things that end take the same argument. */
import { getNamedType, type GraphQLObjectType, isObjectType } from 'graphql';
import { buildSchema } from '../support/schema';
import * as graphql from '../support/graphql';
import { buildHousehold, type Household } from '../support/household';
import { enrolled } from '../support/phone';
import { startWithAdmin, type WithAdmin } from '../support/start';

const schema = buildSchema();
const typesByName = schema.getTypeMap();
const isNode = (type: unknown): boolean =>
  isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node');
const objects = Object.values(typesByName).filter((type): type is GraphQLObjectType => isObjectType(type));

/** The payloads with a receipt. */
const endings = objects.filter((type) => type.name.endsWith('Payload') && 'revocation' in type.getFields());
/** What a mutation ends that ends one thing, and the field of its payload. */
const ONE: Record<string, string> = {
  RevokeSessionPayload: 'session: Session',
  EndImpersonationPayload: 'session: Session',
  RevokeTokenPayload: 'token: Token',
  RevokeAccessGrantPayload: 'accessGrant: AccessGrant',
  RevokeConsentPayload: 'consent: Consent',
  DisconnectDevicePayload: 'deviceLink: DeviceLink',
  RemoveMyDevicePayload: 'deviceLink: DeviceLink',
  RevokeMobileAuthenticationPayload: 'deviceLink: DeviceLink',
  RevokePushNotificationsPayload: 'deviceLink: DeviceLink',
  RemoveAuthenticatorPayload: 'authenticator: Authenticator',
  RemoveDeviceAuthenticatorPayload: 'authenticator: Authenticator',
  RevokeInvitationPayload: 'invitation: Invitation',
  DisableUserPayload: 'user: User',
  DisableApplicationPayload: 'application: Application',
};

test.each(Object.entries(ONE))('%s returns it: %s', (name, field) => {
  const type = typesByName[name] as GraphQLObjectType;
  expect(Object.values(type.getFields()).map((one) => `${one.name}: ${String(one.type)}`)).toContain(field);
});

/** Mutations that end several things; the items of the receipt name each of them. */
const SEVERAL = ['ApplyRevocationPayload', 'RevokeConsentsPayload', 'RevokeSessionsPayload', 'RevokeTokensPayload'];
SEVERAL.push('DeleteDevicesPayload', 'DeleteUsersPayload', 'DisableUsersPayload');

/** What it ends cannot be listed: a client forgets all that it has cached. */
const EVERYTHING = 'RevokeEverythingPayload';

test.each(endings.map((type) => [type.name, type] as const))('%s returns what it ended', (name, type) => {
  const fields = Object.values(type.getFields()).filter((field) => field.name !== 'revocation');
  const hasObject = fields.some((field) => isNode(getNamedType(field.type)));
  const hasDeletedId = fields.some(
    (field) => field.name === `${name.slice(0, -'Payload'.length).replace('Delete', 'deleted')}Id`,
  );
  const hasResults = SEVERAL.includes(name) && fields.some((field) => field.name === 'results');
  expect(hasObject || hasDeletedId || hasResults || name === EVERYTHING).toBe(true);
});

test('every object of a payload can be told apart by a cache', () => {
  for (const { getFields, name } of objects
    .filter((type) => type.name.endsWith('Payload'))
    .map((type) => ({ name: type.name, getFields: () => type.getFields() })))
    for (const field of Object.values(getFields())) {
      const type = getNamedType(field.type);
      if (isObjectType(type) && 'id' in type.getFields())
        expect([name, field.name, String(type.getFields()['id']!.type)]).toEqual([name, field.name, 'ID!']);
    }
});

const KINDS = ['Session', 'Token', 'Consent', 'AccessGrant', 'Device', 'DeviceLink'];
const lists = objects.flatMap((type) =>
  Object.values(type.getFields())
    .filter((field) => KINDS.some((kind) => getNamedType(field.type).name === `${kind}Connection`))
    .filter((field) => field.args.some((argument) => argument.name === 'filter'))
    .map((field) => [`${type.name}.${field.name}`, field] as const),
);

test.each(lists)('%s takes `active`', (_name, field) => {
  expect(field.args.map((argument) => `${argument.name}: ${String(argument.type)}`)).toContain('active: Boolean');
});

test('the lists of the user, of devices and sessions, and the root lists are among them', () => {
  expect(lists.map(([name]) => name).sort()).toEqual([
    'Device.users',
    ...['Query.accessGrants', 'Query.consents', 'Query.devices', 'Query.sessions', 'Query.tokens'],
    'Session.tokens',
    ...['User.accessGrants', 'User.consents', 'User.devices', 'User.sessions', 'User.tokens'],
  ]);
});

describe('in a running service', () => {
  let { service, admin, stop } = {} as WithAdmin;
  let home: Household;
  let alice: graphql.Ask;
  let phone: graphql.Ask;
  beforeAll(async () => {
    ({ service, admin, stop } = await startWithAdmin());
    home = await buildHousehold(service, admin);
    alice = graphql.as(service, home.places.web.tokens.access_token);
    phone = graphql.as(service, home.places.phone.tokens.access_token);
  });
  afterAll(() => stop?.());

  const LISTS = `query ($active: Boolean) { viewer { user {
    sessions(active: $active) { totalCount nodes { id status } }
    tokens(active: $active) { totalCount nodes { id status } }
    consents(active: $active) { totalCount nodes { id status application { name } } }
    accessGrants(active: $active) { totalCount nodes { id status } }
    devices(active: $active) { totalCount nodes { id status device { id } viewerCanDisconnect { allowed } } }
  } } }`;
  type Listed = Record<string, { totalCount: number; nodes: { id: string; status: string }[] }>;
  const list = async (active: boolean | null): Promise<Listed> =>
    (await graphql.ok(alice(LISTS, { active }))).viewer.user as Listed;

  const mutate = async (ask: graphql.Ask, name: string, input: object, fields: string) => {
    const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input!`;
    const receipt = 'revocation { items { nodes { type itemId object { __typename id } } } }';
    const query = `mutation ($input: ${type}) { ${name}(input: $input) { ${fields} ${receipt} ${graphql.ERRORS} } }`;
    return (await graphql.ok(ask(query, { input })))[name];
  };

  test('what is ended one by one comes back with its id and its new status, and moves from the active to the other items', async () => {
    const before = await list(true);
    const { session: key } = {
      session: await enrolled({
        owner: home.alice,
        client: home.places.phone.client,
        deviceId: home.devices.phone.id,
        token: home.places.phone.tokens.access_token,
        refreshToken: '',
        ask: phone,
      }),
    };
    const consent = before['consents']!.nodes.find((one) =>
      (one as unknown as { application: { name: string } }).application.name.startsWith('Other'),
    )!;
    const grant = before['accessGrants']!.nodes.at(-1)!;
    const link = before['devices']!.nodes.find(
      (one) => (one as unknown as { device: { id: string } }).device.id === home.devices.phone.id,
    )!;

    const { accessGrant } = await mutate(
      alice,
      'revokeAccessGrant',
      { accessGrantId: grant.id },
      'accessGrant { id status endReason }',
    );
    expect(accessGrant).toEqual({ id: grant.id, status: 'ENDED', endReason: 'REVOKED' });
    const again = await mutate(
      alice,
      'revokeAccessGrant',
      { accessGrantId: grant.id },
      'accessGrantId accessGrant { id status }',
    );
    expect(again).toMatchObject({ accessGrantId: grant.id, accessGrant: { status: 'ENDED' } });

    const revoked = await mutate(alice, 'revokeConsent', { consentId: consent.id }, 'consent { id status endReason }');
    expect(revoked.consent).toEqual({ id: consent.id, status: 'REVOKED', endReason: 'CONSENT_REVOKED' });
    expect(revoked.revocation.items.nodes).toContainEqual({
      type: 'CONSENT',
      itemId: consent.id,
      object: { __typename: 'Consent', id: consent.id },
    });
    for (const { itemId, object } of revoked.revocation.items.nodes as { itemId: string; object: { id: string } }[])
      expect(object.id).toBe(itemId);

    const device = { userId: home.alice.id, deviceId: home.devices.phone.id };
    const removed = await mutate(
      alice,
      'removeDeviceAuthenticator',
      { authenticatorId: key.id },
      'authenticator { id status } deviceLink { id mobileAuthentication { enabled } }',
    );
    expect(removed).toMatchObject({
      authenticator: { id: key.id, status: 'ENDED' },
      deviceLink: { id: link.id, mobileAuthentication: { enabled: false } },
    });
    const disconnected = await mutate(
      alice,
      'disconnectDevice',
      device,
      'deviceLink { id status endReason endedAt device { id } viewerCanDisconnect { allowed code } } device { id }',
    );
    expect(disconnected.deviceLink).toEqual({
      ...{ id: link.id, status: 'ENDED', endReason: 'DEVICE_DISCONNECTED', endedAt: expect.any(String) as string },
      ...{ device: null, viewerCanDisconnect: { allowed: false, code: 'NOT_FOUND' } },
    });
    expect(disconnected.revocation.items.nodes).toContainEqual({
      type: 'DEVICE_LINK',
      itemId: link.id,
      object: { __typename: 'DeviceLink', id: link.id },
    });
    const gone = await mutate(
      alice,
      'removeMyDevice',
      { deviceId: home.devices.tablet.id },
      'deviceLink { status device { id } } removedDeviceId deviceDeleted',
    );
    expect(gone).toMatchObject({
      deviceLink: { status: 'ENDED', device: null },
      removedDeviceId: home.devices.tablet.id,
      deviceDeleted: true,
    });

    const active = await list(true);
    const ended = await list(false);
    const idsOf = (from: Listed, kind: string) => from[kind]!.nodes.map(({ id }) => id).sort();
    for (const kind of Object.keys(active)) {
      const nowEnded = idsOf(before, kind).filter((id) => !idsOf(active, kind).includes(id));
      expect([kind, nowEnded.length > 0, nowEnded.filter((id) => !idsOf(ended, kind).includes(id))]).toEqual([
        kind,
        true,
        [],
      ]);
      expect(active[kind]!.nodes.every(({ status }) => status === 'ACTIVE')).toBe(true);
      expect(ended[kind]!.nodes.some(({ status }) => status === 'ACTIVE')).toBe(false);
      expect([active[kind]!.totalCount, ended[kind]!.totalCount]).toEqual([
        active[kind]!.nodes.length,
        ended[kind]!.nodes.length,
      ]);
    }
    const unspecified = await list(null);
    for (const kind of ['consents', 'accessGrants', 'devices']) expect(unspecified[kind]).toEqual(active[kind]);
    for (const kind of ['sessions', 'tokens'])
      expect(idsOf(unspecified, kind)).toEqual([...idsOf(active, kind), ...idsOf(ended, kind)].sort());
  });

  test('the root lists agree', async () => {
    for (const kind of ['sessions', 'tokens', 'consents', 'accessGrants', 'devices']) {
      const { active, ended } = await graphql.ok(
        admin(
          `{ active: ${kind}(active: true, first: 100) { totalCount nodes { id } } ended: ${kind}(active: false, first: 100) { totalCount nodes { id } } }`,
        ),
      );
      const ids = (from: Listed[string]) => from.nodes.map(({ id }) => id);
      expect([kind, ids(active).filter((id) => ids(ended).includes(id)), active.totalCount > 0]).toEqual([
        kind,
        [],
        true,
      ]);
      expect([active.totalCount, ended.totalCount]).toEqual([ids(active).length, ids(ended).length]);
    }
  });

  test('a dry run returns the object as it would be, and changes nothing', async () => {
    const { consents } = await list(true);
    const { id } = consents!.nodes[0]!;
    const { consent } = await mutate(alice, 'revokeConsent', { consentId: id, dryRun: true }, 'consent { id status }');
    expect(consent).toEqual({ id, status: 'REVOKED' });
    expect((await list(true))['consents']).toEqual(consents);
  });

  test('somebody else finds neither the ended objects nor what a receipt lists', async () => {
    const bob = graphql.as(service, home.places.bobWeb.tokens.access_token);
    const { consents, accessGrants, devices } = await list(false);
    const ids = [consents, accessGrants, devices].flatMap((page) => page!.nodes.map(({ id }) => id));
    expect(ids.length).toBeGreaterThan(3);
    const ask = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect((await graphql.ok(bob(ask, { ids }))).nodes).toEqual(ids.map(() => null));
    expect((await graphql.ok(alice(ask, { ids }))).nodes).toEqual(ids.map((id) => ({ id })));
  });
});
