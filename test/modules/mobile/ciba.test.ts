/** OpenID CIBA in poll mode: a client asks, the device answers, the client gets tokens that hang on that device; and every end of it. */
import * as oidc from 'openid-client';
import { encodeId } from '../../../src/platform/type-id';
import { pollAuthentication, startAuthentication } from '../../../src/tools/ciba-flow';
import { userinfo } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { isActiveAt, mutate, type Pair, refreshAt, startPair } from '../../support/pair';
import { enrolled, type Key, type Phone, signInOnPhone } from '../../support/phone';

let pair: Pair;
let mobile: graphql.Registered;
let shop: graphql.Registered;
beforeAll(async () => {
  pair = await startPair();
  const scopes = ['openid', 'offline_access', 'self'];
  const redirectUris = [graphql.REDIRECT_URI];
  mobile = await graphql.createApplication(pair.first, pair.admin, {
    name: 'Bank app',
    kind: 'MOBILE',
    firstParty: true,
    redirectUris,
    scopes: [...scopes, 'account'],
  });
  shop = await newShop();
}, 60_000);
afterAll(() => pair?.stop());

const newShop = (more: Record<string, unknown> = {}) =>
  graphql.createApplication(pair.first, pair.admin, {
    ...{
      name: 'Shop',
      kind: 'WEB',
      redirectUris: [graphql.REDIRECT_URI],
      scopes: ['openid', 'offline_access', 'self'],
    },
    backchannelAuthentication: true,
    ...more,
  });
const base = (at = pair.first) => `${at.address}/oidc`;

let people = 0;
interface Handset extends Phone {
  key: Key;
}
const newHandset = async (): Promise<Handset> => {
  const owner = await graphql.createPerson(pair.admin, `ciba${(people += 1)}`);
  const phone = await signInOnPhone(pair.first, mobile, owner);
  return { ...phone, key: (await enrolled(phone)).key };
};

const start = async (username: string, rest: Record<string, string> = {}, client = shop): Promise<string> => {
  const { status, json } = await startAuthentication(base(), client, {
    scope: 'openid offline_access self',
    login_hint: username,
    ...rest,
  });
  if (status !== 200) throw new Error(JSON.stringify(json));
  return json.auth_req_id;
};
const PENDING =
  '{ pendingAuthentications { id scopes bindingMessage challenge createdAt expiresAt application { name } } }';
const pendingOn = async ({ ask }: Pick<Phone, 'ask'>) => (await graphql.ok(ask(PENDING))).pendingAuthentications;
const signatureOf = ({ key }: Handset, { id, challenge }: { id: string; challenge: string }, decision: string) =>
  key.sign({ purpose: 'answerAuthentication', challenge, authenticationId: id, decision });
const send = async ({ ask }: Pick<Phone, 'ask'>, authenticationId: string, decision: string, signature: string) => {
  const { data, errors } = await ask(
    `mutation ($input: AnswerAuthenticationInput!) { answerAuthentication(input: $input) { answeredAuthenticationId errors { code path } } }`,
    { input: { authenticationId, decision, signature } },
  );
  expect(errors).toEqual([]);
  return data.answerAuthentication as {
    answeredAuthenticationId: string | null;
    errors: { code: string; path: string[] }[];
  };
};
const answer = async (handset: Handset, decision: 'APPROVE' | 'DENY' = 'APPROVE') => {
  const [request] = await pendingOn(handset);
  const done = await send(handset, request.id, decision, await signatureOf(handset, request, decision));
  expect(done).toEqual({ answeredAuthenticationId: request.id, errors: [] });
};
/** Polls are five seconds apart: here the last one is moved into the past. */
const poll = async (id: string, at = pair.second, client = shop) => {
  await graphql.sql(pair.first.databaseUrl, `update authentication_requests set asked_at = null`);
  return pollAuthentication(base(at), client, id);
};
const approved = async (handset: Handset, client = shop): Promise<string> => {
  const id = await start(handset.owner.username, {}, client);
  await answer(handset);
  return id;
};

test('the device is told of the attributes that the client gets, and the client gets those', async () => {
  const handset = await newHandset();
  const { id: userId, username } = handset.owner;
  await mutate(pair.admin, 'updateUser', { userId, attributes: { department: 'Sales', salary: 9 } }, 'user { id }');
  const client = await newShop({
    scopes: ['openid', 'profile'],
    claims: [{ name: 'dept', source: 'ATTRIBUTE', attribute: 'department', idToken: true }],
  });
  const id = await start(username, { scope: 'openid profile' }, client);
  expect((await pendingOn(handset))[0].scopes).toEqual(['openid', 'profile', 'attribute:department']);
  await answer(handset);
  const { json } = await poll(id, pair.second, client);
  const claims = JSON.parse(Buffer.from(json.id_token!.split('.')[1]!, 'base64url').toString()) as object;
  expect(claims).toMatchObject({ sub: userId, dept: 'Sales' });
  expect(await userinfo(client.issuer, json.access_token)).toMatchObject({
    preferred_username: username,
    dept: 'Sales',
  });
});

test('openid-client starts it, the device sees and confirms it, and the tokens hang on that device', async () => {
  const handset = await newHandset();
  const configuration = await oidc.discovery(new URL(shop.issuer), shop.clientId, shop.clientSecret, undefined, {
    execute: [oidc.allowInsecureRequests],
  });
  const started = await oidc.initiateBackchannelAuthentication(configuration, {
    scope: 'openid offline_access self',
    login_hint: `${handset.owner.username.toUpperCase()}@example.com`,
    binding_message: 'Order 4711: 20 €',
  });
  const [request] = await pendingOn(handset);
  expect(request).toMatchObject({
    scopes: ['openid', 'offline_access', 'self'],
    bindingMessage: 'Order 4711: 20 €',
    application: { name: 'Shop' },
  });
  const polled = oidc.pollBackchannelAuthenticationGrant(configuration, started);
  await answer(handset);
  const tokens = await polled;
  expect(tokens.claims()).toMatchObject({ sub: handset.owner.id });
  const { viewer } = await graphql.ok(
    graphql.as(pair.second, tokens.access_token)('{ viewer { user { id } application { name } session { id } } }'),
  );
  expect(viewer).toEqual({ user: { id: handset.owner.id }, application: { name: 'Shop' }, session: null });
  const listed = await graphql.ok(
    pair.admin(
      'query ($d: ID!, $a: ID!) { tokens(filter: { deviceId: $d, applicationId: $a }) { nodes { kind device { id } } } }',
      {
        d: handset.deviceId,
        a: shop.applicationId,
      },
    ),
  );
  expect(listed.tokens.nodes.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['ACCESS', 'REFRESH']);
  expect(await pendingOn(handset)).toEqual([]);
  const { user } = await graphql.ok(
    pair.admin(
      'query ($id: ID!) { user(by: { id: $id }) { latestEvents { type } consents { nodes { application { name } } } authenticators { lastUsedAt } } }',
      {
        id: handset.owner.id,
      },
    ),
  );
  expect(user.latestEvents.map(({ type }: { type: string }) => type)).toEqual(
    expect.arrayContaining(['AUTHENTICATION_REQUESTED', 'AUTHENTICATION_APPROVED', 'TOKEN_ISSUED', 'CONSENT_GIVEN']),
  );
  expect(user.authenticators[0].lastUsedAt).not.toBeNull();
  const refreshed = await refreshAt(pair.second, shop, tokens.refresh_token!);
  expect(refreshed.status).toBe(200);
  await mutate(pair.admin, 'disconnectDevice', { userId: handset.owner.id, deviceId: handset.deviceId }, '__typename');
  for (const token of [
    tokens.access_token,
    refreshed.json.access_token as string,
    refreshed.json.refresh_token as string,
  ])
    expect(await isActiveAt(pair.second, pair.machine, token)).toBe(false);
}, 30_000);

describe('a poll', () => {
  test('before the answer waits, too soon is slowed down, after a refusal is refused, and works once', async () => {
    const handset = await newHandset();
    const id = await start(handset.owner.username);
    expect((await poll(id)).json.error).toBe('authorization_pending');
    expect((await pollAuthentication(base(), shop, id)).json.error).toBe('slow_down');
    await answer(handset, 'DENY');
    expect((await poll(id)).json.error).toBe('access_denied');
    // Another client: this one has to wait.
    const other = await newShop();
    const again = await approved(handset, other);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => pollAuthentication(base(i % 2 ? pair.first : pair.second), other, again)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(400)]);
    expect(new Set(answers.filter(({ status }) => status !== 200).map(({ json }) => json.error))).toEqual(
      new Set(['invalid_grant']),
    );
  });

  test('of what expired, or of another client, gets nothing', async () => {
    const handset = await newHandset();
    const other = await newShop();
    const id = await approved(handset);
    expect((await poll(id, pair.second, other)).json.error).toBe('invalid_grant');
    await graphql.sql(
      pair.first.databaseUrl,
      `update authentication_requests set expires_at = now() - interval '1 second'`,
    );
    expect((await poll(id)).json.error).toBe('expired_token');
    expect((await poll('made up')).json.error).toBe('invalid_grant');
  });
});

const ENDINGS: [string, (handset: Handset, client: graphql.Registered) => Record<string, unknown>][] = [
  ['disableUser', ({ owner }) => ({ userId: owner.id })],
  ['revokeAllSessions', ({ owner }) => ({ userId: owner.id })],
  ['disconnectDevice', ({ owner, deviceId }) => ({ userId: owner.id, deviceId })],
  ['deleteDevice', ({ owner, deviceId }) => ({ deviceId, confirmedUserIds: [owner.id] })],
  ['revokeMobileAuthentication', ({ owner, deviceId }) => ({ userId: owner.id, deviceId })],
  ['disableApplication', (_handset, client) => ({ applicationId: client.applicationId })],
];

describe.each(ENDINGS)('after %s', (name, input) => {
  /** What it leaves alone: the tokens of a device whose mobile authentication was revoked. */
  const tokensLive = name === 'revokeMobileAuthentication';
  test('what was approved is not redeemed, what waits is not confirmed, and what was issued is as SPEC says', async () => {
    const handset = await newHandset();
    const client = await newShop();
    const begin = (n: number) => start(handset.owner.username, { binding_message: `${n}` }, client);
    const issued = await begin(1);
    await answer(handset);
    const { json: tokens } = await poll(issued, pair.first, client);
    const waiting = await begin(2);
    await answer(handset);
    const open = await begin(3);
    const [request] = await pendingOn(handset);
    const signature = await signatureOf(handset, request, 'APPROVE');
    await mutate(pair.admin, name, input(handset, client), '__typename');
    // The second was approved, the third was not answered yet.
    expect([400, 401]).toContain((await poll(waiting, pair.second, client)).status);
    const late = await handset.ask(
      `mutation ($input: AnswerAuthenticationInput!) { answerAuthentication(input: $input) { answeredAuthenticationId errors { code } } }`,
      { input: { authenticationId: request.id, decision: 'APPROVE', signature } },
    );
    expect(late.data?.answerAuthentication.answeredAuthenticationId ?? null).toBeNull();
    expect([400, 401]).toContain((await poll(open, pair.second, client)).status);
    expect(await isActiveAt(pair.second, pair.machine, tokens.access_token)).toBe(tokensLive);
    expect((await refreshAt(pair.second, client, tokens.refresh_token!)).status === 200).toBe(tokensLive);
  });
});

test('redeeming while the user is being disabled leaves nothing alive, whichever is first', async () => {
  for (let round = 0; round < 10; round += 1) {
    const handset = await newHandset();
    const id = await approved(handset);
    const works = [() => poll(id), () => mutate(pair.admin, 'disableUser', { userId: handset.owner.id }, '__typename')];
    if (round % 2) works.reverse();
    await Promise.all(works.map((work) => work()));
    const { tokens } = await graphql.ok(
      pair.admin('query ($id: ID!) { tokens(filter: { userId: $id, status: [ACTIVE] }) { totalCount } }', {
        id: handset.owner.id,
      }),
    );
    expect(tokens.totalCount).toBe(0);
  }
}, 60_000);

describe('a client', () => {
  test('cannot ask whom it does not know, or who has no device that confirms', async () => {
    const { username } = await graphql.createPerson(pair.admin, 'nodevice');
    for (const hint of [username, 'nobody', 'x'.repeat(500)]) {
      const { status, json } = await startAuthentication(base(), shop, { scope: 'openid', login_hint: hint });
      expect([status, json.error]).toEqual([400, 'unknown_user_id']);
    }
  });

  test('asks only if it was allowed to, keeps a secret, and says something that can be shown', async () => {
    const handset = await newHandset();
    const hint = { scope: 'openid', login_hint: handset.owner.username };
    const plain = await graphql.webApplication(pair.first, pair.admin, 'Plain');
    expect((await startAuthentication(base(), plain, hint)).json.error).toBe('invalid_request');
    for (const [rest, error] of [
      [{ binding_message: 'x'.repeat(101) }, 'invalid_binding_message'],
      [{ binding_message: 'a\u0001b' }, 'invalid_binding_message'],
      [{ resource: 'https://api.example.com' }, 'invalid_target'],
      [{ requested_expiry: '-1' }, 'invalid_request'],
      [{ login_hint: '' }, 'invalid_request'],
    ] as [Record<string, string>, string][])
      expect([rest, (await startAuthentication(base(), shop, { ...hint, ...rest })).json.error]).toEqual([rest, error]);
    const { data } = await pair.admin(
      'mutation ($input: CreateApplicationInput!) { createApplication(input: $input) { errors { code path } } }',
      { input: { name: 'Spa', kind: 'SPA', redirectUris: [graphql.REDIRECT_URI], backchannelAuthentication: true } },
    );
    expect(data.createApplication.errors).toEqual([
      { code: 'INVALID_INPUT', path: ['input', 'backchannelAuthentication'] },
    ]);
    expect(await pendingOn(handset)).toEqual([]);
  });

  test('leaves nothing usable in the database', async () => {
    const handset = await newHandset();
    const id = await start(handset.owner.username);
    const [{ found }] = (await graphql.sql<{ found: number }>(
      pair.first.databaseUrl,
      `select count(*)::int as found from authentication_requests r where r::text like '%' || $1 || '%'`,
      [id],
    )) as [{ found: number }];
    expect(found).toBe(0);
  });
});

describe('answerAuthentication refuses, and changes nothing:', () => {
  test('wrong signatures, another device, another person, and what is answered already', async () => {
    const handset = await newHandset();
    const stranger = await newHandset();
    const tablet = await signInOnPhone(pair.first, mobile, handset.owner);
    const id = await start(handset.owner.username);
    const [request] = await pendingOn(handset);
    const good = await signatureOf(handset, request, 'APPROVE');
    const claims = {
      purpose: 'answerAuthentication',
      challenge: request.challenge,
      authenticationId: request.id,
      decision: 'APPROVE',
    };
    const before = await graphql.rowCounts(pair.first.databaseUrl);
    for (const [by, decision, signature, code] of [
      [handset, 'DENY', good, 'INVALID_SIGNATURE'],
      [handset, 'APPROVE', await stranger.key.sign(claims), 'INVALID_SIGNATURE'],
      [handset, 'APPROVE', await handset.key.sign({ ...claims, challenge: 'another' }), 'INVALID_SIGNATURE'],
      [
        handset,
        'APPROVE',
        await handset.key.sign({ ...claims, purpose: 'enrollMobileAuthentication' }),
        'INVALID_SIGNATURE',
      ],
      [handset, 'APPROVE', 'nonsense', 'INVALID_SIGNATURE'],
      [tablet, 'APPROVE', good, 'INVALID_STATE'],
      [stranger, 'APPROVE', await stranger.key.sign(claims), 'NOT_FOUND'],
    ] as [Phone, string, string, string][])
      expect((await send(by, request.id, decision, signature)).errors.map((error) => error.code)).toEqual([code]);
    const after = await graphql.rowCounts(pair.first.databaseUrl);
    // Each wrong signature is an event, and nothing else is anything.
    expect({ ...after, events: before.events }).toEqual(before);
    expect(after.events! - before.events!).toBe(5);
    expect((await poll(id)).json.error).toBe('authorization_pending');
    expect(await pendingOn(tablet)).toEqual([]);
    expect(await pendingOn(stranger)).toEqual([]);
    await answer(handset);
    expect((await send(handset, request.id, 'APPROVE', good)).errors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(
      (await send(handset, encodeId('AuthenticationRequest', crypto.randomUUID()), 'APPROVE', good)).errors,
    ).toMatchObject([{ code: 'NOT_FOUND', path: ['input', 'authenticationId'] }]);
  });
});

test('a key that a stolen session enrolled, and the sign-ins that it confirmed, end with the session by includeDerived alone', async () => {
  const handset = await newHandset();
  const tokens = (await poll(await approved(handset))).json;
  const active = () => isActiveAt(pair.first, pair.machine, tokens.access_token as string);
  const { viewer } = await graphql.ok(handset.ask('{ viewer { session { id } } }'));
  const sessionId = viewer.session.id as string;
  const end = (input: object) =>
    mutate(
      pair.admin,
      'revokeSession',
      { sessionId, ...input },
      'revocation { counts { sessions authenticators accessTokens refreshTokens } }',
    );
  await end({});
  expect(await active()).toBe(true);
  const { revocation } = await end({ includeDerived: true });
  expect(revocation.counts).toEqual({ sessions: 0, authenticators: 1, accessTokens: 1, refreshTokens: 1 });
  expect(await active()).toBe(false);
  const [link] = await graphql.sql<{ enrolled: boolean }>(
    pair.first.databaseUrl,
    `select l.mobile_enrolled_at is not null as enrolled from device_links l join sessions s on s.device_link_id = l.id
     join users u on u.id = l.user_id where u.username = $1`,
    [handset.owner.username],
  );
  expect(link).toEqual({ enrolled: false });
});
