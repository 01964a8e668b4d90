/** How often clients may ask a user to confirm something: one request a client, three in all, and longer and longer waits after each in vain. */
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { mutate, type Pair, startPair } from '../../support/pair';
import { enrolled, type Key, type Phone, signInOnPhone } from '../../support/phone';

jest.setTimeout(60_000);

let pair: Pair;
let mobile: graphql.Registered;
beforeAll(async () => {
  pair = await startPair();
  mobile = await graphql.createApplication(pair.first, pair.admin, {
    ...{ name: 'Bank app', kind: 'MOBILE', firstParty: true, redirectUris: [graphql.REDIRECT_URI] },
    scopes: ['openid', 'offline_access', 'self', 'account'],
  });
}, 60_000);
afterAll(() => pair?.stop());

let made = 0;
const newClient = () =>
  graphql.createApplication(pair.first, pair.admin, {
    ...{ name: `Shop ${(made += 1)}`, kind: 'WEB', redirectUris: [graphql.REDIRECT_URI], scopes: ['openid', 'self'] },
    backchannelAuthentication: true,
  });
interface Handset extends Phone {
  key: Key;
}
const newHandset = async (): Promise<Handset> => {
  const owner = await graphql.createPerson(pair.admin, `asked${(made += 1)}`);
  const phone = await signInOnPhone(pair.first, mobile, owner);
  return { ...phone, key: (await enrolled(phone)).key };
};

interface Asked {
  status: number;
  json: { auth_req_id?: string; error?: string; error_description?: string };
  retryAfter: number | null;
}
const ask = async (
  { username }: graphql.Person,
  { clientId, clientSecret }: graphql.Registered,
  { at = pair.first, ...rest }: { at?: Pair['first']; binding_message?: string; requested_expiry?: string } = {},
): Promise<Asked> => {
  const response = await fetch(`${at.address}/oidc/ciba`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ scope: 'openid self', login_hint: username, ...rest }),
  });
  const retryAfter = response.headers.get('retry-after');
  return {
    status: response.status,
    json: (await response.json()) as Asked['json'],
    retryAfter: retryAfter === null ? null : Number(retryAfter),
  };
};
const either = (i: number) => (i % 2 ? pair.first : pair.second);
const pendingOn = async (phone: Phone) =>
  (await graphql.ok(phone.ask('{ pendingAuthentications { id challenge bindingMessage application { name } } }')))
    .pendingAuthentications as { id: string; challenge: string; bindingMessage: string | null }[];
const answer = async (phone: Handset, decision: 'APPROVE' | 'DENY') => {
  const [request] = await pendingOn(phone);
  const claims = { authenticationId: request!.id, decision };
  const signature = await phone.key.sign({
    ...{ ...claims, purpose: 'answerAuthentication', challenge: request!.challenge },
  });
  await mutate(phone.ask, 'answerAuthentication', { ...claims, signature }, 'answeredAuthenticationId');
};
/** Everything that was asked of the user lies so much further back. */
const pass = ({ owner }: Phone, seconds: number) =>
  pair.sql(
    `update authentication_requests set created_at = created_at - $2 * interval '1 second', expires_at = expires_at - $2 * interval '1 second',
       decided_at = decided_at - $2 * interval '1 second' where user_id = $1`,
    decodeId('User', owner.id),
    seconds,
  );
const refused = ({ status, json, retryAfter }: Asked) => [status, json.error, retryAfter !== null && retryAfter > 0];
const REFUSED = [403, 'access_denied', true];

test('of fifty requests of one client at once, over two processes, one reaches the phone', async () => {
  const [phone, client] = [await newHandset(), await newClient()];
  const asked = await Promise.all(
    Array.from({ length: 50 }, (_, i) => ask(phone.owner, client, { at: either(i), binding_message: `Order ${i}` })),
  );
  expect(asked.filter(({ status }) => status === 200)).toHaveLength(1);
  const others = asked.filter(({ status }) => status !== 200);
  expect(others.map(refused)).toEqual(Array(49).fill(REFUSED));
  expect(others[0]!.json.error_description).toMatch(/still waits for the user .*try again in \d+ seconds/);
  const pending = await pendingOn(phone);
  expect(pending).toMatchObject([{ bindingMessage: expect.stringMatching(/^Order \d+$/) as string }]);
  const events = await pair.sql(
    `select 1 from events where type = 'AUTHENTICATION_REQUESTED' and user_id = $1`,
    decodeId('User', phone.owner.id),
  );
  expect(events).toHaveLength(1);
});

test('of six clients at once three reach the phone; the others learn nothing of them', async () => {
  const phone = await newHandset();
  const clients = await Promise.all(Array.from({ length: 6 }, newClient));
  const asked = await Promise.all(
    clients.flatMap((client, i) => [0, 1, 2].map((n) => ask(phone.owner, client, { at: either(i + n) }))),
  );
  expect(asked.filter(({ status }) => status === 200)).toHaveLength(3);
  expect(await pendingOn(phone)).toHaveLength(3);
  const left = clients.filter((_, i) => asked.slice(3 * i, 3 * i + 3).every(({ status }) => status !== 200));
  expect(left).toHaveLength(3);
  const late = await ask(phone.owner, left[0]!);
  expect(refused(late)).toEqual(REFUSED);
  expect(late.json.error_description).toMatch(/^the user cannot be asked at the moment; try again in \d+ seconds$/);
  expect(late.retryAfter).toBeLessThanOrEqual(300);
  // Another user can be asked, and this one again once there is room.
  expect((await ask((await newHandset()).owner, left[0]!)).status).toBe(200);
  await answer(phone, 'DENY');
  expect((await ask(phone.owner, left[0]!)).status).toBe(200);
});

test('a client waits longer after each request that was refused or ignored, and others do not', async () => {
  const [phone, client, other] = [await newHandset(), await newClient(), await newClient()];
  for (const [i, minutes] of [1, 2, 4, 8, 16, 32, 60, 60].entries()) {
    expect((await ask(phone.owner, client, { requested_expiry: '60' })).status).toBe(200);
    if (i % 2) await pass(phone, 61);
    else await answer(phone, 'DENY');
    const now = await ask(phone.owner, client);
    expect(refused(now)).toEqual(REFUSED);
    expect(now.json.error_description).toMatch(/refused or did not answer/);
    expect(now.retryAfter).toBeGreaterThan((minutes - 1) * 60);
    expect(now.retryAfter).toBeLessThanOrEqual(minutes * 60);
    if (i === 3) {
      expect((await ask(phone.owner, other)).status).toBe(200);
      await answer(phone, 'APPROVE');
    }
    await pass(phone, minutes * 60 + 1);
  }
  // An approval makes up for all of it.
  expect((await ask(phone.owner, client)).status).toBe(200);
  await answer(phone, 'APPROVE');
  expect((await ask(phone.owner, client)).status).toBe(200);
  await answer(phone, 'DENY');
  expect((await ask(phone.owner, client)).retryAfter).toBeLessThanOrEqual(60);
});

/** So many requests of a client in the last half of an hour that the user approved. */
const approvedBefore = async (phone: Phone, { clientId }: graphql.Registered, number: number) =>
  pair.sql(
    `insert into authentication_requests (id, hash, user_id, user_epoch, application_id, application_epoch, client_id, scopes, challenge, payload,
       created_at, expires_at, decided_at, decision)
     select gen_random_uuid(), sha256(gen_random_uuid()::text::bytea), u.id, u.epoch, a.id, a.epoch, a.client_id, '{openid}', '', '{}',
       now() - interval '30 minutes', now() - interval '25 minutes', now() - interval '29 minutes', 'APPROVE'
     from users u, applications a, generate_series(1, $3::int) where u.id = $1 and a.client_id = $2`,
    decodeId('User', phone.owner.id),
    clientId,
    number,
  );

test('a client has twenty an hour of one user', async () => {
  const [phone, client, other] = [await newHandset(), await newClient(), await newClient()];
  await approvedBefore(phone, client, 19);
  expect((await ask(phone.owner, client)).status).toBe(200);
  await answer(phone, 'APPROVE');
  const more = await ask(phone.owner, client);
  expect(refused(more)).toEqual(REFUSED);
  expect(more.json.error_description).toMatch(/too often within an hour/);
  expect(Math.round(more.retryAfter! / 60)).toBe(30);
  expect((await ask(phone.owner, other)).status).toBe(200);
  await pass(phone, 1_900);
  expect((await ask(phone.owner, client)).status).toBe(200);
});

test('all clients together have forty, of which nobody can take the first two of another', async () => {
  const [phone, ...clients] = [await newHandset(), await newClient(), await newClient(), await newClient()];
  await approvedBefore(phone, clients[0]!, 20);
  await approvedBefore(phone, clients[1]!, 20);
  for (let i = 0; i < 2; i += 1) {
    expect((await ask(phone.owner, clients[2]!)).status).toBe(200);
    await answer(phone, 'APPROVE');
  }
  expect(refused(await ask(phone.owner, clients[2]!))).toEqual(REFUSED);
});

test('who cannot be asked at all is answered as before, however often', async () => {
  const client = await newClient();
  const { username } = await graphql.createPerson(pair.admin, 'nodevice');
  for (const hint of [username, 'nobody'])
    for (let i = 0; i < 3; i += 1) {
      const { status, json, retryAfter } = await ask({ id: '', username: hint }, client);
      expect([status, json.error, retryAfter]).toEqual([400, 'unknown_user_id', null]);
    }
});

test('what an end has made void keeps nobody out', async () => {
  const [phone, client] = [await newHandset(), await newClient()];
  expect((await ask(phone.owner, client)).status).toBe(200);
  await mutate(pair.admin, 'revokeAllSessions', { userId: phone.owner.id }, '__typename');
  expect((await ask(phone.owner, client)).status).toBe(200);
});
