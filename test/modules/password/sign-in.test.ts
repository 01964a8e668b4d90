/** What the sign-in page makes of passwords: one that has to be changed, one that is locked, and one that somebody guesses at. */
import { browse, CookieJar, formWith, type Page } from '../../../src/tools/browser';
import { authorize, introspect, OidcError, signIn, type AuthorizeOptions } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { type Ask, ok, PASSWORD, REDIRECT_URI } from '../../support/graphql';
import { codeOf, type Input, mutate } from '../../support/mutate';
import { type Pair, startPair } from '../../support/pair';
import { codeAt, enrolledTotp, halfAMinuteLater } from '../../support/totp';

jest.setTimeout(40_000);

let pair: Pair;
let admin: Ask;
let web: graphql.Registered;
beforeAll(async () => {
  pair = await startPair({ SEALING_KEYS: `one:${Buffer.alloc(32, 1).toString('base64')}` });
  admin = pair.admin;
  web = await graphql.webApplication(pair.first, admin);
}, 60_000);
afterAll(() => pair?.stop());

const NEW = 'a wholly different secret';
const somebody = () => graphql.createPerson(admin, graphql.newName('somebody'));
const run = (name: string, input: Input, ask = admin) => mutate(ask, name, input);
const attempt = (username: string, more: Partial<AuthorizeOptions> = {}) =>
  signIn({ ...web, redirectUri: REDIRECT_URI, username, password: PASSWORD, scope: 'openid self account', ...more });
const refusalOf = async (trying: Promise<unknown>): Promise<{ status: number; says: string }> => {
  const error = await trying.then(
    () => null,
    (fault: unknown) => fault,
  );
  if (!(error instanceof OidcError)) throw error ?? new Error('the sign-in was not refused');
  return { status: error.status, says: error.description ?? error.error };
};
const enters = (username: string, password: string) => graphql.enters(web, username, password);
const isLive = async (token: string) => (await introspect(web, token)).active;
const userOf = async (id: string) =>
  (
    await ok(
      admin(
        'query ($id: ID!) { user(by: { id: $id }) { passwordLockedAt passwordChangeRequiredAt version viewerCanLockPassword { allowed code } } }',
        { id },
      ),
    )
  ).user;
const eventsOf = async (id: string) =>
  (
    await ok(
      admin(
        'query ($id: ID!) { events(filter: { userId: $id }) { nodes { type outcome details reason session { id } revocation { action counts { sessions } } } } }',
        { id },
      ),
    )
  ).events.nodes as { type: string; outcome: string; details: Record<string, unknown> }[];
const causesOf = async (id: string) =>
  (await eventsOf(id)).filter(({ type }) => type === 'SIGN_IN_FAILED').map(({ details }) => details['cause']);

describe('requirePasswordChange', () => {
  test('asks for another password at the next sign-in; choosing it ends the other sessions and signs in', async () => {
    const who = await somebody();
    const before = await attempt(who.username);
    expect(codeOf(await run('requirePasswordChange', { userId: who.id, reason: 'it was on a list' }))).toBeUndefined();
    expect((await userOf(who.id)).passwordChangeRequiredAt).toEqual(expect.any(String));
    expect((await eventsOf(who.id))[0]).toMatchObject({ type: 'PASSWORD_CHANGE_REQUIRED', reason: 'it was on a list' });
    // It ends nothing by itself.
    expect(await isLive(before.tokens.access_token)).toBe(true);

    const pages: string[] = [];
    const after = await attempt(who.username, {
      newPassword: NEW,
      onPage: ({ html }) => pages.push(/<h1>([^<]*)/.exec(html)![1]!),
    });
    expect(pages.slice(0, 2)).toEqual(['Sign in', 'Choose a new password']);
    expect([await isLive(before.tokens.access_token), await isLive(after.tokens.access_token)]).toEqual([false, true]);
    expect([await enters(who.username, PASSWORD), await enters(who.username, NEW)]).toEqual([false, true]);
    expect((await userOf(who.id)).passwordChangeRequiredAt).toBeNull();
    expect((await eventsOf(who.id)).find(({ type }) => type === 'PASSWORD_CHANGED')).toMatchObject({
      ...{ outcome: 'SUCCESS', details: { by: 'SIGN_IN' } },
      revocation: { action: 'sign_in', counts: { sessions: 1 } },
    });
  });

  test('nobody is let in without it, and the page says what is wrong with what was chosen', async () => {
    const who = await somebody();
    await ok(run('requirePasswordChange', { userId: who.id }));
    expect(await enters(who.username, PASSWORD)).toBe(false);
    for (const [newPassword, says] of [
      ['', 'Enter a new password.'],
      ['short', 'The password must have at least 15 characters.'],
      ['passwordpassword', 'The password is too easy to guess'],
      [PASSWORD, 'This is your current password'],
    ] as const) {
      const refused = await refusalOf(attempt(who.username, { newPassword }));
      expect(refused).toEqual({ status: 400, says: expect.stringContaining(says) });
    }
    expect((await userOf(who.id)).passwordChangeRequiredAt).not.toBeNull();
    expect((await eventsOf(who.id)).filter(({ type }) => type === 'SIGN_IN')).toEqual([]);
    await attempt(who.username, { newPassword: NEW });
  });

  test('comes after the second factor, and the session has both', async () => {
    const who = await somebody();
    const by = graphql.as(pair.first, (await attempt(who.username)).tokens.access_token);
    const { secret } = await enrolledTotp(by);
    await halfAMinuteLater(pair.first.databaseUrl);
    await ok(run('requirePasswordChange', { userId: who.id }));
    expect(await refusalOf(attempt(who.username, { newPassword: NEW }))).toMatchObject({ says: 'sign_in_refused' });
    const { tokens } = await attempt(who.username, { code: codeAt(secret), newPassword: 'gr33n?os' });
    const own = graphql.as(pair.first, tokens.access_token);
    expect((await ok(own('{ viewer { session { authenticationMethods } } }'))).viewer.session).toEqual({
      authenticationMethods: ['pwd', 'otp', 'mfa'],
    });
  });

  test('in a browser that is signed in already the session gives way to the new one', async () => {
    const who = await somebody();
    const { jar, tokens } = await attempt(who.username);
    await ok(run('requirePasswordChange', { userId: who.id }));
    const again = await attempt(who.username, { jar, parameters: { prompt: 'login' }, newPassword: NEW });
    expect([await isLive(tokens.access_token), await isLive(again.tokens.access_token)]).toEqual([false, true]);
    const silent = await authorize({
      ...web,
      redirectUri: REDIRECT_URI,
      jar,
      scope: 'openid self account',
      parameters: { prompt: 'none' },
    });
    expect(silent.code).toEqual(expect.any(String));

    // And where somebody else was signed in, that one's ends too.
    const other = await somebody();
    await ok(run('requirePasswordChange', { userId: other.id }));
    const theirs = await attempt(other.username, { jar, parameters: { prompt: 'login' }, newPassword: NEW });
    expect(await isLive(theirs.tokens.access_token)).toBe(true);
  });

  const submit = async (jar: CookieJar, page: Page, newPassword: string) => {
    const { action, fields } = formWith(page, 'newPassword')!;
    return browse(action, jar, { form: { ...fields, newPassword } });
  };

  test('the step is of no use with another’s form, without its cookie, or after the password was set elsewhere', async () => {
    const who = await somebody();
    await ok(run('requirePasswordChange', { userId: who.id }));
    const jar = new CookieJar();
    let page: Page | undefined;
    await attempt(who.username, { jar, onPage: (shown) => (page = shown) }).catch(() => null);
    expect(formWith(page!, 'newPassword')!.fields['username']).toBe(who.username);

    const { action, fields } = formWith(page!, 'newPassword')!;
    expect((await browse(action, jar, { form: { ...fields, csrf: 'forged', newPassword: NEW } })).status).toBe(403);
    expect((await submit(new CookieJar(), page!, NEW)).status).toBe(400);
    await ok(run('setUserPassword', { userId: who.id, password: `${NEW} of an administrator` }));
    const late = await submit(jar, page!, NEW);
    expect([late.status, await late.text()]).toEqual([401, expect.stringContaining('Please sign in again')]);
    expect(await enters(who.username, NEW)).toBe(false);
    // An administrator knows the password that he has set: another is asked for still.
    expect(await enters(who.username, `${NEW} of an administrator`)).toBe(false);
    await attempt(who.username, { password: `${NEW} of an administrator`, newPassword: NEW });
  });

  test('who never gave a password is not shown the step', async () => {
    const who = await somebody();
    let first: Page | undefined;
    const jar = new CookieJar();
    await authorize({ ...web, redirectUri: REDIRECT_URI, jar, onPage: (page) => (first ??= page) }).catch(() => null);
    const step = new URL(`${first!.url.pathname}/password`, first!.url);
    const shown = await (await browse(step, jar)).text();
    expect(shown).toContain('<h1>Sign in</h1>');
    const { fields } = formWith(first!, 'password')!;
    const forced = await browse(step, jar, { form: { csrf: fields['csrf']!, newPassword: NEW } });
    expect(forced.status).toBe(401);
    expect(await enters(who.username, PASSWORD)).toBe(true);
  });
});

describe('lockPassword', () => {
  test('nobody signs in with it, in words that tell nothing; sessions and tokens go on, and unlockPassword undoes it', async () => {
    const who = await somebody();
    const { tokens } = await attempt(who.username);
    expect(codeOf(await run('lockPassword', { userId: who.id, reason: 'seen in a leak' }))).toBeUndefined();
    expect(await userOf(who.id)).toMatchObject({ passwordLockedAt: expect.any(String) });
    expect(await isLive(tokens.access_token)).toBe(true);
    const [locked, wrong] = [
      await refusalOf(attempt(who.username)),
      await refusalOf(attempt(who.username, { password: 'x' })),
    ];
    expect(locked).toEqual(wrong);
    expect(await causesOf(who.id)).toEqual(['WRONG_PASSWORD', 'PASSWORD_LOCKED']);

    const { version } = await userOf(who.id);
    expect(codeOf(await run('lockPassword', { userId: who.id }))).toBeUndefined();
    expect((await userOf(who.id)).version).toBe(version);
    expect(codeOf(await run('unlockPassword', { userId: who.id }))).toBeUndefined();
    expect(codeOf(await run('unlockPassword', { userId: who.id }))).toBeUndefined();
    expect(await enters(who.username, PASSWORD)).toBe(true);
    const types = (await eventsOf(who.id)).map(({ type }) => type);
    expect(types.filter((type) => /^PASSWORD_(UN)?LOCKED$/.test(type))).toEqual([
      'PASSWORD_UNLOCKED',
      'PASSWORD_LOCKED',
    ]);
  });

  test('it cannot be reset by a link either, and setting another does not unlock it', async () => {
    const who = await somebody();
    await ok(run('lockPassword', { userId: who.id }));
    expect(codeOf(await run('createRecoveryLink', { userId: who.id }))).toBe('INVALID_STATE');
    expect(codeOf(await run('emailRecoveryLink', { userId: who.id }))).toBe('INVALID_STATE');
    expect(codeOf(await run('setUserPassword', { userId: who.id, password: NEW }))).toBeUndefined();
    expect(await enters(who.username, NEW)).toBe(false);
    await ok(run('unlockPassword', { userId: who.id }));
    expect(await enters(who.username, NEW)).toBe(true);
  });

  test('between the password and the second factor it stops the sign-in too', async () => {
    const who = await somebody();
    const by = graphql.as(pair.first, (await attempt(who.username)).tokens.access_token);
    const { secret } = await enrolledTotp(by);
    await halfAMinuteLater(pair.first.databaseUrl);
    const code = async () => {
      await ok(run('lockPassword', { userId: who.id }));
      return codeAt(secret);
    };
    expect(await refusalOf(attempt(who.username, { code }))).toMatchObject({ status: 401 });
  });

  test('nobody locks his own, and of the administrators one can always sign in', async () => {
    const [one, two] = [
      await graphql.createPerson(admin, graphql.newName('boss'), 'ADMIN'),
      await graphql.createPerson(admin, graphql.newName('boss'), 'ADMIN'),
    ];
    const asOne = graphql.as(
      pair.first,
      (await attempt(one.username, { scope: 'openid account admin' })).tokens.access_token,
    );
    expect(codeOf(await run('lockPassword', { userId: one.id }, asOne))).toBe('SELF_ACTION');
    const { user } = await ok(admin('{ user(by: { username: "admin" }) { id } }'));
    await ok(run('lockPassword', { userId: user.id }));
    const [a, b] = await Promise.all([one, two].map(({ id }) => run('lockPassword', { userId: id })));
    expect([codeOf(a!), codeOf(b!)].sort()).toEqual(['LAST_ADMINISTRATOR', undefined]);
    const left = codeOf(a!) ? one : two;
    expect((await userOf(left.id)).viewerCanLockPassword).toEqual({ allowed: false, code: 'LAST_ADMINISTRATOR' });
    expect(codeOf(await run('disableUser', { userId: left.id }))).toBe('LAST_ADMINISTRATOR');
  });
});

describe('guessing', () => {
  test('after ten wrong passwords the right one is refused too, at every process, for a while', async () => {
    const who = await somebody();
    const says = [];
    for (let n = 0; n < 11; n += 1)
      says.push((await refusalOf(attempt(who.username, { password: `wrong ${n}` }))).status);
    expect(says).toEqual([...Array(10).fill(401), 429]);
    const refused = await refusalOf(attempt(who.username));
    expect(refused).toEqual({ status: 429, says: expect.stringContaining('Too many failed password attempts') });
    expect((await causesOf(who.id)).slice(0, 3)).toEqual([
      'TOO_MANY_PASSWORDS',
      'TOO_MANY_PASSWORDS',
      'WRONG_PASSWORD',
    ]);
    await graphql.sql(pair.first.databaseUrl, 'update throttles set expires_at = now()');
    expect(await enters(who.username, PASSWORD)).toBe(true);
  });

  test('a name that nobody has is no different', async () => {
    const says = [];
    for (let n = 0; n < 11; n += 1) says.push(await refusalOf(attempt('nobody-at-all', { password: `wrong ${n}` })));
    expect(says.map(({ status }) => status)).toEqual([...Array(10).fill(401), 429]);
  });

  test('the username and the address are one, and signing in forgets what went wrong before', async () => {
    const who = await somebody();
    for (let n = 0; n < 9; n += 1) await refusalOf(attempt(n % 2 ? who.username : who.email, { password: 'wrong' }));
    expect(await enters(who.username, PASSWORD)).toBe(true);
    for (let n = 0; n < 9; n += 1) await refusalOf(attempt(who.username, { password: 'wrong' }));
    expect(await enters(who.username, PASSWORD)).toBe(true);
  });

  test('of many at once no more count, and many sign-ins with the right one are not in each other’s way', async () => {
    const [who, other] = [await somebody(), await somebody()];
    expect(await Promise.all(Array.from({ length: 14 }, () => enters(other.username, PASSWORD)))).toEqual(
      Array(14).fill(true),
    );
    const all = await Promise.all(
      Array.from({ length: 16 }, (_, n) => refusalOf(attempt(who.username, { password: `wrong ${n}` }))),
    );
    expect(all.filter(({ status }) => status === 429)).toHaveLength(6);
    expect((await refusalOf(attempt(who.username))).status).toBe(429);
  });

  test('nothing of this was a fault', () => {
    expect(pair.first.log()).not.toMatch(/"level":(50|60)/);
  });
});
