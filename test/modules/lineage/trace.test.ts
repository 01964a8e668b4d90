/** `trace`: from a token, a session, a device, an address or a `jti` to the whole lineage, each part of it the object by whose id it can be ended. */
import { decodeId } from '../../../src/platform/type-id';
import { clientCredentials, introspect, refresh } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { buildHousehold, type Household } from '../../support/household';
import { type Service, startService } from '../../support/service';
import { startStatementProxy, type StatementProxy } from '../../support/statement-proxy';

let service: Service;
let watched: Service;
let proxy: StatementProxy;
let admin: graphql.Ask;
let home: Household;

beforeAll(async () => {
  service = await startService();
  proxy = await startStatementProxy(service.databaseUrl);
  watched = await startService({ beside: service, env: { DATABASE_URL: proxy.url } });
  admin = graphql.as(service, await graphql.adminToken(service));
  home = await buildHousehold(service, admin);
}, 60_000);
afterAll(async () => {
  await watched?.stop();
  await proxy?.stop();
  await service?.stop();
});

const END = 'status endedAt endReason revocation { id action actor { __typename } }';
const LINEAGE = `token { id } device { id name }
  tokens { nodes { id kind status application { name } } }
  sessions(first: 20) { nodes { id ip createdAt ${END} user { username } device { id }
    tokenFamilies { nodes { id createdAt ${END} user { username } application { name }
      consent { id createdAt status revokedAt endReason revocation { id } user { username } }
      accessGrant { id createdAt ${END} user { username } }
      tokens { nodes { id kind createdAt status revokedAt endReason revocation { id } user { username } } } } } } }`;
const QUESTION = `query ($by: TraceBy!) { trace(by: $by) { ${LINEAGE} } }`;

// The shape is that of the question above.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Found = any;
const trace = async (by: Record<string, unknown>, ask = admin): Promise<Found> =>
  (await graphql.ok(ask(QUESTION, { by }))).trace;
const idOf = async (value: string): Promise<string> =>
  (
    await graphql.ok(
      admin(
        `mutation ($input: ExplainTokenInput!) { explainToken(input: $input) { explanation { token { id } } ${graphql.ERRORS} } }`,
        { input: { token: value } },
      ),
    )
  ).explainToken.explanation.token.id;
const run = async (name: string, input: Record<string, unknown>) => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { revocation { id } ${graphql.ERRORS} } }`;
  return (await graphql.ok(admin(document, { input })))[name].revocation.id as string;
};

test('a token leads to its session, and down to consent, code, authorization and every token, live or dead', async () => {
  const { phone } = home.places;
  const next = await refresh(phone.client, phone.tokens.refresh_token!);
  const tokenId = await idOf(next.access_token);
  const found = await trace({ tokenId });
  expect(found).toMatchObject({ token: { id: tokenId }, device: { id: home.devices.phone.id }, tokens: { nodes: [] } });
  const [session, ...others] = found.sessions.nodes;
  expect(others).toEqual([]);
  expect(session).toMatchObject({
    id: phone.sessionId,
    status: 'ACTIVE',
    revocation: null,
    user: { username: home.alice.username },
    device: { id: home.devices.phone.id },
  });
  // The first authorization was exchanged and renewed; the second still has its code.
  const [second, first] = session.tokenFamilies.nodes;
  expect(session.tokenFamilies.nodes).toHaveLength(2);
  expect(second).toMatchObject({
    status: 'ACTIVE',
    accessGrant: { status: 'ACTIVE', endReason: null },
    tokens: { nodes: [] },
  });
  expect(first).toMatchObject({
    status: 'ACTIVE',
    consent: { status: 'ACTIVE', user: { username: home.alice.username } },
    accessGrant: { status: 'ENDED', endReason: 'EXCHANGED', revocation: null },
  });
  const { nodes } = first.tokens;
  expect(nodes.map(({ kind, status, endReason }: Found) => `${kind} ${status} ${endReason}`).sort()).toEqual([
    'ACCESS ACTIVE null',
    'ACCESS ACTIVE null',
    'REFRESH ACTIVE null',
    'REFRESH REVOKED ROTATED',
  ]);
  expect(nodes.map(({ id }: Found) => id)).toContain(tokenId);
});

test('by token, by the jti of its introspection and by session it is the same lineage', async () => {
  const { bobWeb } = home.places;
  const { client_id: clientId, client_secret: clientSecret } = service.client;
  const answer = await introspect(
    { issuer: graphql.issuerOf(service), clientId, clientSecret },
    bobWeb.tokens.access_token,
  );
  const [byToken, byJti, bySession] = [
    await trace({ tokenId: await idOf(bobWeb.tokens.access_token) }),
    await trace({ jti: answer.jti }),
    await trace({ sessionId: bobWeb.sessionId }),
  ];
  expect(byJti).toEqual(byToken);
  expect(bySession).toEqual({ ...byToken, token: null });
  expect(bySession.sessions.nodes).toHaveLength(1);
});

test('a device leads to the sessions of all its users, and to what it got in its own right', async () => {
  const { phone } = home.devices;
  const own = await idOf((await clientCredentials(phone.client)).access_token);
  const found = await trace({ deviceId: phone.id });
  expect(found.device).toEqual({ id: phone.id, name: 'Phone' });
  expect(found.sessions.nodes.map(({ id }: Found) => id).sort()).toEqual(
    [home.places.phone.sessionId, home.places.bobPhone.sessionId].sort(),
  );
  expect(found.tokens.nodes.map(({ id }: Found) => id)).toEqual([own]);
  expect(await trace({ tokenId: own })).toMatchObject({
    token: { id: own },
    device: { id: phone.id },
    sessions: { nodes: [] },
    tokens: { nodes: [{ id: own }] },
  });
});

test('an address leads to the sessions that were used from it, newest first, however it is written', async () => {
  const places = ['web', 'other', 'tablet'] as const;
  const sessions = places.map((name) => home.places[name].sessionId).sort();
  const put = (ip: string, ids: string[]) =>
    graphql.sql(service.databaseUrl, 'update sessions set ip = $1 where id = any($2::uuid[])', [
      ip,
      ids.map((id) => decodeId('Session', id)),
    ]);
  await put('203.0.113.7', sessions);
  await put('2001:db8::7', [home.places.bobPhone.sessionId]);
  const idsAt = async (ip: string) => (await trace({ ip })).sessions.nodes.map(({ id }: Found) => id);
  expect(await idsAt('203.0.113.7')).toEqual([...sessions].reverse());
  expect(await idsAt('::ffff:203.0.113.7')).toEqual([...sessions].reverse());
  expect(await idsAt('2001:0DB8:0:0::0007')).toEqual([home.places.bobPhone.sessionId]);
  expect(await idsAt('203.0.113.8')).toEqual([]);
});

test('each part of it can be ended by its id, and then says so, with the receipt', async () => {
  const world = await buildHousehold(service, admin);
  const { web, other, tablet, bobWeb } = world.places;
  const lineageOf = async (sessionId: string) => (await trace({ sessionId })).sessions.nodes[0];
  const open = (session: Found) => session.tokenFamilies.nodes[0];
  const used = (session: Found) => session.tokenFamilies.nodes[1];

  const grant = await run('revokeAccessGrant', { accessGrantId: open(await lineageOf(web.sessionId)).accessGrant.id });
  expect(open(await lineageOf(web.sessionId)).accessGrant).toMatchObject({
    status: 'ENDED',
    endReason: 'REVOKED',
    revocation: { id: grant, action: 'revokeAccessGrant', actor: { __typename: 'Application' } },
  });

  const held = used(await lineageOf(other.sessionId)).tokens.nodes;
  const refreshToken = held.find(({ kind }: Found) => kind === 'REFRESH');
  const family = await run('revokeToken', { tokenId: refreshToken.id });
  const ended = used(await lineageOf(other.sessionId));
  expect(ended).toMatchObject({ status: 'ENDED', endReason: 'REFRESH_TOKEN_REVOKED', revocation: { id: family } });
  for (const token of ended.tokens.nodes)
    expect(token).toMatchObject({ status: 'REVOKED', revocation: { id: family } });

  const consent = await run('revokeConsent', { consentId: used(await lineageOf(tablet.sessionId)).consent.id });
  const without = used(await lineageOf(tablet.sessionId));
  expect(without.consent).toMatchObject({
    status: 'REVOKED',
    endReason: 'CONSENT_REVOKED',
    revocation: { id: consent },
  });
  expect(without).toMatchObject({ status: 'ENDED', endReason: 'CONSENT_REVOKED', revocation: { id: consent } });

  const receipt = await run('revokeSession', { sessionId: bobWeb.sessionId });
  const gone = await lineageOf(bobWeb.sessionId);
  expect(gone).toMatchObject({ status: 'ENDED', endReason: 'REVOKED', revocation: { id: receipt } });
  for (const { status, revocation } of gone.tokenFamilies.nodes)
    expect([status, revocation.id]).toEqual(['ENDED', receipt]);
  // By node, too.
  const { node } = await graphql.ok(
    admin('query ($id: ID!) { node(id: $id) { id ... on TokenFamily { endReason } } }', { id: used(gone).id }),
  );
  expect(node).toEqual({ id: used(gone).id, endReason: 'SESSION_ENDED' });
});

test('a family is live exactly where its tokens are, whatever they hang on', async () => {
  const { sessions } = await graphql.ok(
    admin(
      '{ sessions(first: 50) { nodes { tokenFamilies(first: 5) { nodes { id status tokens(first: 10) { nodes { status endReason } } } } } } }',
    ),
  );
  const families: Found[] = sessions.nodes.flatMap((session: Found) => session.tokenFamilies.nodes);
  const met = new Set<string>();
  for (const { status, tokens } of families) {
    const lives = tokens.nodes.filter((token: Found) => token.status === 'ACTIVE').length > 0;
    if (tokens.nodes.length > 0) expect([lives, status]).toEqual([status === 'ACTIVE', status]);
    met.add(status);
  }
  expect(met).toEqual(new Set(['ACTIVE', 'ENDED']));
});

/** What one question says to the database, its authentication aside. A job of the background may add to it, so the least of three counts. */
const statementsOf = async (by: Record<string, unknown>): Promise<number> => {
  const token = await graphql.adminToken(service);
  return Math.min(await countStatements(by, token), await countStatements(by, token), await countStatements(by, token));
};

const countStatements = async (by: Record<string, unknown>, token: string): Promise<number> => {
  const marks = proxy.connections.map((statements) => statements.length);
  await trace(by, graphql.as(watched, token));
  return proxy.connections
    .flatMap((statements, i) => statements.slice(marks[i] ?? 0))
    .filter((text) => /^select/i.test(text) && / x\.|"__key"/.test(text) && !/where x\.(hash|id) = \$1/.test(text))
    .length;
};

test('it costs the same number of statements for six sessions as for eighteen, and with receipts one more at each level', async () => {
  const worlds = [home, await buildHousehold(service, admin), await buildHousehold(service, admin)];
  const at = async (ip: string, households: Household[]) => {
    const ids = households.flatMap(({ places }) => Object.values(places)).map(({ sessionId }) => sessionId);
    await graphql.sql(service.databaseUrl, 'update sessions set ip = $1 where id = any($2::uuid[])', [
      ip,
      ids.map((id) => decodeId('Session', id)),
    ]);
    return ip;
  };
  const few = await statementsOf({ ip: await at('198.51.100.1', worlds.slice(0, 1)) });
  const ip = await at('198.51.100.2', worlds);
  const many = await statementsOf({ ip });
  expect((await trace({ ip })).sessions.nodes).toHaveLength(18);
  expect(many).toBe(few);
  // Tokens without a session; sessions; users and devices; families; applications, consents and codes; tokens.
  expect(few).toBe(9);
  for (const { places } of worlds.slice(1)) await run('revokeSession', { sessionId: places.web.sessionId });
  const ended = await statementsOf({ ip });
  expect(ended).toBeGreaterThan(many);
  expect(ended).toBeLessThanOrEqual(many + 4);
}, 30_000);

test('what it begins with must be one thing, and one that there is', async () => {
  for (const by of [{}, { sessionId: home.places.web.sessionId, ip: '127.0.0.1' }, { ip: 'localhost' }, { ip: '' }]) {
    const answer = await admin(QUESTION, { by });
    expect([by, graphql.codes(answer)]).toEqual([by, ['BAD_USER_INPUT']]);
  }
  const unknown = '01h455vb4pex5vsknk084sn02q';
  for (const by of [
    { tokenId: `tok_${unknown}` },
    { tokenId: home.places.web.sessionId },
    { jti: 'nonsense' },
    { sessionId: `ses_${unknown}` },
    { deviceId: `dev_${unknown}` },
  ])
    expect(await trace(by)).toBeNull();
});

test('operators may trace; the help desk and owners may not, who see their own families below their sessions', async () => {
  const console = await graphql.webApplication(service, admin, 'Console');
  const person = async (name: string, role: string) => {
    const { username } = await graphql.createPerson(admin, name, role);
    return graphql.signedIn(service, console, username, 'openid admin');
  };
  const by = { sessionId: home.places.web.sessionId };
  expect(await trace(by, await person('reads', 'OPERATOR'))).toEqual(await trace(by));
  const owner = graphql.as(service, home.places.web.tokens.access_token);
  for (const ask of [await person('helps', 'HELPDESK'), owner])
    expect(graphql.codes(await ask(QUESTION, { by }))).toEqual(['FORBIDDEN']);
  const { viewer } = await graphql.ok(
    owner(
      '{ viewer { session { id tokenFamilies { nodes { consent { status } accessGrant { id } tokens { nodes { kind } } } } } } }',
    ),
  );
  expect(viewer.session.id).toBe(home.places.web.sessionId);
  expect(viewer.session.tokenFamilies.nodes).toHaveLength(2);
});
