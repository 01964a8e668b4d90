/** The link in mails about credentials: its page locks the account down as `lockdownUser` does, whatever happened since, and opens nothing. */
import { createHash } from 'node:crypto';
import { introspect, refresh } from '../../../src/tools/oidc-flow';
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { PASSWORD, REDIRECT_URI } from '../../support/graphql';
import { linkIn } from '../../support/mail';
import {
  addPasskey,
  createApiToken,
  lockLinkIn,
  makeRole,
  pocketApplication,
  SCOPE,
  somebody,
  type Somebody,
  strengthened,
} from '../../support/notices';
import { mutate } from '../../support/pair';
import { enrolled, signInOnPhone } from '../../support/phone';
import { open, send } from '../../support/registration';
import { signInByPasskey, type SoftwarePasskey } from '../../support/software-passkey';
import { byName, startWithMail, type WithMail } from '../../support/start';

jest.setTimeout(60_000);

let { server, service, admin, web, anybody, sql, stop } = {} as WithMail;
let mobile: graphql.Registered;
beforeAll(async () => {
  ({ server, service, admin, web, anybody, sql, stop } = await startWithMail(await byName()));
  mobile = await pocketApplication(service, admin);
  await makeRole(admin);
  // So that there is more to end.
  await mutate(admin, 'updateSettings', { factorsEndOneFactorSessions: false }, '__typename');
}, 60_000);
afterAll(() => stop?.());

const NEW = 'a wholly different secret';
const LOCKED = 'The account is locked';
const person = () => somebody(service, admin, web);
const statusOf = (id: string) => graphql.statusOf(admin, id);
const works = async (token: string): Promise<boolean> =>
  (await graphql.as(service, token)('{ viewer { user { id } } }')).status === 200;
const entersBy = async (passkey: SoftwarePasskey): Promise<boolean> =>
  (await signInByPasskey(web, { redirectUri: REDIRECT_URI, passkey })) !== null;
const enters = (username: string, password: string) => graphql.enters(web, username, password);
/** The link of the next mail to somebody, who is told of a recovery link that nobody uses. */
const linkOf = async (who: { id: string; email: string }): Promise<URL> => {
  await mutate(admin, 'createRecoveryLink', { userId: who.id }, '__typename');
  return lockLinkIn(await server.next(who.email));
};
const lockdownsOf = async (id: string) =>
  (
    await graphql.ok(
      admin(
        `query ($id: ID!) { events(filter: { userId: $id, type: [USER_LOCKED_DOWN] }) {
          nodes { reason actor { ... on User { id } } revocation { action counts { users sessions accessTokens refreshTokens apiTokens authenticators } } } } }`,
        { id },
      ),
    )
  ).events.nodes;

/** Everything that lets somebody in or acts for them, and whether it still does. */
const equipped = async () => {
  const who = await person();
  const phone = await signInOnPhone(service, mobile, who);
  await enrolled(phone);
  const link = lockLinkIn(await server.next(who.email));
  const strong = await strengthened(service, web, who);
  const { passkey } = await addPasskey(service, strong.ask);
  await mutate(strong.ask, 'createRecoveryCodes', {}, '__typename');
  const { value: apiToken } = await createApiToken(strong.ask, who.id);
  const survivors = async (): Promise<string[]> => {
    const alive: [string, boolean | Promise<boolean>][] = [
      ['access token at /graphql', works(who.token)],
      ['access token of two factors', works(strong.token)],
      ['access token at introspection', introspect(web, who.token).then(({ active }) => active as boolean)],
      ['API token at /graphql', works(apiToken)],
      ['token of the device', works(phone.token)],
      ['refresh token', refresh(web, who.refreshToken).then(Boolean, () => false)],
      ['refresh token of the device', refresh(phone.client, phone.refreshToken).then(Boolean, () => false)],
      ['passkey', entersBy(passkey)],
    ];
    const found = await Promise.all(alive.map(async ([name, works]) => ((await works) ? [name] : [])));
    return found.flat();
  };
  return { who, link, survivors };
};

test('a mailed link ends every session, token, API token, passkey and factor, and they stay dead', async () => {
  const { who, link, survivors } = await equipped();
  expect(await send(link, {})).toMatchObject({ status: 200, title: LOCKED });
  expect(await survivors()).toEqual([]);
  expect(await enters(who.username, PASSWORD)).toBe(false);
  expect(await statusOf(who.id)).toBe('DISABLED');
  expect(await lockdownsOf(who.id)).toEqual([
    {
      reason: 'By the link in a mail',
      actor: { id: who.id },
      revocation: {
        action: 'lockdown_link',
        counts: { users: 1, sessions: 3, accessTokens: 3, refreshTokens: 2, apiTokens: 1, authenticators: 4 },
      },
    },
  ]);
  await mutate(admin, 'enableUser', { userId: who.id }, '__typename');
  expect(await survivors()).toEqual([]);
  expect(await enters(who.username, PASSWORD)).toBe(false);
});

test('all of it worked before: what the link ends was alive', async () => {
  const { survivors } = await equipped();
  expect(await survivors()).toEqual([
    ...['access token at /graphql', 'access token of two factors', 'access token at introspection'],
    ...['API token at /graphql', 'token of the device', 'refresh token', 'refresh token of the device', 'passkey'],
  ]);
});

test('following the link changes nothing', async () => {
  const who = await person();
  const link = await linkOf(who);
  const { ask } = await person();
  const before = await graphql.rowCounts(service.databaseUrl);
  for (let n = 0; n < 5; n += 1) {
    const page = await open(link);
    expect([page.status, page.title]).toEqual([200, 'Lock this account?']);
    expect(page.html).toContain(who.username);
    expect(page.html).not.toMatch(/<script/);
  }
  expect((await fetch(link, { method: 'HEAD' })).status).toBe(200);
  expect((await fetch(link, { method: 'PUT' })).status).toBe(405);
  expect(await graphql.rowCounts(service.databaseUrl)).toEqual(before);
  expect([await statusOf(who.id), await works(who.token)]).toEqual(['ACTIVE', true]);
  expect((await ask('{ viewer { user { id } } }')).errors).toEqual([]);
});

test('twice is fine, also at once, and by another link: one lockdown', async () => {
  const who = await person();
  const [first, second] = [await linkOf(who), await linkOf(who)];
  const uses = await Promise.all(Array.from({ length: 6 }, () => send(second, {})));
  expect(uses.map(({ status, title }) => [status, title])).toEqual(uses.map(() => [200, LOCKED]));
  expect(await send(second, {})).toMatchObject({ status: 200, title: LOCKED });
  expect(await open(second)).toMatchObject({ status: 200, title: LOCKED });
  expect(await send(first, {})).toMatchObject({ status: 200, title: LOCKED });
  expect(await lockdownsOf(who.id)).toHaveLength(1);
});

test('one that was used, expired, cut off or made up is refused in words, and locks nobody', async () => {
  const who = await person();
  const link = await linkOf(who);
  const secret = link.searchParams.get('link')!;
  const [row] = await sql<{ hash: Buffer; days: number }>(
    `select hash, extract(epoch from valid_until - now()) / 86400 as days from links where hash = $1`,
    createHash('sha256').update(secret).digest(),
  );
  expect(Number(row!.days)).toBeGreaterThan(6.99);
  expect(Number(row!.days)).toBeLessThanOrEqual(7);
  const wrong = (value: string) => {
    const other = new URL(link);
    other.searchParams.set('link', value);
    return other;
  };
  const recovery = new URL((await mutate(admin, 'createRecoveryLink', { userId: who.id }, 'link')).link);
  for (const value of ['', 'x', secret.slice(0, -1), 'y'.repeat(5_000), recovery.searchParams.get('link')!])
    for (const page of [await open(wrong(value)), await send(wrong(value), {})]) {
      expect(page).toMatchObject({ status: 410, title: 'This link does not work' });
      expect(page.html).toContain('ask an administrator');
    }
  // Nor does it open another page.
  expect(await open(new URL(`${service.url}/signin/recovery?link=${secret}`))).toMatchObject({ status: 410 });
  await sql(`update links set valid_until = now() - interval '1 second' where hash = $1`, row!.hash);
  expect(await send(link, {})).toMatchObject({ status: 410, title: 'This link does not work' });
  expect(await statusOf(who.id)).toBe('ACTIVE');
});

test('once an administrator has opened the account again, no link from before closes it', async () => {
  const who = await person();
  const [used, older] = [await linkOf(who), await linkOf(who)];
  await send(used, {});
  await mutate(admin, 'enableUser', { userId: who.id }, '__typename');
  for (const link of [used, older]) {
    expect(await send(link, {})).toMatchObject({ status: 410, title: 'This link has already been used' });
    expect(await open(link)).toMatchObject({ status: 410, title: 'This link has already been used' });
  }
  expect(await statusOf(who.id)).toBe('ACTIVE');
  // What an administrator has locked down is dealt with, too.
  const other = await person();
  const link = await linkOf(other);
  await mutate(admin, 'lockdownUser', { userId: other.id, reason: 'stolen' }, '__typename');
  await mutate(admin, 'enableUser', { userId: other.id }, '__typename');
  expect((await send(link, {})).status).toBe(410);
  expect(await statusOf(other.id)).toBe('ACTIVE');
});

test('the link outlives another address, another password, a new epoch and any number of other mails', async () => {
  const who = await person();
  const link = await linkOf(who);
  await mutate(admin, 'setUserPassword', { userId: who.id, password: NEW }, '__typename');
  await mutate(admin, 'updateUser', { userId: who.id, email: `taken.${who.email}` }, '__typename');
  await mutate(admin, 'revokeAllSessions', { userId: who.id }, '__typename');
  const thief = await graphql.signedIn(service, web, who.username, SCOPE, NEW);
  await addPasskey(service, thief, 'Of the thief');
  for (let n = 0; n < 5; n += 1) await mutate(admin, 'createRecoveryLink', { userId: who.id }, '__typename');
  await anybody('requestPasswordReset', { email: `taken.${who.email}` });
  expect(await send(link, {})).toMatchObject({ status: 200, title: LOCKED });
  expect([await statusOf(who.id), await enters(who.username, NEW)]).toEqual(['DISABLED', false]);
});

test('it locks the account that it was sent for, and no other', async () => {
  const [who, other] = [await person(), await person()];
  await send(await linkOf(who), {});
  expect([await statusOf(who.id), await statusOf(other.id)]).toEqual(['DISABLED', 'ACTIVE']);
  expect(await works(other.token)).toBe(true);
});

test('whoever cannot sign in yet has nothing to lock, and is told so', async () => {
  await mutate(admin, 'inviteUser', { email: 'early@example.com' }, '__typename');
  await server.next('early@example.com');
  const { user } = await graphql.ok(admin('{ user(by: { email: "early@example.com" }) { id } }'));
  await mutate(admin, 'setUserPassword', { userId: user.id, password: NEW }, '__typename');
  const page = await send(lockLinkIn(await server.next('early@example.com')), {});
  expect(page.status).toBe(409);
  expect(page.html).toContain('there is nothing to lock');
  expect(await statusOf(user.id)).toBe('INVITED');
});

describe('the last administrator', () => {
  const ADDRESS = 'root@example.com';
  let root: Somebody;
  const tokensOf = async (password: string) => {
    const { access_token } = await graphql.tokensOf(web, service.admin.username, 'openid self account', password);
    return { token: access_token, ask: graphql.as(service, access_token) };
  };
  beforeAll(async () => {
    const { user } = await graphql.ok(admin('{ user(by: { username: "admin" }) { id } }'));
    await mutate(admin, 'updateUser', { userId: user.id, email: ADDRESS }, '__typename');
    await server.next(ADDRESS);
    const { username } = service.admin;
    root = { id: user.id, username, email: ADDRESS, refreshToken: '', ...(await tokensOf(service.admin.password)) };
  });

  test('stays enabled: what was added since the mail ends, and a mailed link sets a new password', async () => {
    const { passkey: own } = await addPasskey(service, root.ask, 'Own');
    await server.next(ADDRESS);
    const signedIn = await signInByPasskey(web, {
      redirectUri: REDIRECT_URI,
      passkey: own,
      scope: 'openid self account admin',
    });
    const strong = graphql.as(service, signedIn!.access_token);
    const { passkey: stolen } = await addPasskey(service, strong, 'Stolen');
    const link = lockLinkIn(await server.next(ADDRESS));
    const { value: apiToken } = await createApiToken(strong, root.id);
    const { passkey: later } = await addPasskey(service, strong, 'Later');
    const asked = await open(link);
    expect(asked.html).toContain('it is the only administrator');
    const page = await send(link, {});
    expect([page.status, page.title]).toEqual([200, LOCKED]);
    expect(page.html).toContain('href="/signin/forgotten"');
    expect(await statusOf(root.id)).toBe('ACTIVE');
    for (const token of [root.token, signedIn!.access_token, apiToken]) expect(await works(token)).toBe(false);
    expect(await enters(root.username, service.admin.password)).toBe(false);
    const enterBy = await Promise.all([own, stolen, later].map(entersBy));
    expect(enterBy).toEqual([true, false, false]);
    expect(await lockdownsOf(root.id)).toMatchObject([
      { actor: { id: root.id }, revocation: { action: 'lockdown_link', counts: { apiTokens: 1, authenticators: 2 } } },
    ]);
    expect((await send(link, {})).status).toBe(410);

    await anybody('requestPasswordReset', { email: ADDRESS });
    const mail = await server.next(ADDRESS, ({ text }) => text.includes('/signin/recovery'));
    expect((await send(linkIn(mail), { newPassword: NEW })).status).toBe(200);
    const { authenticators } = (
      await graphql.ok(
        admin('query ($id: ID!) { user(by: { id: $id }) { authenticators { id name } } }', { id: root.id }),
      )
    ).user;
    expect(authenticators).toMatchObject([{ name: 'Own' }]);
    await mutate(admin, 'removeAuthenticator', { authenticatorId: authenticators[0].id }, '__typename');
    expect(await enters(root.username, NEW)).toBe(true);
  });

  test('where the address was changed since, no mail brings a new password: an administration outside has to', async () => {
    await mutate(admin, 'createRecoveryLink', { userId: root.id }, '__typename');
    const link = lockLinkIn(await server.next(ADDRESS, ({ text }) => text.includes('was created')));
    await mutate(admin, 'updateUser', { userId: root.id, email: 'thief@example.com' }, '__typename');
    await server.next('thief@example.com');
    await mutate(admin, 'setUserPassword', { userId: root.id, password: 'the secret of a thief' }, '__typename');
    const thiefs = lockLinkIn(await server.next('thief@example.com'));
    const page = await send(link, {});
    expect(page.html).toContain('we cannot send a recovery link to either address');
    expect(page.html).not.toContain('/signin/forgotten');
    expect(await enters(root.username, 'the secret of a thief')).toBe(false);
    // The link that went to the new address is over, and neither address recovers anything.
    expect((await send(thiefs, {})).status).toBe(410);
    for (const email of ['thief@example.com', ADDRESS]) await anybody('requestPasswordReset', { email });
    expect(
      await sql(
        `select 1 from links where user_id = $1 and purpose = 'RECOVERY' and used_at is null`,
        decodeId('User', root.id),
      ),
    ).toEqual([]);
    expect(await statusOf(root.id)).toBe('ACTIVE');
    const { link: recovery } = await mutate(admin, 'createRecoveryLink', { userId: root.id }, 'link');
    expect((await send(new URL(recovery), { newPassword: NEW })).status).toBe(200);
    expect(await enters(root.username, NEW)).toBe(true);
  });

  test('by an address that they have not proved they lose no factor, and can come back by it', async () => {
    await mutate(admin, 'updateUser', { userId: root.id, email: 'unproved@example.com' }, '__typename');
    const { ask } = await tokensOf(NEW);
    const { passkey } = await addPasskey(service, ask, 'Own again');
    const told = await server.next('unproved@example.com', ({ text }) => text.includes('Own again'));
    const page = await send(lockLinkIn(told), {});
    expect([page.status, page.title]).toEqual([200, LOCKED]);
    expect(page.html).toContain('href="/signin/forgotten"');
    expect([await statusOf(root.id), await enters(root.username, NEW)]).toEqual(['ACTIVE', false]);
    expect(await entersBy(passkey)).toBe(true);
  });
});
