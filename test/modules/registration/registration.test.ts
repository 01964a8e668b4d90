/** From `registerUser` to the first sign-in, over HTTP and a real mail server; and what strangers cannot learn or do by it. */
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { type Answer, newName, ok, PASSWORD } from '../../support/graphql';
import { codeOf, type Input, mutate, refusalsOf } from '../../support/mutate';
import { allowRegistration, asAnybody, nextLink, open, send } from '../../support/registration';
import { startService } from '../../support/service';
import { startWithMail, type WithMail } from '../../support/start';
import { medianOf, timed } from '../../support/timing';

jest.setTimeout(40_000);

let { server, service, admin, web, anybody, sql, stop } = {} as WithMail;
beforeAll(async () => void ({ server, service, admin, web, anybody, sql, stop } = await startWithMail()), 60_000);
afterAll(() => stop?.());

const newEmail = () => `${newName('new')}@example.org`;
const register = (email: string, more: Record<string, unknown> = {}) =>
  anybody('registerUser', { email, password: PASSWORD, name: 'New Person', ...more });
const userOf = async (email: string) =>
  (
    await ok(
      admin(
        'query ($email: String!) { user(by: { email: $email }) { id username email name status emailVerified type version viewerCanConfirm { allowed } } }',
        {
          email,
        },
      ),
    )
  ).user;
const run = async (name: string, input: Input) => refusalsOf(await mutate(admin, name, input));
const mayEnter = (username: string, password = PASSWORD) => graphql.enters(web, username, password);
const eventsOf = async (id: string) =>
  (
    await ok(
      admin(
        'query ($id: ID!) { events(filter: { userId: $id }) { nodes { type outcome details actor { ... on User { id } } } } }',
        {
          id,
        },
      ),
    )
  ).events.nodes as { type: string; outcome: string; details: unknown; actor: { id: string } | null }[];

test('registration is off unless an administrator allows it', async () => {
  const email = newEmail();
  expect(codeOf(await register(email))).toBe('INVALID_STATE');
  expect(await userOf(email)).toBeNull();
  await allowRegistration(admin);
  expect(refusalsOf(await register(email))).toEqual([]);
  expect(await userOf(email)).toMatchObject({ status: 'PENDING_CONFIRMATION' });
});

test('registered, confirmed by the mailed link and the password, signed in: each status in its turn', async () => {
  const email = newEmail();
  expect(refusalsOf(await register(email))).toEqual([]);
  expect(await userOf(email)).toMatchObject({
    username: email,
    name: 'New Person',
    type: 'EXTERNAL',
    status: 'PENDING_CONFIRMATION',
    emailVerified: false,
  });
  const { id } = await userOf(email);
  expect(await mayEnter(email)).toBe(false);
  expect(await run('disableUser', { userId: id })).toMatchObject([{ code: 'INVALID_STATE' }]);

  const link = await nextLink(server, email);
  // Who only follows the link, as scanners do, confirms nothing.
  for (let n = 0; n < 3; n += 1) {
    const page = await open(link);
    expect(page).toMatchObject({ status: 200, title: 'Confirm your e-mail address' });
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('referrer-policy')).toMatch(/same-origin|no-referrer/);
    expect(page.html).toContain(email);
  }
  expect(await userOf(email)).toMatchObject({ status: 'PENDING_CONFIRMATION' });
  expect(await send(link, { password: 'another horse battery' })).toMatchObject({ status: 401 });
  expect(await send(link, {})).toMatchObject({ status: 400 });
  expect(await userOf(email)).toMatchObject({ status: 'PENDING_CONFIRMATION' });

  expect(await send(link, { password: PASSWORD })).toMatchObject({
    status: 200,
    title: 'Your e-mail address is confirmed',
  });
  expect(await userOf(email)).toMatchObject({ status: 'PENDING_LOGIN', emailVerified: true });
  expect(await mayEnter(email)).toBe(true);
  expect(await userOf(email)).toMatchObject({ status: 'ACTIVE', emailVerified: true });
  const events = await eventsOf(id);
  expect(
    events
      .map(({ type, outcome }) => `${type} ${outcome}`)
      .reverse()
      .slice(0, 4),
  ).toEqual(['USER_REGISTERED SUCCESS', 'SIGN_IN_FAILED FAILURE', 'USER_CONFIRMED FAILURE', 'USER_CONFIRMED SUCCESS']);
  expect(events.find(({ type, outcome }) => type === 'USER_CONFIRMED' && outcome === 'SUCCESS')).toMatchObject({
    details: { by: 'LINK' },
    actor: { id },
  });
});

test('a link works once, of many uses at once too, and not after half an hour', async () => {
  const email = newEmail();
  await register(email);
  const link = await nextLink(server, email);
  const uses = await Promise.all(Array.from({ length: 8 }, () => send(link, { password: PASSWORD })));
  expect(uses.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410, 410, 410, 410, 410]);
  expect(await open(link)).toMatchObject({ status: 410, title: 'This link no longer works' });
  const { id, version } = await userOf(email);
  expect(version).toBe(2);
  expect((await eventsOf(id)).filter(({ type }) => type === 'USER_CONFIRMED')).toHaveLength(1);

  const late = newEmail();
  await register(late);
  const expired = await nextLink(server, late);
  const lateId = decodeId('User', (await userOf(late)).id);
  await sql(`update links set valid_until = valid_until - interval '31 minutes' where user_id = $1`, lateId);
  expect(await open(expired)).toMatchObject({ status: 410 });
  expect(await send(expired, { password: PASSWORD })).toMatchObject({ status: 410 });
  expect(await userOf(late)).toMatchObject({ status: 'PENDING_CONFIRMATION' });
});

test('resendConfirmation mails another link, and the former one stops working', async () => {
  const email = newEmail();
  await register(email);
  const former = await nextLink(server, email);
  expect(refusalsOf(await anybody('resendConfirmation', { email: email.toUpperCase() }))).toEqual([]);
  const link = await nextLink(server, email);
  expect(link.href).not.toBe(former.href);
  expect(await send(former, { password: PASSWORD })).toMatchObject({ status: 410 });
  expect(await send(link, { password: PASSWORD })).toMatchObject({ status: 200 });
});

test('an administrator confirms instead; the link is over then, and the address stays unverified', async () => {
  const email = newEmail();
  await register(email);
  const link = await nextLink(server, email);
  const { id, viewerCanConfirm } = await userOf(email);
  expect(viewerCanConfirm).toEqual({ allowed: true });
  expect(await run('confirmUser', { userId: id, reason: 'seen in person' })).toEqual([]);
  expect(await userOf(email)).toMatchObject({ status: 'PENDING_LOGIN', emailVerified: false });
  expect(await run('confirmUser', { userId: id })).toEqual([]);
  expect((await eventsOf(id)).filter(({ type }) => type === 'USER_CONFIRMED')).toMatchObject([
    { outcome: 'SUCCESS', details: { by: 'ADMINISTRATOR' } },
  ]);
  expect(await send(link, { password: PASSWORD })).toMatchObject({ status: 410 });
  expect(await mayEnter(email)).toBe(true);
  expect(await run('confirmUser', { userId: id })).toMatchObject([{ code: 'INVALID_STATE' }]);
});

test('one who is pending can be deleted at once; the address may then be used again', async () => {
  const email = newEmail();
  await register(email);
  const link = await nextLink(server, email);
  const { id } = await userOf(email);
  expect(await run('deleteUser', { userId: id })).toEqual([]);
  expect(await send(link, { password: PASSWORD })).toMatchObject({ status: 410 });
  await register(email);
  const again = await userOf(email);
  expect(again).toMatchObject({ status: 'PENDING_CONFIRMATION' });
  expect(again.id).not.toBe(id);
  expect(await send(await nextLink(server, email), { password: PASSWORD })).toMatchObject({ status: 200 });
});

test('a link proves the address that it was sent to, and no other', async () => {
  const email = newEmail();
  await register(email);
  const link = await nextLink(server, email);
  const { id } = await userOf(email);
  const other = newEmail();
  expect(await run('updateUser', { userId: id, email: other })).toEqual([]);
  expect(await send(link, { password: PASSWORD })).toMatchObject({ status: 410 });
  expect(await userOf(other)).toMatchObject({ status: 'PENDING_CONFIRMATION', emailVerified: false });
});

test('who registers somebody else’s address gains nothing: the owner’s registration takes its place, and needs the owner’s password', async () => {
  const email = newEmail();
  await register(email, { password: 'the password of a thief', name: 'Thief' });
  const first = await nextLink(server, email);
  await register(email, { name: 'Owner' });
  expect(await userOf(email)).toMatchObject({ name: 'Owner', status: 'PENDING_CONFIRMATION' });
  const second = await nextLink(server, email);
  expect(await send(first, { password: 'the password of a thief' })).toMatchObject({ status: 410 });
  expect(await send(second, { password: 'the password of a thief' })).toMatchObject({ status: 401 });
  expect(await send(second, { password: PASSWORD })).toMatchObject({ status: 200 });
  expect(await mayEnter(email, 'the password of a thief')).toBe(false);
  expect(await mayEnter(email)).toBe(true);
});

test('known and unknown addresses get the same answer; what there is, a mail says', async () => {
  const { email: known } = await graphql.createPerson(admin, newName('known'));
  const before = await userOf(known);
  const [ofKnown, ofUnknown] = [await register(known), await register(newEmail())];
  expect(ofKnown.text).toBe(ofUnknown.text);
  expect(ofKnown.status).toBe(ofUnknown.status);
  const mail = await server.next(known);
  expect(mail.headers.get('subject')).toBe('You already have an account');
  expect(mail.text).not.toMatch(/https?:/);
  expect(await userOf(known)).toEqual(before);
  expect((await eventsOf(before.id)).filter(({ type }) => type === 'USER_REGISTERED')).toMatchObject([
    { outcome: 'FAILURE', details: { cause: 'ADDRESS_KNOWN' } },
  ]);
  expect(await mayEnter(known)).toBe(true);

  const pending = newEmail();
  await register(pending);
  const resent = await Promise.all(
    [known, pending, 'nobody@example.net'].map((email) => anybody('resendConfirmation', { email })),
  );
  expect(new Set(resent.map(({ text }) => text)).size).toBe(1);
});

test('known and unknown addresses take the same time', async () => {
  const { email: known } = await graphql.createPerson(admin, newName('known'));
  const pending = newEmail();
  await register(pending);
  const times: Record<string, number[]> = { known: [], pending: [], unknown: [] };
  for (let n = 0; n < 5; n += 1) {
    times['unknown']!.push(await timed(() => anybody('resendConfirmation', { email: newEmail() })));
    times['known']!.push(await timed(() => anybody('resendConfirmation', { email: known })));
    times['pending']!.push(await timed(() => anybody('resendConfirmation', { email: pending })));
  }
  const [a, b, c] = [medianOf(times['known']!), medianOf(times['pending']!), medianOf(times['unknown']!)];
  expect(Math.max(a, b, c) - Math.min(a, b, c)).toBeLessThan(40);
});

test('staff who may create users are told what there is under an address', async () => {
  const ask = async (email: string) => codeOf(await mutate(admin, 'resendConfirmation', { email }));
  const known = await graphql.createPerson(admin, newName('known'));
  const pending = newEmail();
  await register(pending);
  expect(await ask('nobody@example.net')).toBe('NOT_FOUND');
  expect(await ask(known.email)).toBe('INVALID_STATE');
  expect(await ask(pending)).toBeUndefined();
});

test('an address that reads like another’s username is known too', async () => {
  const email = newEmail();
  expect(await run('createUser', { username: email.toUpperCase() })).toEqual([]);
  expect(refusalsOf(await register(email))).toEqual([]);
  expect((await server.next(email)).headers.get('subject')).toBe('You already have an account');
  expect(await userOf(email)).toBeNull();
  const [mail] = await sql('select user_id from mails where address = $1', email);
  // It is not known to be that user's address.
  expect(mail).toEqual({ user_id: null });
});

test('of two registrations of one address at once there is one user, and both get the same answer', async () => {
  const email = newEmail();
  const answers = await Promise.all(Array.from({ length: 4 }, () => register(email)));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  const rows = await sql('select id from users where email_key = $1', email);
  expect(rows).toHaveLength(1);
});

test('bad input is refused by field, whoever asks, and nothing is left', async () => {
  const before = await graphql.rowCounts(service.databaseUrl);
  const of = async (input: Record<string, unknown>) => refusalsOf(await register(newEmail(), input))[0];
  expect(await of({ password: 'short' })).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'password'] });
  expect(await of({ password: 'passwordpassword' })).toMatchObject({ code: 'INVALID_INPUT' });
  expect(await of({ password: `pass\0word${PASSWORD}` })).toMatchObject({ code: 'INVALID_INPUT' });
  for (const name of ['a\0b', 'line\nbreak', ' space', '\u202Egnp.exe', 'x'.repeat(201), '\ud800'])
    expect(await of({ name })).toMatchObject({ code: 'INVALID_INPUT', path: ['input', 'name'] });
  for (const email of [
    '',
    'nobody',
    'a@b@c',
    'a@example.com\r\nBcc: b@example.com',
    `${'x'.repeat(300)}@example.com`,
  ]) {
    const answer = await anybody('registerUser', { email, password: PASSWORD });
    expect(answer.status).toBeLessThan(500);
    expect([...graphql.codes(answer), ...(answer.data?.registerUser?.errors ?? [])].length).toBe(1);
  }
  expect(await graphql.rowCounts(service.databaseUrl)).toEqual(before);
});

test('links that are none are refused in words, whatever they are', async () => {
  for (const link of ['', 'cst_link_x', 'x'.repeat(5_000), "' or 1=1 --", '🦑', '__proto__']) {
    const url = new URL(`/signin/confirm?link=${encodeURIComponent(link)}`, service.url);
    expect([link, (await open(url)).status]).toEqual([link, 410]);
    expect([link, (await send(url, { password: PASSWORD })).status]).toEqual([link, 410]);
  }
  expect((await open(`${service.url}/signin/confirm?link=a&link=b`)).status).toBe(410);
  expect((await open(`${service.url}/signin/confirm?link=%00`)).status).toBe(400);
  expect((await fetch(`${service.url}/signin/confirm`, { method: 'DELETE' })).status).toBe(405);
  expect((await fetch(`${service.url}/signin/confirm`, { method: 'POST', body: '{}' })).status).toBe(415);
  expect(service.log()).not.toMatch(/"level":(50|60)/);
});

test('how often anybody asks is bounded, by address and by network, and refused before anything is looked up', async () => {
  const email = newEmail();
  const tries = async (n: number, of: () => Promise<Answer>) => {
    const codes: (string | undefined)[] = [];
    for (let i = 0; i < n; i += 1) codes.push(codeOf(await of()));
    return codes;
  };
  expect(await tries(7, () => register(email))).toEqual([
    ...Array<undefined>(5).fill(undefined),
    'RATE_LIMITED',
    'RATE_LIMITED',
  ]);
  let hosts = 0;
  const neighbours = asAnybody(service, () => `2001:db8:1:2::${(hosts += 1).toString(16)}`);
  const codes = await Promise.all(
    Array.from({ length: 22 }, async () => codeOf(await neighbours('resendConfirmation', { email: newEmail() }))),
  );
  expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(2);
  expect(
    codeOf(await asAnybody(service, () => '2001:db8:1:3::1')('resendConfirmation', { email: newEmail() })),
  ).toBeUndefined();
  // When the hour is over, it goes on.
  await sql(`update throttles set expires_at = now()`);
  expect(codeOf(await register(email))).toBeUndefined();
});

test('the password of a link cannot be tried without end', async () => {
  const email = newEmail();
  await register(email);
  const link = await nextLink(server, email);
  const statuses: number[] = [];
  for (let n = 0; n < 11; n += 1) statuses.push((await send(link, { password: `wrong password number ${n}` })).status);
  expect(statuses).toEqual([...Array<number>(10).fill(401), 429]);
  expect((await send(link, { password: PASSWORD })).status).toBe(429);
  expect(await userOf(email)).toMatchObject({ status: 'PENDING_CONFIRMATION' });
});

test('one operation registers one user', async () => {
  const field = (n: number) =>
    `r${n}: registerUser(input: {email: "many${n}@example.org", password: "${PASSWORD}"}) { errors { code } }`;
  const answer = await graphql.post(service, JSON.stringify({ query: `mutation { ${field(1)} ${field(2)} }` }));
  expect(graphql.codes(answer)).toEqual(['BAD_USER_INPUT']);
  expect(await userOf('many1@example.org')).toBeNull();
});

test('without a mail server nobody can register, and it is said', async () => {
  const without = await startService({ beside: service, env: { TRUST_PROXY: 'true' } });
  try {
    const ask = asAnybody(without);
    const email = newEmail();
    expect(codeOf(await ask('registerUser', { email, password: PASSWORD }))).toBe('MAIL_UNAVAILABLE');
    expect(codeOf(await ask('resendConfirmation', { email }))).toBe('MAIL_UNAVAILABLE');
    expect(await userOf(email)).toBeNull();
  } finally {
    await without.stop();
  }
});
