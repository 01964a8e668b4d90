/** Browsers in which a user has signed in: strangers cannot keep the owner out of them, and nobody gains by stealing what they hold. */
import { createHash } from 'node:crypto';
import { CookieJar } from '../../../src/tools/browser';
import * as graphql from '../../support/graphql';
import { type Ask } from '../../support/graphql';
import { address, count, strangersUseUp as strangersUseUpAt, times, Visitor } from '../../support/guesses';
import { mutate, type Pair, startPair } from '../../support/pair';
import { enrolledTotp } from '../../support/totp';

jest.setTimeout(60_000);

let pair: Pair;
let admin: Ask;
let web: graphql.Registered;
let sql: graphql.Sql;
beforeAll(async () => {
  pair = await startPair({
    TRUST_PROXY: 'true',
    SEALING_KEYS: `one:${Buffer.alloc(32, 1).toString('base64')}`,
  });
  ({ admin, sql } = pair);
  web = await graphql.webApplication(pair.first, admin);
}, 60_000);
afterAll(() => pair?.stop());

const somebody = () => graphql.createPerson(admin, graphql.newName('guessed'));
const browser = (jar?: CookieJar) => new Visitor(web, jar);
const strangersUseUp = (username: string) => strangersUseUpAt(web, username, sql);

describe('a browser in which the owner has signed in', () => {
  test('is let in whatever strangers do, and another is told how long to wait', async () => {
    const who = await somebody();
    const [known, fresh] = [browser(), browser()];
    expect(await known.enters({ username: who.username })).toBe(true);
    // Here every guess is a guess.
    await strangersUseUpAt(web, who.username);
    await strangersUseUp(who.email);

    const refused = await fresh.tries({ username: who.username, from: address() });
    expect(refused.status).toBe(429);
    expect(refused.says).toMatch(/^Too many failed password attempts\. Try again in \d+ minutes?\.$/);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    for (const from of [undefined, address()])
      for (const username of [who.username, who.email])
        expect(await known.enters({ username, ...(from ? { from } : {}) })).toBe(true);
  });

  test('has a small budget of its own, which a stolen cookie uses up without harm to anybody else', async () => {
    const who = await somebody();
    const [known, other] = [browser(), browser()];
    expect([await known.enters({ username: who.username }), await other.enters({ username: who.username })]).toEqual([
      true,
      true,
    ]);
    const thief = known.copy();
    const statuses = [];
    for (let n = 0; n < 12; n += 1)
      statuses.push(...(await thief.guesses(1, { username: n % 2 ? who.email : who.username, from: address() })));
    expect(statuses).toEqual([...times(10, 401), ...times(2, 429)]);
    expect((await thief.tries({ username: who.username, from: address() })).status).toBe(429);
    // Of all at once no more are looked at than of one after the other.
    const [another] = [browser()];
    await another.enters({ username: who.username });
    const atOnce = await another
      .copy()
      .guessesAtOnce(16, { username: who.username }, [pair.first.address, pair.second.address]);
    expect([count(atOnce, 401), count(atOnce, 429)]).toEqual([10, 6]);

    expect(await other.enters({ username: who.username })).toBe(true);
    expect(await browser().enters({ username: who.username, from: address() })).toBe(true);
  });

  test('is known to its own account alone, by a cookie that lets nobody in and is stored as a hash', async () => {
    const [who, other] = [await somebody(), await somebody()];
    const both = browser();
    const answer = await both.tries({ username: who.username });
    const cookie = answer.headers.getSetCookie().find((line) => line.startsWith('castellan_browser='))!;
    expect(cookie.toLowerCase()).toMatch(/; path=\/; expires=[^;]+; samesite=lax; httponly$/);
    const value = both.jar.get('browser')!;
    expect(value).toMatch(/^[\w-]{43}$/);
    const [row] = await sql<{ hash: Buffer; days: number }>(
      `select hash, extract(day from expires_at - now())::int as days from known_browsers where user_id = $1`,
      who.uuid,
    );
    expect(row!.hash).toEqual(createHash('sha256').update(value).digest());
    expect(row!.days).toBeGreaterThan(100);

    await strangersUseUp(other.username);
    expect((await both.tries({ username: other.username, from: address() })).status).toBe(429);
    expect((await both.tries({ username: who.username, password: 'wrong' })).status).toBe(401);
    // Two who share a browser are both known to it.
    await sql('delete from throttles');
    expect(await both.enters({ username: other.username })).toBe(true);
    await strangersUseUp(who.username);
    await strangersUseUp(other.username);
    for (const { username } of [who, other, who]) expect(await both.enters({ username })).toBe(true);
    // Each sign-in replaces the value: whoever knew the former has nothing of it.
    expect(both.jar.get('browser')).not.toContain(value);
    const old = new CookieJar();
    const line = `castellan_browser=${value}; path=/`;
    old.store(new Response(null, { headers: { 'set-cookie': line } }), new URL(pair.first.url));
    expect((await browser(old).tries({ username: who.username, from: address() })).status).toBe(429);
  });

  test('is forgotten with the account, and at a lockdown; of many the oldest go', async () => {
    const [locked, deleted, many] = [await somebody(), await somebody(), await somebody()];
    const left = async ({ uuid }: { uuid: string }) =>
      (await sql('select id from known_browsers where user_id = $1', uuid)).length;
    for (const { username } of [locked, deleted]) expect(await browser().enters({ username })).toBe(true);
    expect([await left(locked), await left(deleted)]).toEqual([1, 1]);
    await mutate(admin, 'lockdownUser', { userId: locked.id, reason: 'stolen' }, 'user { id }');
    await mutate(admin, 'disableUser', { userId: deleted.id }, 'user { id }');
    await mutate(admin, 'deleteUser', { userId: deleted.id }, 'revocation { id }');
    expect([await left(locked), await left(deleted)]).toEqual([0, 0]);

    const first = browser();
    for (let n = 0; n < 22; n += 1) await (n === 0 ? first : browser()).enters({ username: many.username });
    expect(await left(many)).toBe(20);
    await strangersUseUp(many.username);
    expect(await first.enters({ username: many.username })).toBe(false);
  });
});

describe('a browser becomes known', () => {
  test('when somebody is let in, and not by a right password alone', async () => {
    const [strong, late] = [await somebody(), await somebody()];
    await enrolledTotp(await graphql.signedIn(pair.first, web, strong.username, 'openid self account'));
    await mutate(admin, 'requirePasswordChange', { userId: late.id }, 'user { id }');
    await sql('delete from known_browsers');
    for (const [{ username }, step] of [
      [strong, 'code'],
      [late, 'password'],
    ] as const) {
      const { status, headers } = await browser().tries({ username });
      expect([status, headers.get('location')]).toEqual([303, expect.stringMatching(new RegExp(`/${step}$`))]);
      expect(headers.getSetCookie().filter((line) => line.includes('_browser'))).toEqual([]);
    }
    expect(await sql('select id from known_browsers')).toEqual([]);
  });

  test('and its owner is told of it', async () => {
    const who = await somebody();
    const ask = await graphql.signedIn(pair.first, web, who.username, 'openid self account');
    const { data } = await mutate(ask, 'exportUserData', { userId: who.id }, 'data');
    expect(data.knownBrowsers).toEqual([
      { createdAt: expect.any(String), lastUsedAt: expect.any(String), expiresAt: expect.any(String) },
    ]);
  });
});
