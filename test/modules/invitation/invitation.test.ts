/** Invitations, from being made to the first sign-in: by mail and by a link that is shown once, over HTTP and a real mail server. */
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { type Answer, newName, ok, PASSWORD } from '../../support/graphql';
import { retryNow, until } from '../../support/jobs';
import { type Input, mutate, type Refused, refusalsOf } from '../../support/mutate';
import { asAnybody, nextLink, open, send } from '../../support/registration';
import { startService } from '../../support/service';
import { startWithMail, type WithMail } from '../../support/start';

jest.setTimeout(40_000);

let { server, service, admin, web, anybody, sql, stop } = {} as WithMail;
beforeAll(async () => void ({ server, service, admin, web, anybody, sql, stop } = await startWithMail()), 60_000);
afterAll(() => stop?.());
beforeEach(() => sql('delete from throttles'));
afterEach(() => expect(service.log()).not.toMatch(/"level":(50|60)/));

interface Invited {
  invitation: { id: string; status: string; email: string | null; expiresAt: string; creator: { id: string } | null };
  user: { id: string; status: string; username: string } | null;
  link: string | null;
  errors: Refused[];
}
const newEmail = () => `${newName('guest')}@example.org`;
const SHOWN = `invitation { id status email expiresAt creator { ... on User { id } ... on Application { id } } } user { id status username } link`;
const invite = async (input: Input = {}, ask = admin): Promise<Invited> =>
  (await ok(mutate(ask, 'inviteUser', input, SHOWN))).inviteUser;
const run = async (name: string, input: Input, ask = admin) => refusalsOf(await mutate(ask, name, input));
const refused = (errors: { code: string; path?: string[] | null }[]) =>
  errors.map(({ code, path }) => [code, path?.[1]]);
const statusOf = async (id: string): Promise<string> =>
  (await ok(admin('query ($id: ID!) { node(id: $id) { ... on Invitation { status } } }', { id }))).node.status;
const userOf = async (by: Input) =>
  (
    await ok(
      admin(
        'query ($by: UserBy!) { user(by: $by) { id username email emailVerified name path attributes type status } }',
        {
          by,
        },
      ),
    )
  ).user;
const secretOf = (link: URL | string): string => new URL(link).searchParams.get('link')!;
const accept = async (link: URL | string, input: Input = {}): Promise<Answer> =>
  anybody('acceptInvitation', { invitation: secretOf(link), password: PASSWORD, ...input });
const outcome = (answer: Answer) => refused(refusalsOf(answer));
const mayEnter = (username: string): Promise<boolean> => graphql.enters(web, username);

const FIXED = { name: 'Grace Guest', path: 'emea/guests', attributes: { badge: 7 }, type: 'EXTERNAL' };

test('by mail: INVITED until the link is accepted on its page, ACTIVE with the data of the invitation from then on', async () => {
  const email = newEmail();
  const { invitation, user, link } = await invite({ email, ...FIXED });
  expect(link).toBeNull();
  expect(invitation).toMatchObject({ status: 'PENDING', email });
  expect(user).toMatchObject({ status: 'INVITED', username: email });
  expect(await mayEnter(email)).toBe(false);
  expect(refused(await run('disableUser', { userId: user!.id }))).toEqual([['INVALID_STATE', 'userId']]);

  const mailed = await nextLink(server, email);
  expect(mailed.href).toMatch(new RegExp(`^${service.url}/signin/invitation\\?link=cst_invitation_[\\w-]{43}$`));
  const page = await open(mailed);
  expect(page).toMatchObject({ status: 200 });
  expect(page.html).toContain('Grace Guest');
  expect(page.html).toContain(`value="${email}"`);
  expect(page.html).not.toContain('name="name"');
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(await statusOf(invitation.id)).toBe('PENDING');

  const username = newName();
  expect(await send(mailed, { username, password: 'short' })).toMatchObject({ status: 400 });
  expect(await send(mailed, { username, password: '' })).toMatchObject({ status: 400 });
  expect((await send(mailed, { username: 'admin', password: PASSWORD })).html).toContain('This username is taken');
  expect(await userOf({ id: user!.id })).toMatchObject({ status: 'INVITED' });
  expect(await send(mailed, { username, password: PASSWORD, name: 'Mallory', path: 'root' })).toMatchObject({
    status: 200,
    title: 'Your account is ready',
  });
  expect(await userOf({ id: user!.id })).toEqual({
    ...FIXED,
    id: user!.id,
    username,
    email,
    emailVerified: true,
    status: 'ACTIVE',
  });
  expect(await statusOf(invitation.id)).toBe('ACCEPTED');
  expect(await mayEnter(username)).toBe(true);
  expect(await open(mailed)).toMatchObject({ status: 410 });
  expect(outcome(await accept(mailed, { username: newName() }))).toEqual([['NOT_FOUND', 'invitation']]);
  expect(refused(await run('revokeInvitation', { invitationId: invitation.id }))).toEqual([
    ['INVALID_STATE', 'invitationId'],
  ]);
  const { events } = await ok(
    admin('query ($id: ID!) { events(filter: { userId: $id }) { nodes { type actor { ... on User { id } } } } }', {
      id: user!.id,
    }),
  );
  expect(events.nodes.map(({ type }: { type: string }) => type)).toEqual(
    expect.arrayContaining(['INVITATION_CREATED', 'INVITATION_ACCEPTED']),
  );
  expect(events.nodes.find(({ type }: { type: string }) => type === 'INVITATION_ACCEPTED').actor).toEqual({
    id: user!.id,
  });
});

test('by a link that is shown once: for one person, of many at once too', async () => {
  const { invitation, user, link } = await invite(FIXED);
  expect(user).toBeNull();
  expect(link).toContain('/signin/invitation?link=');
  const names = Array.from({ length: 6 }, newName);
  const outcomes = await Promise.all(names.map(async (username) => outcome(await accept(link!, { username }))));
  expect(outcomes.filter((errors) => errors.length === 0)).toHaveLength(1);
  expect(outcomes.filter((errors) => errors[0]?.[0] === 'NOT_FOUND')).toHaveLength(5);
  const winner = names[outcomes.findIndex((errors) => errors.length === 0)]!;
  const users = await Promise.all(names.map((username) => userOf({ username })));
  expect(users.filter((found) => found !== null)).toMatchObject([
    { ...FIXED, username: winner, email: null, status: 'ACTIVE' },
  ]);
  expect(await statusOf(invitation.id)).toBe('ACCEPTED');
  expect(await mayEnter(winner)).toBe(true);
});

test('a reusable one makes any number of accounts, each with its data, until it is revoked', async () => {
  const { invitation, link } = await invite({ reusable: true, path: 'emea' });
  const names = [newName(), newName(), newName()];
  for (const username of names) expect(outcome(await accept(link!, { username, name: 'Chosen' }))).toEqual([]);
  for (const username of names)
    expect(await userOf({ username })).toMatchObject({
      path: 'emea',
      name: 'Chosen',
      type: 'INTERNAL',
      status: 'ACTIVE',
    });
  const { node } = await ok(
    admin('query ($id: ID!) { node(id: $id) { ... on Invitation { status accepted user { id } } } }', {
      id: invitation.id,
    }),
  );
  expect(node).toEqual({ status: 'PENDING', accepted: 3, user: null });
  for (let n = 0; n < 2; n += 1)
    expect(await run('revokeInvitation', { invitationId: invitation.id, reason: 'enough' })).toEqual([]);
  expect(outcome(await accept(link!, { username: newName() }))).toEqual([['NOT_FOUND', 'invitation']]);
  const { events } = await ok(admin('{ events(filter: { type: [INVITATION_REVOKED] }) { nodes { reason } } }'));
  expect(events.nodes).toEqual([{ reason: 'enough' }]);
  for (const username of names) expect((await userOf({ username })).status).toBe('ACTIVE');
});

test('resent, the former link stops working and the time begins anew, also of one that had expired', async () => {
  const email = newEmail();
  const { invitation } = await invite({ email, lifetimeSeconds: 3_600 });
  const former = await nextLink(server, email);
  await sql('update invitations set expires_at = now() where id = $1', decodeId('Invitation', invitation.id));
  expect(await statusOf(invitation.id)).toBe('EXPIRED');
  expect(await open(former)).toMatchObject({ status: 410 });
  expect(outcome(await accept(former))).toEqual([['NOT_FOUND', 'invitation']]);
  expect(await run('resendInvitation', { invitationId: invitation.id })).toEqual([]);
  const link = await nextLink(server, email);
  expect(await statusOf(invitation.id)).toBe('PENDING');
  expect(outcome(await accept(former))).toEqual([['NOT_FOUND', 'invitation']]);
  expect(outcome(await accept(link))).toEqual([]);
  expect(await userOf({ email })).toMatchObject({ username: email, status: 'ACTIVE' });
  expect(refused(await run('resendInvitation', { invitationId: invitation.id }))).toEqual([
    ['INVALID_STATE', 'invitationId'],
  ]);
  const shown = await invite();
  expect(refused(await run('resendInvitation', { invitationId: shown.invitation.id }))).toEqual([
    ['INVALID_STATE', 'invitationId'],
  ]);
});

test('what is revoked before its mail goes out is not mailed', async () => {
  const email = newEmail();
  server.refuse((to) => (to === email ? 451 : null));
  const { invitation, user } = await invite({ email });
  const mail = async () =>
    (
      await ok(
        admin('query ($id: ID!) { mails(filter: { userId: $id }) { nodes { status tries } } }', { id: user!.id }),
      )
    ).mails.nodes[0] as { status: string; tries: number };
  const becomes = (what: (mail: { status: string; tries: number }) => boolean) =>
    until(async () => (await retryNow(service)) && what(await mail()), 'the mail was tried');
  await becomes(({ tries }) => tries > 0);
  expect(await run('revokeInvitation', { invitationId: invitation.id })).toEqual([]);
  server.refuse(() => null);
  await becomes(({ status }) => status !== 'QUEUED');
  expect((await mail()).status).toBe('DROPPED');
  expect(server.to(email)).toEqual([]);
  // The user stays INVITED, and can be invited again or deleted.
  expect((await userOf({ email })).status).toBe('INVITED');
  const again = await invite({ email, path: 'second' });
  expect(again.user!.id).toBe(user!.id);
  expect(outcome(await accept(await nextLink(server, email)))).toEqual([]);
  expect(await userOf({ email })).toMatchObject({ path: 'second', status: 'ACTIVE' });
});

test('only people who are not here yet: known addresses, a second invitation, and callers who have an account', async () => {
  const { username } = await graphql.createPerson(admin, newName());
  const ask = async (input: Input) => refused(await run('inviteUser', input));
  expect(await ask({ email: `${username}@example.com` })).toEqual([['CONFLICT', 'email']]);
  expect(await ask({ email: `${username.toUpperCase()}@EXAMPLE.COM` })).toEqual([['CONFLICT', 'email']]);
  const email = newEmail();
  await invite({ email });
  expect(await ask({ email })).toEqual([['CONFLICT', 'email']]);

  const { link } = await invite({ reusable: true });
  const self = await graphql.signedIn(service, web, username, 'openid self');
  const input = { invitation: secretOf(link!), username: newName(), password: PASSWORD };
  expect(refused(await run('acceptInvitation', input, self))).toEqual([['INVALID_STATE', undefined]]);
});

test('an invitation waits while whoever made it is disabled, and does not outlive their deletion', async () => {
  const creator = await graphql.createPerson(admin, newName(), 'ADMIN');
  const ask = await graphql.signedIn(service, web, creator.username, 'openid admin');
  const { link, invitation } = await invite({ reusable: true }, ask);
  expect(invitation.creator).toEqual({ id: creator.id });
  expect(await run('disableUser', { userId: creator.id })).toEqual([]);
  expect(outcome(await accept(link!, { username: newName() }))).toEqual([['INVALID_STATE', 'invitation']]);
  expect(await run('enableUser', { userId: creator.id })).toEqual([]);
  expect(outcome(await accept(link!, { username: newName() }))).toEqual([]);
  expect(await run('disableUser', { userId: creator.id })).toEqual([]);
  expect(await run('deleteUser', { userId: creator.id })).toEqual([]);
  expect(outcome(await accept(link!, { username: newName() }))).toEqual([['NOT_FOUND', 'invitation']]);
  expect((await ok(admin('query ($id: ID!) { node(id: $id) { id } }', { id: invitation.id }))).node).toBeNull();
});

test('a link goes with the user whom it was mailed to, and is of no use where that one has another address', async () => {
  const [email, moved] = [newEmail(), newEmail()];
  const deleted = await invite({ email });
  const link = await nextLink(server, email);
  expect(await run('deleteUser', { userId: deleted.user!.id })).toEqual([]);
  expect(outcome(await accept(link))).toEqual([['NOT_FOUND', 'invitation']]);
  expect((await invite({ email })).user!.status).toBe('INVITED');

  const { user } = await invite({ email: moved });
  const former = await nextLink(server, moved);
  expect(await run('updateUser', { userId: user!.id, email: newEmail() })).toEqual([]);
  expect(outcome(await accept(former))).toEqual([['NOT_FOUND', 'invitation']]);
  expect((await userOf({ id: user!.id })).status).toBe('INVITED');
});

test('the secret is nowhere but in the link: not in the database, not in events, not a second time', async () => {
  const input = { reusable: true, idempotencyKey: newName() };
  const { link, invitation } = await invite(input);
  expect((await invite(input)).link).toBeNull();
  const tables = ['invitations', 'events', 'idempotency_keys', 'mails', 'links', 'graphile_worker._private_jobs'];
  for (const table of tables) {
    const [row] = await sql<{ text: string | null }>(`select string_agg(x::text, ' ') as text from ${table} x`);
    expect(row!.text ?? '').not.toContain(secretOf(link!));
  }
  const { data, text } = await admin(
    `{ node(id: "${invitation.id}") { ... on Invitation { id status } } invitations { nodes { id } } }`,
  );
  expect(data.node.id).toBe(invitation.id);
  expect(text).not.toContain('cst_invitation');
  expect(service.log()).not.toContain(secretOf(link!));
});

test('usernames that look like another’s, or are another’s address, are refused', async () => {
  const { link } = await invite({ reusable: true });
  const { username } = await graphql.createPerson(admin, newName());
  const of = async (chosen: string) => outcome(await accept(link!, { username: chosen }));
  const wide = username.replace(/[a-z0-9]/g, (c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0));
  for (const same of [username, username.toUpperCase(), wide])
    expect([same, await of(same)]).toEqual([same, [['CONFLICT', 'username']]]);
  // Cyrillic а, Greek ο: an alphabet in another's disguise.
  for (const alike of [
    'аdmin',
    'rοot',
    `${username}@example.com`,
    'somebody@example.net',
    '',
    ' admin',
    'ad\u200Bmin',
    'a\0b',
    '\u202Eadmin',
    'x'.repeat(151),
    '\ud800',
  ])
    expect([alike, await of(alike)]).toEqual([alike, [['INVALID_INPUT', 'username']]]);
  expect(await of('админ')).toEqual([]);
  expect(outcome(await accept(link!, {}))).toEqual([['INVALID_INPUT', 'username']]);
});

test('bad input is refused by field, and nothing is left', async () => {
  const before = await graphql.rowCounts(service.databaseUrl);
  const refuses = async (input: Input, code: string, field: string) =>
    expect([input, refused(await run('inviteUser', input))]).toEqual([input, [[code, field]]]);
  await refuses({ email: newEmail(), reusable: true }, 'INVALID_INPUT', 'reusable');
  await refuses({ type: 'SERVICE_ACCOUNT' }, 'INVALID_INPUT', 'type');
  await refuses({ type: 'INTERNAL_SERVICE_ACCOUNT' }, 'INVALID_INPUT', 'type');
  for (const lifetimeSeconds of [0, -1, 599, 7_776_001, 2_147_483_647])
    await refuses({ lifetimeSeconds }, 'INVALID_INPUT', 'lifetimeSeconds');
  for (const path of ['/a', 'a//b', 'a\0']) await refuses({ path }, 'INVALID_INPUT', 'path');
  for (const name of ['\u202Egnp', 'a\nb', 'x'.repeat(201)]) await refuses({ name }, 'INVALID_INPUT', 'name');
  await refuses({ attributes: { a: 'x'.repeat(40_000) } }, 'INVALID_INPUT', 'attributes');
  await refuses({ attributes: { a: 'nul\0' } }, 'INVALID_INPUT', 'attributes');
  for (const invitation of ['', 'x', 'x'.repeat(5_000), "' or 1=1 --", '\ud800'])
    expect(outcome(await anybody('acceptInvitation', { invitation, password: PASSWORD, username: newName() }))).toEqual(
      [['NOT_FOUND', 'invitation']],
    );
  for (const link of ['', 'x', '🦑']) {
    const url = new URL(`/signin/invitation?link=${encodeURIComponent(link)}`, service.url);
    expect((await open(url)).status).toBe(410);
    expect((await send(url, { username: 'x', password: PASSWORD })).status).toBe(410);
  }
  expect(await graphql.rowCounts(service.databaseUrl)).toEqual(before);
});

test('a dry run makes and mails nothing', async () => {
  const email = newEmail();
  const before = await graphql.rowCounts(service.databaseUrl);
  expect((await invite({ email, dryRun: true })).user).toMatchObject({ status: 'INVITED' });
  expect(await graphql.rowCounts(service.databaseUrl)).toEqual(before);
  const shown = await invite({ dryRun: true });
  expect(shown.link === null || (await open(shown.link)).status === 410).toBe(true);
});

test('of two who invite one address at once one does', async () => {
  const email = newEmail();
  const answers = await Promise.all([1, 2, 3].map(async () => refused(await run('inviteUser', { email }))));
  expect(answers.filter((errors) => errors.length === 0)).toHaveLength(1);
  expect(answers.filter((errors) => errors[0]?.[0] === 'CONFLICT')).toHaveLength(2);
});

test('how often a network accepts is bounded, at the page too', async () => {
  const near = asAnybody(service, () => '192.0.2.1');
  const codes: string[] = [];
  for (let n = 0; n < 32; n += 1) {
    const { data } = await near('acceptInvitation', { invitation: 'x', password: PASSWORD });
    codes.push(data.acceptInvitation.errors[0].code);
  }
  expect(codes).toEqual([...Array<string>(30).fill('NOT_FOUND'), 'RATE_LIMITED', 'RATE_LIMITED']);
  const { link } = await invite({ reusable: true });
  const url = new URL(link!);
  const statuses: number[] = [];
  for (let n = 0; n < 31; n += 1) statuses.push((await send(url, { username: 'a@b', password: PASSWORD })).status);
  expect(statuses).toEqual([...Array<number>(30).fill(400), 429]);
});

test('they are found by status, user and creator', async () => {
  const creator = await graphql.createPerson(admin, newName(), 'ADMIN');
  const ask = await graphql.signedIn(service, web, creator.username, 'openid admin');
  const email = newEmail();
  const mailed = await invite({ email }, ask);
  const revoked = await invite({}, ask);
  await run('revokeInvitation', { invitationId: revoked.invitation.id });
  const ids = async (filter: string) =>
    (
      await ok(
        admin(`{ invitations(filter: { creatorUserId: "${creator.id}" ${filter} }) { totalCount nodes { id } } }`),
      )
    ).invitations.nodes.map(({ id }: { id: string }) => id);
  expect(await ids('')).toEqual([revoked.invitation.id, mailed.invitation.id]);
  expect(await ids('status: [PENDING, EXPIRED]')).toEqual([mailed.invitation.id]);
  expect(await ids('status: [REVOKED, ACCEPTED]')).toEqual([revoked.invitation.id]);
  expect(await ids(`userId: "${mailed.user!.id}"`)).toEqual([mailed.invitation.id]);
});

test('without a mail server nobody is invited by mail, and a link is shown all the same', async () => {
  const without = await startService({ beside: service });
  try {
    const ask = graphql.as(without, await graphql.adminToken(without));
    const { invitation } = await invite({ email: newEmail() });
    const email = newEmail();
    expect(refused(await run('inviteUser', { email }, ask))).toEqual([['MAIL_UNAVAILABLE', undefined]]);
    expect(refused(await run('resendInvitation', { invitationId: invitation.id }, ask))).toEqual([
      ['MAIL_UNAVAILABLE', undefined],
    ]);
    expect(await userOf({ email })).toBeNull();
    expect((await invite({}, ask)).link).toContain('/signin/invitation');
  } finally {
    await without.stop();
  }
});
