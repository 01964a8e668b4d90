/** setUserPassword and changeMyPassword: which passwords are accepted, what they end, and that the present one cannot be guessed. */
import { createHash } from 'node:crypto';
import { introspect, signIn } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { type Answer, as, type Ask, newName, ok, PASSWORD, REDIRECT_URI } from '../../support/graphql';
import { mutate, refusalsOf } from '../../support/mutate';
import { startWithWeb, type WithWeb } from '../../support/start';
import { codeAt, enrolledTotp, halfAMinuteLater, strongTokens } from '../../support/totp';

jest.setTimeout(40_000);

let { service, admin, web, sql, stop } = {} as WithWeb;
beforeAll(async () => void ({ service, admin, web, sql, stop } = await startWithWeb({ TRUST_PROXY: 'true' })), 60_000);
afterAll(() => stop?.());

const NEW = 'a wholly different secret';
const somebody = () => graphql.createPerson(admin, newName('person'));
const session = async (username: string, password = PASSWORD, code?: string) => {
  const { tokens } = await signIn({
    ...{ ...web, redirectUri: REDIRECT_URI, username, password, scope: 'openid self account' },
    ...(code ? { code } : {}),
  });
  return { token: tokens.access_token, ask: graphql.as(service, tokens.access_token) };
};
const enters = (username: string, password: string) => graphql.enters(web, username, password);
const change = (ask: Ask, newPassword: string, currentPassword = PASSWORD, more: Record<string, unknown> = {}) =>
  mutate(ask, 'changeMyPassword', { currentPassword, newPassword, ...more }, 'revocation { counts { sessions } }');
const refusalOf = (answer: Answer) => {
  const { code, path, message } = refusalsOf(answer)[0] ?? {};
  return { code, field: path?.at(-1), message };
};
const isLive = async (token: string) => (await introspect(web, token)).active;
const eventsOf = async (id: string) =>
  (
    await ok(
      admin(
        `query ($id: ID!) { events(filter: { userId: $id, type: [PASSWORD_CHANGED] }) { nodes { outcome details actor { ... on User { id } } } } }`,
        { id },
      ),
    )
  ).events.nodes;

describe('a password', () => {
  const accepts = async (password: string): Promise<string | undefined> =>
    refusalOf(
      await mutate(admin, 'createUser', {
        ...{ username: newName('ann.smith'), email: `${newName('ann')}@example.com`, name: 'Ann Mary Smith' },
        password,
      }),
    ).message;

  test.each([
    'correct horse battery staple',
    'æøå ƒ¬∆ 漢字漢字 пирог',
    '👩‍🚀👨‍🌾🧑‍🎤🧝‍♀️🧜‍♂️🧛',
    'm t w t f s s and on',
    '394857203948571',
    'Tr0ub4dor&3 on the moon',
    'qwerty and the wild roses',
    'x'.repeat(60) + ' and 60 more of ' + 'y'.repeat(60),
  ])('may be anything that is long: %s', async (password) => {
    expect(await accepts(password)).toBeUndefined();
  });

  test.each([
    ['fourteen chars', /at least 15/],
    ['', /at least 15/],
    ['👩‍🚀'.repeat(4), /at least 15/],
    ['x'.repeat(257), /at most 256/],
    [`${PASSWORD}\0`, /NUL/],
    [`${PASSWORD}\ud800`, /surrogates/],
    ['passwordpassword', /easy to guess/],
    ['PassWord-PassWord', /easy to guess/],
    ['password12345678', /easy to guess/],
    ['Password!!!!!!!!!', /easy to guess/],
    ['1234567890123456', /easy to guess/],
    ['098765432109876', /easy to guess/],
    ['aaaaaaaaaaaaaaaaaaaa', /easy to guess/],
    ['abababababababababab', /easy to guess/],
    ['abcdefghijklmnop', /easy to guess/],
    ['qwertyuiopasdfgh', /easy to guess/],
    ['qwertyuiop12345', /easy to guess/],
    ['1qaz2wsx3edc4rfv', /easy to guess/],
    ['iloveyouiloveyou', /easy to guess/],
    ['administratoradmin', /easy to guess/],
    ['letmeinletmeinletmein', /easy to guess/],
    ['Castellan2026!!!', /easy to guess/],
    ['ＰＡＳＳＷＯＲＤｐａｓｓｗｏｒｄ', /easy to guess/],
    ['Ann Mary Smith 1', /easy to guess/],
    ['annmarysmith-2026', /easy to guess/],
    ['q1w2e3r4t5y6u7i8', /easy to guess/],
    ['passwordstandard', /easy to guess/],
    ['Metallica-Metallica', /easy to guess/],
    ['snoopy0123456789', /easy to guess/],
    ['2026 Battery 2026!', /easy to guess/],
    ['MayTheForceBeWithYou', /easy to guess/],
    ['Hasło-Hasło-Hasło', /easy to guess/],
  ])('is refused: %s', async (password, why) => {
    expect(await accepts(password)).toMatch(why);
  });

  test('is not made of the username or the address', async () => {
    const username = newName('uncommon');
    for (const password of [`${username}${username}`, `${username.toUpperCase()}-000000`, `${username}@example.com`])
      expect(
        refusalOf(await mutate(admin, 'createUser', { username, email: `${username}@example.com`, password })),
      ).toMatchObject({
        code: 'INVALID_INPUT',
        field: 'password',
      });
  });
});

describe('changeMyPassword', () => {
  test('needs the present one, and ends one’s other sessions and no others', async () => {
    const [who, other] = [await somebody(), await somebody()];
    const [here, there, theirs] = [
      await session(who.username),
      await session(who.username),
      await session(other.username),
    ];
    const { changeMyPassword } = await ok(change(here.ask, NEW));
    expect(changeMyPassword.revocation.counts).toEqual({ sessions: 1 });
    expect([await isLive(here.token), await isLive(there.token), await isLive(theirs.token)]).toEqual([
      true,
      false,
      true,
    ]);
    expect([await enters(who.username, PASSWORD), await enters(who.username, NEW)]).toEqual([false, true]);
    expect(await eventsOf(who.id)).toEqual([{ outcome: 'SUCCESS', details: { by: 'OWNER' }, actor: { id: who.id } }]);
  });

  test('refuses a wrong present one, a bad new one and the same again, and nothing changes', async () => {
    const who = await somebody();
    const [here, there] = [await session(who.username), await session(who.username)];
    for (const [newPassword, currentPassword, field] of [
      [NEW, 'not the password at all', 'currentPassword'],
      [NEW, '', 'currentPassword'],
      ['short', PASSWORD, 'newPassword'],
      ['passwordpassword', PASSWORD, 'newPassword'],
      [PASSWORD, PASSWORD, 'newPassword'],
      [`${NEW}\0`, PASSWORD, 'newPassword'],
    ])
      expect(refusalOf(await change(here.ask, newPassword!, currentPassword))).toMatchObject({
        code: 'INVALID_INPUT',
        field,
      });
    expect([await isLive(here.token), await isLive(there.token)]).toEqual([true, true]);
    expect(await enters(who.username, PASSWORD)).toBe(true);
    expect(
      (await eventsOf(who.id)).map(({ outcome, details }: { outcome: string; details: unknown }) => [outcome, details]),
    ).toEqual(Array(2).fill(['FAILURE', { by: 'OWNER', cause: 'WRONG_PASSWORD' }]));
  });

  test('a dry run changes nothing', async () => {
    const who = await somebody();
    const [here, there] = [await session(who.username), await session(who.username)];
    const { changeMyPassword } = await ok(change(here.ask, NEW, PASSWORD, { dryRun: true }));
    expect(changeMyPassword.revocation.counts).toEqual({ sessions: 1 });
    expect(await isLive(there.token)).toBe(true);
    expect(await enters(who.username, PASSWORD)).toBe(true);
  });

  test('after ten wrong ones not even the right one is looked at; the sign-in has a budget of its own, and unlockPassword clears it', async () => {
    const who = await somebody();
    const here = await session(who.username);
    const codes = [];
    for (let n = 0; n < 11; n += 1) codes.push(refusalOf(await change(here.ask, NEW, `wrong ${n}`)).code);
    expect(codes).toEqual([...Array(10).fill('INVALID_INPUT'), 'RATE_LIMITED']);
    expect(refusalOf(await change(here.ask, NEW)).code).toBe('RATE_LIMITED');
    expect(await enters(who.username, PASSWORD)).toBe(true);
    await ok(mutate(admin, 'unlockPassword', { userId: who.id }));
    expect(refusalOf(await change(here.ask, NEW)).code).toBeUndefined();
  });

  test('of wrong ones all at once no more count than one after the other', async () => {
    const who = await somebody();
    const here = await session(who.username);
    const answers = await Promise.all(Array.from({ length: 16 }, (_, n) => change(here.ask, NEW, `wrong ${n}`)));
    expect(answers.filter((answer) => refusalOf(answer).code === 'RATE_LIMITED').length).toBe(6);
    expect(refusalOf(await change(here.ask, NEW)).code).toBe('RATE_LIMITED');
  });

  test('of a user whose source is elsewhere, or whose password is locked, it is refused', async () => {
    const [external, locked] = [await somebody(), await somebody()];
    const asks = [(await session(external.username)).ask, (await session(locked.username)).ask] as const;
    await sql(`update users set source = 'EXTERNAL' where id = $1`, external.uuid);
    await ok(mutate(admin, 'lockPassword', { userId: locked.id }));
    expect(refusalOf(await change(asks[0], NEW)).code).toBe('EXTERNALLY_MANAGED');
    expect(refusalOf(await change(asks[1], NEW)).code).toBe('INVALID_STATE');
  });
});

test('a key that is kept gives nobody a quick way to guess the password that came with it', async () => {
  const who = await somebody();
  const key = `key of ${who.username}`;
  const input = { userId: who.id, password: NEW };
  await ok(mutate(admin, 'setUserPassword', { ...input, idempotencyKey: key }));
  const [row] = await sql<{ hash: Buffer }>('select input_hash as hash from idempotency_keys where key = $1', key);
  const sorted = Object.entries(input).sort(([a], [b]) => (a < b ? -1 : 1));
  const quick = createHash('sha256').update(JSON.stringify(sorted)).digest('hex');
  expect(row!.hash.toString('hex')).not.toBe(quick);
  await ok(mutate(admin, 'setUserPassword', { ...input, idempotencyKey: key }));
  const other = await mutate(admin, 'setUserPassword', { ...input, password: `${NEW}s`, idempotencyKey: key });
  expect(refusalOf(other).code).toBe('IDEMPOTENCY_MISMATCH');
});

describe('with a second factor', () => {
  test('eight characters are enough, and at the first sign-in without it another password is asked for', async () => {
    const who = await somebody();
    const { ask: weak } = await session(who.username);
    const short = 'gr33n?os';
    expect(refusalOf(await change(weak, short)).message).toMatch(/at least 15/);
    const { id, secret } = await enrolledTotp(weak);
    const ask = as(service, (await strongTokens(service, web, who, secret)).access_token);
    expect(refusalOf(await change(ask, 'gr33n?o')).message).toMatch(/at least 8/);
    expect(refusalOf(await change(ask, 'password1')).message).toMatch(/easy to guess/);
    await ok(change(ask, short));
    await halfAMinuteLater(service.databaseUrl);
    await session(who.username, short, codeAt(secret));
    await ok(mutate(admin, 'removeAuthenticator', { authenticatorId: id }));
    const asked = {
      ...web,
      redirectUri: REDIRECT_URI,
      username: who.username,
      password: short,
      scope: 'openid self account',
    };
    await expect(signIn(asked)).rejects.toMatchObject({ error: 'sign_in_refused' });
    await expect(signIn({ ...asked, newPassword: 'gr33n?ot' })).rejects.toThrow('at least 15 characters');
    await signIn({ ...asked, newPassword: NEW });
    expect([await enters(who.username, short), await enters(who.username, NEW)]).toEqual([false, true]);
  });
});

describe('setUserPassword', () => {
  test('whoever acts in the place of somebody cannot take over that account by it, nor by a link or a change', async () => {
    const boss = await graphql.createPerson(admin, newName('boss'), 'ADMIN');
    const ask = await graphql.signedIn(service, web, boss.username, 'openid account admin');
    await sql(
      `update sessions s set impersonator_id = b.id, impersonator_epoch = b.epoch from users u, users b where u.id = s.user_id and u.username = $1 and b.username = 'admin'`,
      boss.username,
    );
    const answers = [
      await mutate(ask, 'setUserPassword', { userId: boss.id, password: NEW }),
      await mutate(ask, 'createRecoveryLink', { userId: boss.id }),
      await change(ask, NEW),
    ];
    expect(answers.map(graphql.codes)).toEqual(Array(3).fill(['FORBIDDEN']));
    expect(await enters(boss.username, PASSWORD)).toBe(true);
  });

  test('ends all sessions of the user, and one’s own but this one', async () => {
    const who = await somebody();
    const before = await session(who.username);
    await ok(mutate(admin, 'setUserPassword', { userId: who.id, password: NEW }));
    expect(await isLive(before.token)).toBe(false);
    expect([await enters(who.username, PASSWORD), await enters(who.username, NEW)]).toEqual([false, true]);
    expect(await eventsOf(who.id)).toMatchObject([{ outcome: 'SUCCESS', details: { by: 'ADMINISTRATOR' } }]);
  });
});
