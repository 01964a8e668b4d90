/**
 * What a user may end with the scope `self`: each mutation ends exactly what is theirs, finds nothing of anybody else's, and is closed to a
 * token without that scope. What is alive is asked of the lists, before and after.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as graphql from '../../support/graphql';
import { buildHousehold, type Household, listedAsLive, type PlaceName, PLACES } from '../../support/household';
import { startWithAdmin, type WithAdmin } from '../../support/start';

let { service, admin, stop } = {} as WithAdmin;

beforeAll(async () => void ({ service, admin, stop } = await startWithAdmin()));
afterAll(() => stop?.());

/** The items of a household by names such as `phone.access`, `link.phone`, `consent.web`, and its applications and people. */
const namesOf = async (home: Household): Promise<Map<string, string>> => {
  const names = new Map<string, string>();
  const { web, other, mobile } = home.applications;
  const applicationOf = (name: PlaceName) => home.places[name].client.applicationId;
  const consentName = { [web.applicationId]: 'web', [other.applicationId]: 'other', [mobile.applicationId]: 'mobile' };
  for (const [owner, { id }] of Object.entries({ alice: home.alice, bob: home.bob })) {
    const { user, tokens, accessGrants, consents } = await graphql.ok(
      admin(
        `query ($id: ID!) {
          user(by: { id: $id }) { devices(first: 100) { nodes { id device { id } } } }
          tokens(first: 100, filter: { userId: $id, status: [ACTIVE] }) { nodes { id kind session { id } } }
          accessGrants(first: 100, filter: { userId: $id }) { nodes { id application { id } device { id } } }
          consents(first: 100, filter: { userId: $id }) { nodes { id application { id } } }
        }`,
        { id },
      ),
    );
    const deviceName = (device: { id: string } | null) =>
      device && (device.id === home.devices.phone.id ? 'phone' : 'tablet');
    const suffix = owner === 'bob' ? ' of bob' : '';
    for (const name of PLACES.filter((place) => home.places[place].owner === owner)) {
      const { sessionId } = home.places[name];
      names.set(`${name}.session`, sessionId);
      for (const token of tokens.nodes.filter((t: { session: { id: string } | null }) => t.session?.id === sessionId))
        names.set(`${name}.${token.kind.toLowerCase()}`, token.id);
      const grant = accessGrants.nodes.find(
        (g: { application: { id: string }; device: { id: string } | null }) =>
          g.application.id === applicationOf(name) &&
          (name.toLowerCase().endsWith(deviceName(g.device) ?? '-') || (!g.device && !/phone|tablet/i.test(name))),
      );
      names.set(`${name}.code`, grant.id);
    }
    for (const { id: link, device } of user.devices.nodes) names.set(`link.${deviceName(device)}${suffix}`, link);
    for (const { id: consent, application } of consents.nodes)
      names.set(`consent.${consentName[application.id]}${suffix}`, consent);
    names.set(owner, id);
    names.set(`${owner}.api`, home.apiTokens[owner as 'alice' | 'bob'].id);
  }
  names.set('phone', home.devices.phone.id);
  names.set('tablet', home.devices.tablet.id);
  names.set('other', other.applicationId);
  return names;
};

const at = (...places: string[]) =>
  places.flatMap((place) => ['session', 'access', 'refresh', 'code'].map((kind) => `${place}.${kind}`));
const tokensAt = (...places: string[]) => at(...places).filter((name) => !name.endsWith('.session'));

/** The mutation; its input, where `$name` stands for an id; what it must end; and the same input for what is Bob's. */
type Row = [name: string, mine: Record<string, unknown>, ended: string[], bobs: Record<string, unknown> | null];
const ROWS: Row[] = [
  ['revokeSession', { sessionId: '$phone.session' }, at('phone'), { sessionId: '$bobPhone.session' }],
  ['revokeSession', { sessionId: '$web.session' }, at('web'), { sessionId: '$bobWeb.session' }],
  [
    'revokeSession',
    { sessionId: '$other.session', removeTokens: false },
    ['other.session'],
    { sessionId: '$bobWeb.session', removeTokens: false },
  ],
  [
    'revokeSessions',
    { sessionIds: ['$phone.session', '$other.session'] },
    at('phone', 'other'),
    { sessionIds: ['$bobPhone.session', '$bobWeb.session'] },
  ],
  ['revokeAllSessions', { userId: '$alice' }, at('web', 'other', 'phone', 'tablet'), { userId: '$bob' }],
  [
    'revokeAllSessions',
    { userId: '$alice', exceptCurrent: true },
    at('other', 'phone', 'tablet'),
    { userId: '$bob', exceptCurrent: true },
  ],
  ['revokeToken', { tokenId: '$phone.access' }, ['phone.access'], { tokenId: '$bobPhone.access' }],
  ['revokeToken', { tokenId: '$alice.api' }, ['alice.api'], { tokenId: '$bob.api' }],
  ['revokeToken', { tokenId: '$phone.refresh' }, ['phone.access', 'phone.refresh'], { tokenId: '$bobPhone.refresh' }],
  [
    'revokeTokens',
    { tokenIds: ['$other.access', '$tablet.refresh'] },
    ['other.access', 'tablet.access', 'tablet.refresh'],
    { tokenIds: ['$bobWeb.access', '$bobPhone.refresh'] },
  ],
  ['revokeAccessGrant', { accessGrantId: '$tablet.code' }, ['tablet.code'], { accessGrantId: '$bobPhone.code' }],
  [
    'revokeConsent',
    { consentId: '$consent.other' },
    ['consent.other', ...tokensAt('other')],
    { consentId: '$consent.web of bob' },
  ],
  [
    'revokeConsents',
    { consentIds: ['$consent.mobile', '$consent.other'] },
    ['consent.mobile', 'consent.other', ...tokensAt('phone', 'tablet', 'other')],
    { consentIds: ['$consent.web of bob', '$consent.mobile of bob'] },
  ],
  [
    'revokeApplicationAccess',
    { userId: '$alice', applicationId: '$other' },
    ['consent.other', ...tokensAt('other')],
    { userId: '$bob', applicationId: '$other' },
  ],
  [
    'disconnectDevice',
    { userId: '$alice', deviceId: '$phone' },
    ['link.phone', ...at('phone')],
    { userId: '$bob', deviceId: '$phone' },
  ],
  [
    'disconnectAllDevices',
    { userId: '$alice' },
    ['link.phone', 'link.tablet', ...at('phone', 'tablet')],
    { userId: '$bob' },
  ],
  // On a shared device it is one's own part, alone the whole device.
  ['removeMyDevice', { deviceId: '$phone' }, ['link.phone', ...at('phone')], null],
  ['removeMyDevice', { deviceId: '$tablet' }, ['link.tablet', 'tablet', ...at('tablet')], null],
];

const filled = (input: unknown, names: Map<string, string>): unknown => {
  if (Array.isArray(input)) return input.map((value) => filled(value, names));
  if (typeof input === 'string' && input.startsWith('$')) {
    const id = names.get(input.slice(1));
    if (!id) throw new Error(`nothing is called ${input}`);
    return id;
  }
  if (input === null || typeof input !== 'object') return input;
  return Object.fromEntries(Object.entries(input).map(([key, value]) => [key, filled(value, names)]));
};
const call = (ask: graphql.Ask, name: string, input: unknown) => {
  const results = /^revoke(Sessions|Tokens|Consents)$/.test(name) ? 'results { changed errors { code } }' : '';
  return ask(
    `mutation ($input: ${name[0]!.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${results} errors { code } } }`,
    { input },
  );
};
const liveIds = async (home: Household) =>
  new Set([...(await listedAsLive(admin, home))].map((item) => item.split(' ')[1]!));

const census = readFileSync(path.resolve(__dirname, '../../../permissions.snap'), 'utf8');
const OPEN = [...census.matchAll(/^Mutation\.(\w+): .*\bown(?: account)?(?:, also during impersonation)?;/gm)].map(
  ([, name]) => name!,
);
/** That they end what was enrolled, and that alone, is shown where it is enrolled. */
const ENROLLMENTS = ['revokeMobileAuthentication', 'revokePushNotifications'].filter((name) => OPEN.includes(name));
const ofDevice = (user: string) => ({ userId: user, deviceId: '$phone' });
const CLOSED: [string, Record<string, unknown>][] = [
  ...ROWS.map(([name, mine]) => [name, mine] as [string, Record<string, unknown>]),
  ...ENROLLMENTS.map((name) => [name, ofDevice('$alice')] as [string, Record<string, unknown>]),
  ['removeDeviceAuthenticator', { authenticatorId: '$phone' }],
  ['removeAuthenticator', { authenticatorId: '$phone' }],
];

test('every mutation by which owners end something is in the table', () => {
  const ends = OPEN.filter((name) => /^(revoke|disconnect|remove)/.test(name));
  expect(ends.length).toBeGreaterThan(10);
  expect([...new Set(CLOSED.map(([name]) => name))].sort()).toEqual(ends.sort());
});

test.each(ROWS)('%s %j ends exactly that', async (name, mine, ended) => {
  const home = await buildHousehold(service, admin);
  const names = await namesOf(home);
  const before = await liveIds(home);
  const data = await graphql.ok(
    call(graphql.as(service, home.places.web.tokens.access_token), name, filled(mine, names)),
  );
  for (const result of data[name].results ?? []) expect(result).toEqual({ changed: true, errors: [] });
  const after = await liveIds(home);
  const nameOf = new Map([...names].map(([label, id]) => [id, label]));
  const gone = [...before].filter((id) => !after.has(id)).map((id) => nameOf.get(id) ?? id);
  expect(gone.sort()).toEqual([...ended].sort());
});

describe('of a household that nothing happens to', () => {
  let home: Household;
  let names: Map<string, string>;
  let before: Set<string>;
  let alice: graphql.Ask;
  let withoutSelf: graphql.Ask;
  beforeAll(async () => {
    home = await buildHousehold(service, admin);
    names = await namesOf(home);
    const plain = await graphql.webApplication(service, admin, 'Plain');
    alice = graphql.as(service, home.places.web.tokens.access_token);
    withoutSelf = await graphql.signedIn(service, plain, home.alice.username, 'openid');
    before = await liveIds(home);
  });
  afterEach(async () => expect(await liveIds(home)).toEqual(before));

  const others = ROWS.flatMap(([name, , , bobs]) => (bobs ? [[name, bobs] as const] : [])).concat(
    ENROLLMENTS.map((name) => [name, ofDevice('$bob')] as const),
  );
  test.each(others)('%s %j: what is somebody else’s is not found', async (name, bobs) => {
    const answer = await call(alice, name, filled(bobs, names));
    const { results, errors } = answer.data[name];
    const all = [...errors, ...(results ?? []).flatMap((r: { errors: unknown[] }) => r.errors)];
    expect(answer.errors).toEqual([]);
    expect(new Set(all.map((e: { code: string }) => e.code))).toEqual(new Set(['NOT_FOUND']));
    expect(all).toHaveLength(results?.length ?? 1);
  });

  test('removeMyDevice: a device that one is not on is not found', async () => {
    const strangers = await buildHousehold(service, admin);
    const answer = await call(alice, 'removeMyDevice', { deviceId: strangers.devices.tablet.id });
    expect(answer.data.removeMyDevice.errors).toEqual([{ code: 'NOT_FOUND' }]);
  });

  test.each(CLOSED)('%s %j is closed to a token without the scope', async (name, mine) => {
    expect(graphql.codes(await call(withoutSelf, name, filled(mine, names)))).toEqual(['FORBIDDEN']);
  });
});
