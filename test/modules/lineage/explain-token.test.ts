/** `explainToken`: for each way a token can die, the link that broke, since when, why and by which receipt; and never another verdict than the predicate's. */
import { clientRequest, introspect, refresh } from '../../../src/tools/oidc-flow';
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { buildHousehold, type Household } from '../../support/household';
import { startWithAdmin, type WithAdmin } from '../../support/start';

let { service, admin, stop } = {} as WithAdmin;
let home: Household;

beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
  home = await buildHousehold(service, admin);
});
afterAll(() => stop?.());

const EXPLANATION = `live token { id status kind endReason revocation { id } }
  links { kind id bound holds since reason revocation { id requestedAt } node { __typename id } } broken { kind since reason }`;
interface Link {
  kind: string;
  id: string | null;
  bound: boolean;
  holds: boolean;
  since: string | null;
  reason: string | null;
  revocation: { id: string; requestedAt: string } | null;
  node: { __typename: string; id: string } | null;
}
interface Explanation {
  live: boolean;
  token: { id: string; status: string; kind: string; endReason: string | null; revocation: { id: string } | null };
  links: Link[];
  broken: Pick<Link, 'kind' | 'since' | 'reason'>[];
}

const byValue = async (token: string): Promise<Explanation> =>
  (
    await graphql.ok(
      admin(
        `mutation ($input: ExplainTokenInput!) { explainToken(input: $input) { explanation { ${EXPLANATION} } ${graphql.ERRORS} } }`,
        { input: { token } },
      ),
    )
  ).explainToken.explanation;
const byId = async (id: string): Promise<Explanation | null> =>
  (await graphql.ok(admin(`query ($id: ID!) { explainToken(id: $id) { ${EXPLANATION} } }`, { id }))).explainToken;
const linkOf = ({ links }: Explanation, kind: string): Link => links.find((link) => link.kind === kind)!;
/** Kind → reason of what does not hold. */
const brokenIn = ({ broken }: Explanation) => Object.fromEntries(broken.map(({ kind, reason }) => [kind, reason]));

const run = async (name: string, input: Record<string, unknown>) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { revocation { id requestedAt } ${graphql.ERRORS} } }`;
  return (await graphql.ok(admin(document, { input })))[name].revocation as { id: string; requestedAt: string };
};

test('a live token on a device hangs on eight things, each told with its object, and all hold', async () => {
  const { phone } = home.places;
  const found = await byValue(phone.tokens.access_token);
  expect(found).toMatchObject({
    live: true,
    broken: [],
    token: { status: 'ACTIVE', endReason: null, revocation: null },
  });
  const things = found.links.filter(({ bound }) => bound);
  expect(things.map(({ kind }) => kind)).toEqual(
    'TOKEN SESSION DEVICE_LINK DEVICE CONSENT FAMILY APPLICATION USER'.split(' '),
  );
  // Nobody acts in the place of the user.
  expect(linkOf(found, 'IMPERSONATOR')).toMatchObject({ bound: false, holds: true, node: null });
  for (const link of things)
    expect(link).toMatchObject({ bound: true, holds: true, since: null, reason: null, revocation: null });
  const nodes = Object.fromEntries(things.map(({ kind, node }) => [kind, node?.__typename ?? null]));
  expect(nodes).toEqual({
    TOKEN: 'Token',
    SESSION: 'Session',
    DEVICE_LINK: 'DeviceLink',
    DEVICE: 'Device',
    CONSENT: 'Consent',
    FAMILY: 'TokenFamily',
    APPLICATION: 'Application',
    USER: 'User',
  });
  expect(linkOf(found, 'SESSION').id).toBe(phone.sessionId);
  expect(linkOf(found, 'DEVICE').id).toBe(home.devices.phone.id);
  expect(linkOf(found, 'USER').id).toBe(home.alice.id);
  expect(linkOf(found, 'FAMILY').id).toMatch(/^fam_/);
  expect(await byId(found.token.id)).toEqual(found);
});

test('the token of a machine hangs on itself and its application alone', async () => {
  const found = await byValue(await graphql.adminToken(service));
  expect(found.live).toBe(true);
  expect(found.links.filter(({ bound }) => bound).map(({ kind }) => kind)).toEqual(['TOKEN', 'APPLICATION']);
});

/** Ends something; gives the receipt where there is one, and the value of the token that must be dead of it. */
type End = (world: Household) => Promise<{ token: string; revocation?: { id: string; requestedAt: string } }>;
const consentOf = async (world: Household): Promise<string> =>
  (
    await graphql.ok(
      admin('query ($f: ConsentFilter) { consents(filter: $f) { nodes { id } } }', {
        f: { userId: world.alice.id, applicationId: world.applications.web.applicationId },
      }),
    )
  ).consents.nodes[0].id;

const ENDINGS: [string, Record<string, string>, End][] = [
  [
    'revokeToken of an access token',
    { TOKEN: 'REVOKED' },
    async ({ places }) => {
      const token = places.web.tokens.access_token;
      return { token, revocation: await run('revokeToken', { tokenId: (await byValue(token)).token.id }) };
    },
  ],
  [
    'revokeToken of a refresh token',
    { TOKEN: 'REFRESH_TOKEN_REVOKED', FAMILY: 'REFRESH_TOKEN_REVOKED' },
    async ({ places }) => {
      const { id } = (await byValue(places.web.tokens.refresh_token!)).token;
      return { token: places.web.tokens.access_token, revocation: await run('revokeToken', { tokenId: id }) };
    },
  ],
  [
    'reuse of a refresh token',
    { TOKEN: 'TOKEN_REUSED', FAMILY: 'TOKEN_REUSED' },
    async ({ places }) => {
      const { client, tokens } = places.web;
      const next = await refresh(client, tokens.refresh_token!);
      await expect(refresh(client, tokens.refresh_token!)).rejects.toMatchObject({ error: 'invalid_grant' });
      return { token: next.access_token };
    },
  ],
  [
    'rotation',
    { TOKEN: 'ROTATED' },
    async ({ places }) => {
      const { client, tokens } = places.web;
      await refresh(client, tokens.refresh_token!);
      return { token: tokens.refresh_token! };
    },
  ],
  [
    'revocation at the provider (RFC 7009)',
    { TOKEN: 'REVOKED' },
    async ({ places }) => {
      const { client, tokens } = places.web;
      expect(
        (await clientRequest(`${service.address}/oidc/revoke`, client, { token: tokens.access_token })).status,
      ).toBe(200);
      return { token: tokens.access_token };
    },
  ],
  [
    'revokeSession',
    { TOKEN: 'SESSION_ENDED', SESSION: 'SESSION_ENDED' },
    async ({ places }) => ({
      token: places.web.tokens.access_token,
      revocation: await run('revokeSession', { sessionId: places.web.sessionId }),
    }),
  ],
  [
    'revokeSession(removeTokens: false)',
    {},
    async ({ places }) => {
      await run('revokeSession', { sessionId: places.web.sessionId, removeTokens: false });
      return { token: places.web.tokens.access_token };
    },
  ],
  [
    'disconnectDevice',
    { TOKEN: 'DEVICE_DISCONNECTED', DEVICE_LINK: 'DEVICE_DISCONNECTED' },
    async ({ alice, devices, places }) => ({
      token: places.phone.tokens.access_token,
      revocation: await run('disconnectDevice', { userId: alice.id, deviceId: devices.phone.id }),
    }),
  ],
  [
    'deleteDevice',
    { TOKEN: 'DEVICE_DELETED', DEVICE_LINK: 'DEVICE_DELETED', DEVICE: 'DEVICE_DELETED' },
    async ({ alice, devices, places }) => ({
      token: places.tablet.tokens.refresh_token!,
      revocation: await run('deleteDevice', { deviceId: devices.tablet.id, confirmedUserIds: [alice.id] }),
    }),
  ],
  [
    'revokeConsent',
    { TOKEN: 'CONSENT_REVOKED', CONSENT: 'CONSENT_REVOKED' },
    async (world) => ({
      token: world.places.web.tokens.access_token,
      revocation: await run('revokeConsent', { consentId: await consentOf(world) }),
    }),
  ],
  [
    'revokeApplicationAccess',
    { TOKEN: 'APPLICATION_ACCESS_REVOKED', CONSENT: 'APPLICATION_ACCESS_REVOKED' },
    async ({ alice, applications, places }) => ({
      token: places.tablet.tokens.access_token,
      revocation: await run('revokeApplicationAccess', {
        userId: alice.id,
        applicationId: applications.mobile.applicationId,
      }),
    }),
  ],
  [
    'disableApplication',
    { TOKEN: 'APPLICATION_DISABLED', APPLICATION: 'APPLICATION_DISABLED' },
    async ({ applications, places }) => ({
      token: places.other.tokens.access_token,
      revocation: await run('disableApplication', { applicationId: applications.other.applicationId }),
    }),
  ],
  [
    'revokeAllSessions',
    { TOKEN: 'ALL_SESSIONS_REVOKED', USER: 'ALL_SESSIONS_REVOKED' },
    async ({ bob, places }) => ({
      token: places.bobWeb.tokens.access_token,
      revocation: await run('revokeAllSessions', { userId: bob.id }),
    }),
  ],
  [
    'disableUser',
    { TOKEN: 'USER_DISABLED', USER: 'USER_DISABLED' },
    async ({ alice, places }) => ({
      token: places.web.tokens.access_token,
      revocation: await run('disableUser', { userId: alice.id }),
    }),
  ],
  [
    'the end of its time',
    { TOKEN: 'EXPIRED' },
    async ({ places }) => {
      const token = places.web.tokens.access_token;
      const id = decodeId('Token', (await byValue(token)).token.id);
      await graphql.sql(service.databaseUrl, `update tokens set expires_at = now() - interval '1 hour' where id = $1`, [
        id,
      ]);
      return { token };
    },
  ],
];

const worlds: Household[] = [];
test.each(ENDINGS)('%s', async (_name, reasons, end) => {
  const world = await buildHousehold(service, admin);
  worlds.push(world);
  const { token, revocation } = await end(world);
  const found = await byValue(token);
  expect(brokenIn(found)).toEqual(reasons);
  expect(found.live).toBe(Object.keys(reasons).length === 0);
  if (found.live) return;
  expect(found.token).toMatchObject({ endReason: reasons['TOKEN'] });
  // Shown also where the lists no longer show it.
  expect(linkOf(found, 'CONSENT').node).toMatchObject({ __typename: 'Consent', id: linkOf(found, 'CONSENT').id });
  for (const { holds, since, reason } of found.links)
    expect([since !== null, reason !== null]).toEqual([!holds, !holds]);
  if (!revocation) return;
  expect(found.token.revocation).toEqual({ id: revocation.id });
  for (const link of found.links.filter(({ holds }) => !holds))
    expect(link).toMatchObject({ since: revocation.requestedAt, revocation });
});

test('of every token there is, live is what introspection says, what its status says, and that all links hold', async () => {
  const values = worlds
    .flatMap(({ places }) => Object.values(places))
    .flatMap(({ tokens }) => [tokens.access_token, tokens.refresh_token!]);
  const verdicts = new Set<boolean>();
  const { client_id: clientId, client_secret: clientSecret } = service.client;
  for (const value of values) {
    const { live, token, links, broken } = await byValue(value);
    const answer = await introspect({ issuer: graphql.issuerOf(service), clientId, clientSecret }, value);
    expect([answer.active, token.status === 'ACTIVE', links.every(({ holds }) => holds), broken.length === 0]).toEqual(
      Array(4).fill(live),
    );
    // What a resource server may keep of a token is the id by which it can be traced.
    expect(answer.jti).toBe(live ? token.id : undefined);
    verdicts.add(live);
  }
  expect(verdicts).toEqual(new Set([true, false]));
});

test('before what died is stamped, and where a stamp is all that is left, each guard is told for what it is', async () => {
  const world = await buildHousehold(service, admin);
  const revocation = await run('disableUser', { userId: world.bob.id });
  const { access_token: value } = world.places.bobWeb.tokens;
  const user = decodeId('User', world.bob.id);
  await graphql.sql(
    service.databaseUrl,
    'update tokens set revoked_at = null, end_reason = null, revocation_id = null where user_id = $1',
    [user],
  );
  const unstamped = await byValue(value);
  expect(brokenIn(unstamped)).toEqual({ USER: 'USER_DISABLED' });
  expect(linkOf(unstamped, 'USER')).toMatchObject({ since: revocation.requestedAt, revocation });
  expect(unstamped).toMatchObject({ live: false, token: { status: 'REVOKED', revocation: { id: revocation.id } } });

  await graphql.sql(service.databaseUrl, 'update users set epoch = 0, disabled_at = null where id = $1', [user]);
  const revived = await byValue(value);
  expect(revived).toMatchObject({ live: true, broken: [] });
});

test('what there is not is null by id, and NOT_FOUND by value', async () => {
  const ask = (token: string) =>
    admin(
      `mutation ($input: ExplainTokenInput!) { explainToken(input: $input) { explanation { live } ${graphql.ERRORS} } }`,
      { input: { token } },
    );
  for (const id of ['tok_01h455vb4pex5vsknk084sn02q', home.places.web.sessionId, 'nonsense', ''])
    expect(await byId(id)).toBeNull();
  for (const value of ['', 'unknown', '\0', 'a'.repeat(4_096)])
    expect((await ask(value)).data.explainToken).toMatchObject({ explanation: null, errors: [{ code: 'NOT_FOUND' }] });
  expect((await ask('a'.repeat(4_097))).data.explainToken.errors).toMatchObject([{ code: 'INVALID_INPUT' }]);
});

test('one operation explains one value, and as many ids as it likes', async () => {
  const { token } = await byValue(home.places.web.tokens.access_token);
  const value = 'explainToken(input: {token: "a"}) { explanation { live } }';
  const both = await admin(`mutation { a: ${value} b: ${value} }`);
  expect([both.status, graphql.codes(both)]).toEqual([400, ['BAD_USER_INPUT']]);
  const { data } = await admin(
    `{ a: explainToken(id: "${token.id}") { live } b: explainToken(id: "${token.id}") { live } }`,
  );
  expect(data).toEqual({ a: { live: true }, b: { live: true } });
});

test('an operator may ask; the help desk and owners are refused, and the refusal of staff is an event', async () => {
  const operators = await graphql.webApplication(service, admin, 'Console');
  const person = async (name: string, ...roles: string[]) => {
    const { username } = await graphql.createPerson(admin, name, ...roles);
    return graphql.signedIn(service, operators, username, 'openid admin');
  };
  const [operator, helpdesk] = await Promise.all([person('reads', 'OPERATOR'), person('helps', 'HELPDESK')]);
  const { token } = await byValue(home.places.web.tokens.access_token);
  const question = `{ explainToken(id: "${token.id}") { live links { kind holds node { id } } } }`;
  expect((await graphql.ok(operator(question))).explainToken).toMatchObject({ live: true });
  expect(graphql.codes(await helpdesk(question))).toEqual(['FORBIDDEN']);
  expect(graphql.codes(await graphql.as(service, home.places.web.tokens.access_token)(question))).toEqual([
    'FORBIDDEN',
  ]);
  const denied = await graphql.sql<{ field: string }>(
    service.databaseUrl,
    `select e.details->>'field' as field from events e join users u on u.id = e.actor_user_id where e.type = 'ACCESS_DENIED' and u.username = 'helps'`,
  );
  expect(denied).toEqual([{ field: 'Query.explainToken' }]);
});

test('the value is in no event, no receipt and no log', async () => {
  const value = home.places.web.tokens.access_token;
  const rows = await graphql.sql<{ row: string }>(
    service.databaseUrl,
    'select e::text as row from events e union all select r::text from revocations r',
  );
  expect(rows.some(({ row }) => row.includes(value))).toBe(false);
  expect(service.log()).not.toContain(value);
});
