/** What people who moved here must do at the next sign-in, and how those without a password get one. */
import { passwordHash } from '../../../src/platform/hash';
import * as graphql from '../../support/graphql';
import { ok, PASSWORD } from '../../support/graphql';
import { linkIn } from '../../support/mail';
import { startWithAdmin, startWithMail, type WithMail } from '../../support/start';
import { codeAt, wrongCode } from '../../support/totp';
import { importAll, start, upload } from '../../support/upload';
import { Visitor } from '../../support/visitor';

let { server, service, admin, web, sql, stop } = {} as WithMail;
let token: string;
let hash: string;
beforeAll(async () => {
  ({ server, service, admin, web, sql, stop } = await startWithMail());
  token = await graphql.adminToken(service);
  hash = await passwordHash(PASSWORD);
}, 60_000);
afterAll(() => stop?.());

const lines = (...users: object[]) => users.map((user) => JSON.stringify(user)).join('\n');
const uploaded = async (...users: object[]): Promise<string> =>
  (await upload(service, token, 'format=json-lines', lines(...users))).import.id;
const person = async (username: string, more: object) => {
  const email = `${username}@example.com`;
  await importAll(admin, await uploaded({ username, email, passwordHash: hash, ...more }));
  return { username, email };
};
const visitor = () => new Visitor(service.url);
const actionsOf = async (username: string): Promise<string[]> =>
  (await ok(admin('query ($u: String!) { user(by: { username: $u }) { requiredActions } }', { u: username }))).user
    .requiredActions;
const sessionsOf = (username: string) =>
  sql(`select s.id from sessions s join users u on u.id = s.user_id where u.username = $1`, username);

test('UPDATE_PASSWORD: there is no session before the new password', async () => {
  const { username } = await person('must-change', { requiredActions: ['UPDATE_PASSWORD'] });
  expect(await actionsOf(username)).toEqual(['CHANGE_PASSWORD']);
  const who = await visitor().begin(web);
  await who.send({ password: PASSWORD, username });
  expect([who.left, who.heading]).toEqual([null, 'Choose a new password']);
  expect(await sessionsOf(username)).toEqual([]);
  await who.send({ newPassword: PASSWORD });
  expect(who.left).toBeNull();
  await who.send({ newPassword: 'another fine secret here' });
  await who.send({ decision: 'allow' });
  expect(who.left?.searchParams.get('code')).toBeTruthy();
  expect(await actionsOf(username)).toEqual([]);
});

test('CONFIGURE_TOTP: an authenticator app is added before the sign-in is complete, and is asked for from then on', async () => {
  const { username } = await person('must-enroll', { requiredActions: ['CONFIGURE_TOTP', 'UPDATE_PASSWORD'] });
  expect(await actionsOf(username)).toEqual(['CHANGE_PASSWORD', 'ENROLL_FACTOR']);
  const who = await visitor().begin(web);
  await who.send({ password: PASSWORD, username });
  expect([who.left, who.heading]).toEqual([null, 'Set up a second factor']);
  // Nothing goes round it.
  await who.open(who.page.url.href.replace('/enroll', '/password'));
  expect([who.left, who.heading]).toEqual([null, 'Sign in']);
  await who.begin(web);
  await who.send({ password: PASSWORD, username });
  const secretOn = (): string => /<code>([A-Z2-7 ]+)<\/code>/.exec(who.page.html)![1]!.replaceAll(' ', '');
  const secret = secretOn();
  await who.send({ code: wrongCode(secret) });
  expect([who.page.status, who.left, secretOn()]).toEqual([401, null, secret]);
  expect(await sessionsOf(username)).toEqual([]);
  await who.send({ code: codeAt(secret) });
  expect([who.left, who.heading]).toEqual([null, 'Choose a new password']);
  await who.send({ newPassword: 'another fine secret here' });
  await who.send({ decision: 'allow' });
  expect(who.left?.searchParams.get('code')).toBeTruthy();
  expect(await actionsOf(username)).toEqual([]);
  const again = await visitor().begin(web);
  await again.send({ password: 'another fine secret here', username });
  expect(again.heading).toBe('Two-step sign-in');
});

test('CONFIGURE_TOTP: whoever has a second factor adds no other one with the password alone', async () => {
  const { username } = await person('enrolled', { requiredActions: ['CONFIGURE_TOTP'] });
  const secretOn = (who: Visitor) => /<code>([A-Z2-7 ]+)<\/code>/.exec(who.page.html)?.[1]?.replaceAll(' ', '') ?? null;
  const factorsOf = () =>
    sql(
      `select a.id from authenticators a join users u on u.id = a.user_id where u.username = $1 and a.ended_at is null`,
      username,
    );
  // Two sign-ins wait for the first factor; only one of them adds it.
  const [first, second] = [await visitor().begin(web), await visitor().begin(web)];
  for (const who of [first, second]) await who.send({ password: PASSWORD, username });
  await first.open(first.page.url.href);
  await first.send({ code: codeAt(secretOn(first)!) });
  expect(await factorsOf()).toHaveLength(1);
  const sessions = await sessionsOf(username);
  await second.open(second.page.url.href);
  expect(secretOn(second)).toBeNull();

  const third = await visitor().begin(web);
  await third.send({ password: PASSWORD, username });
  expect(third.heading).toBe('Two-step sign-in');
  await third.open(third.page.url.href.replace('/code', '/enroll'));
  expect([secretOn(third), third.heading]).toEqual([null, 'Sign in']);
  expect(await factorsOf()).toHaveLength(1);
  expect(await sessionsOf(username)).toEqual(sessions);
});

test('CONFIGURE_TOTP: a seed that was shown before another sign-in added a factor is worthless', async () => {
  const { username } = await person('raced', { requiredActions: ['CONFIGURE_TOTP'] });
  const late = await visitor().begin(web);
  await late.send({ password: PASSWORD, username });
  const secret = /<code>([A-Z2-7 ]+)<\/code>/.exec(late.page.html)![1]!.replaceAll(' ', '');
  // Meanwhile another factor arrives, which leaves the seed as it is.
  await sql(
    `insert into authenticators (id, user_id, kind, name, created_at)
     select gen_random_uuid(), id, 'PASSKEY', 'Key', now() from users where username = $1`,
    username,
  );
  await late.send({ code: codeAt(secret) });
  expect(late.left).toBeNull();
  expect(await sessionsOf(username)).toEqual([]);
});

test('VERIFY_EMAIL: the sign-in waits until the mailed link was opened with the password', async () => {
  const { username, email } = await person('must-verify', { requiredActions: ['VERIFY_EMAIL'], emailVerified: true });
  const who = await visitor().begin(web);
  await who.send({ password: PASSWORD, username });
  expect(who.left).toBeNull();
  expect(who.alert).toContain('Confirm your e-mail address first.');
  expect(await sessionsOf(username)).toEqual([]);
  const link = linkIn(await server.next(email));
  await who.open(link);
  await who.send({ password: PASSWORD });
  expect(await actionsOf(username)).toEqual([]);
  await who.begin(web);
  expect((await who.signIn(username, PASSWORD))?.searchParams.get('code')).toBeTruthy();
});

test('whoever has no password is answered like anybody, and gets one by the recovery link', async () => {
  const email = 'no-password@example.com';
  await importAll(admin, await uploaded({ username: 'no-password', email, emailVerified: true }));
  const who = await visitor().begin(web);
  await who.send({ password: PASSWORD, username: 'no-password' });
  const { status, alert } = { status: who.page.status, alert: who.alert };
  await who.send({ password: PASSWORD, username: 'nobody-at-all' });
  expect([who.page.status, who.alert]).toEqual([status, alert]);
  await (await who.follow('Forgot your password?')).send({ email });
  await who.open(linkIn(await server.next(email)));
  await who.send({ newPassword: 'my very first password' });
  await who.begin(web);
  expect((await who.signIn('no-password', 'my very first password'))?.searchParams.get('code')).toBeTruthy();
});

test('`invite` mails a link to those who are created without a password', async () => {
  const [with_, without] = ['has-one@example.com', 'invitee@example.com'];
  const id = await uploaded(
    { username: 'has-one', email: with_, passwordHash: hash },
    { username: 'invitee', email: without },
    { username: 'no-address' },
  );
  await importAll(admin, id, { invite: true });
  const who = visitor();
  await who.open(linkIn(await server.next(without)));
  await who.send({ newPassword: 'my very first password' });
  await who.begin(web);
  expect((await who.signIn('invitee', 'my very first password'))?.searchParams.get('code')).toBeTruthy();
  expect(await sql(`select m.address from mails m where m.address = $1`, with_)).toEqual([]);
});

test('without a mail server, `invite` is refused and nothing starts', async () => {
  const other = await startWithAdmin();
  try {
    const bearer = await graphql.adminToken(other.service);
    const { import: file } = await upload(other.service, bearer, 'format=json-lines', lines({ username: 'x' }));
    const refused = await start(other.admin, file.id, { invite: true });
    expect(refused.data.importUsers.errors).toMatchObject([{ code: 'MAIL_UNAVAILABLE' }]);
    expect(
      (await ok(other.admin('query ($id: ID!) { import(id: $id) { status } }', { id: file.id }))).import.status,
    ).toBe('READY');
  } finally {
    await other.stop();
  }
}, 60_000);
