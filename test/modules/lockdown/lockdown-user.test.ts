/** lockdownUser: beyond a disable, whatever opened the account is gone, and stays so when the user is enabled again. */
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { mutate, refusal } from '../../support/mutate';
import { pocketApplication } from '../../support/notices';
import { enrolled, type Phone, signInOnPhone } from '../../support/phone';
import { PUSHING, startWithWeb, type WithWeb } from '../../support/start';
import { enrolledTotp, strongTokens } from '../../support/totp';

let { service, admin, web, sql, stop } = {} as WithWeb;
let mobile: graphql.Registered;
beforeAll(async () => {
  ({ service, admin, web, sql, stop } = await startWithWeb(PUSHING));
  // Here everything stays for the lock-down to end.
  expect(await refusal(admin, 'updateSettings', { factorsEndOneFactorSessions: false })).toBeNull();
  mobile = await pocketApplication(service, admin);
}, 60_000);
afterAll(() => stop?.());

const NEW = 'a wholly different secret';
const RECEIPT = `user { status disabledReason } revocation { id replayed reason counts { users sessions accessTokens refreshTokens authenticators pushEnrollments } }`;
const lockDown = async (userId: string, input: Record<string, unknown> = { reason: 'stolen phone' }) =>
  (await mutate(admin, 'lockdownUser', { userId, ...input }, RECEIPT)).data.lockdownUser;

/** What there is that could open the account, by table. */
const openersOf = async (id: string) => {
  const tables = ['passwords', 'links', 'push_enrollments', 'totp_secrets', 'recovery_codes', 'device_challenges'];
  const counts = tables.map((table) => `(select count(*)::int from ${table} where user_id = $1) as ${table}`);
  return (await sql<Record<string, number>>(`select ${counts.join(', ')}`, decodeId('User', id)))[0]!;
};

/** Somebody with a password, an authenticator app, recovery codes, a key on a phone, push to it, and a link in the mail. */
const secured = async (username: string): Promise<{ who: graphql.Person; phone: Phone }> => {
  const who = await graphql.createPerson(admin, username);
  const phone = await signInOnPhone(service, mobile, who);
  await enrolled(phone);
  await graphql.ok(
    phone.ask(
      `mutation { createDeviceChallenge(input: { deviceId: "${phone.deviceId}" }) { challenge { value } errors { code } } }`,
    ),
  );
  expect(
    await refusal(phone.ask, 'enrollPushAuthentication', { provider: 'WEBHOOK', address: `of-${username}` }),
  ).toBeNull();
  const weak = await graphql.signedIn(service, web, username, 'openid self account');
  const { secret } = await enrolledTotp(weak);
  const browser = graphql.as(service, (await strongTokens(service, web, who, secret)).access_token);
  expect(await refusal(browser, 'createRecoveryCodes', {})).toBeNull();
  await sql(
    `insert into links (id, user_id, purpose, created_at, expires_at) values (gen_random_uuid(), $1, 'CONFIRMATION', now(), now() + interval '1 day')`,
    decodeId('User', who.id),
  );
  return { who, phone };
};
const NOTHING = {
  ...{ passwords: 0, links: 0, push_enrollments: 0 },
  ...{ totp_secrets: 0, recovery_codes: 0, device_challenges: 0 },
};

test('everything that opens the account is in the receipt or gone, and of others nothing', async () => {
  const { who, phone } = await secured('alice');
  const { who: other } = await secured('other');
  expect(Object.values(await openersOf(who.id)).every((n) => n > 0)).toBe(true);
  const untouched = await openersOf(other.id);

  const { user, revocation } = await lockDown(who.id);
  expect(user).toEqual({ status: 'DISABLED', disabledReason: 'stolen phone' });
  expect(revocation).toMatchObject({
    reason: 'stolen phone',
    counts: { users: 1, sessions: 3, accessTokens: 3, refreshTokens: 1, authenticators: 3, pushEnrollments: 1 },
  });
  expect(await openersOf(who.id)).toEqual(NOTHING);
  expect(await openersOf(other.id)).toEqual(untouched);

  // Enabled again, there is neither a way in nor a key to confirm with until somebody gives the user one.
  expect(await refusal(admin, 'enableUser', { userId: who.id })).toBeNull();
  await expect(graphql.tokensOf(web, who.username, 'openid')).rejects.toThrow();
  const { user: enabled } = await graphql.ok(
    admin(
      `query ($id: ID!) { user(by: { id: $id }) { authenticators { id }
         devices { nodes { mobileAuthentication { enabled } pushAuthentication { enabled } } } } }`,
      { id: who.id },
    ),
  );
  const off = { enabled: false };
  expect(enabled).toEqual({
    authenticators: [],
    devices: { nodes: [{ mobileAuthentication: off, pushAuthentication: off }] },
  });
  expect(await refusal(admin, 'setUserPassword', { userId: who.id, password: NEW })).toBeNull();
  const again = await graphql.signedIn(service, phone.client, who.username, 'openid self account', NEW);
  const { viewer } = await graphql.ok(again('{ viewer { user { username } } }'));
  expect(viewer.user.username).toBe('alice');
});

test('of one who is disabled already the rest is ended, without a second event of disabling', async () => {
  const { who } = await secured('disabled');
  await mutate(admin, 'disableUser', { userId: who.id, reason: 'left' });
  const { user, revocation } = await lockDown(who.id);
  expect(user).toEqual({ status: 'DISABLED', disabledReason: 'left' });
  expect(revocation.counts).toMatchObject({ users: 0, sessions: 0, authenticators: 3, pushEnrollments: 1 });
  expect(await openersOf(who.id)).toEqual(NOTHING);
  const { events } = await graphql.ok(
    admin(
      'query ($id: ID!) { events(filter: { userId: $id, type: [USER_DISABLED, USER_LOCKED_DOWN] }) { nodes { type reason } } }',
      { id: who.id },
    ),
  );
  expect(events.nodes).toEqual([
    { type: 'USER_LOCKED_DOWN', reason: 'stolen phone' },
    { type: 'USER_DISABLED', reason: 'left' },
  ]);
  // Again there is nothing left to end; and when there is, it is done.
  expect((await lockDown(who.id)).revocation).toMatchObject({ id: revocation.id, replayed: true });
  await mutate(admin, 'setUserPassword', { userId: who.id, password: NEW });
  const again = (await lockDown(who.id)).revocation;
  expect(again).toMatchObject({ replayed: false });
  expect(again.id).not.toBe(revocation.id);
});

test.each([undefined, null, '', ' \n'])(
  'without a reason (%j) it is refused, and a dry run ends nothing',
  async (reason) => {
    const who = await graphql.createPerson(admin, `careless${String(reason).length}${typeof reason}`);
    const before = await graphql.rowCounts(service.databaseUrl);
    const { errors } = await lockDown(who.id, { reason });
    expect(errors).toMatchObject([{ code: 'INVALID_INPUT', path: ['input', 'reason'] }]);
    expect((await lockDown(who.id, { reason: 'stolen', dryRun: true })).revocation.counts.users).toBe(1);
    expect(await graphql.rowCounts(service.databaseUrl)).toEqual(before);
  },
);

test('nobody does it to themselves, nor to the last administrator', async () => {
  const { user: bootstrap } = await graphql.ok(admin('{ user(by: {username: "admin"}) { id } }'));
  expect(await refusal(admin, 'lockdownUser', { userId: bootstrap.id, reason: 'stolen' })).toBe('LAST_ADMINISTRATOR');
  const chief = await graphql.createPerson(admin, 'chief', 'ADMIN');
  const ask = await graphql.signedIn(service, web, 'chief', 'openid account admin');
  expect(await refusal(ask, 'lockdownUser', { userId: chief.id, reason: 'stolen' })).toBe('SELF_ACTION');
  expect(await refusal(ask, 'lockdownUser', { userId: bootstrap.id, reason: 'stolen' })).toBeNull();
});
