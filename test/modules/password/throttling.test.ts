/** Guessing at the sign-in: what it costs whom. Strangers are slowed by name, by network and altogether; the owner's own browsers are not. */
import { readFileSync } from 'node:fs';
import * as graphql from '../../support/graphql';
import { type Ask, ok, PASSWORD } from '../../support/graphql';
import { address, count, counterOf, strangersUseUp as strangersUseUpAt, times, Visitor } from '../../support/guesses';
import { mutate, type Pair, startPair } from '../../support/pair';
import { CookieJar } from '../../../src/tools/browser';
import { send } from '../../support/registration';

jest.setTimeout(60_000);

let pair: Pair;
let admin: Ask;
let web: graphql.Registered;
let sql: graphql.Sql;
beforeAll(async () => {
  pair = await startPair({ TRUST_PROXY: 'true' }, { alone: true });
  ({ admin, sql } = pair);
  web = await graphql.webApplication(pair.first, admin);
}, 60_000);
afterAll(() => pair?.stop());

const NEW = 'a wholly different secret';
const somebody = () => graphql.createPerson(admin, graphql.newName('guessed'));
const browser = (jar?: CookieJar) => new Visitor(web, jar);
const strangersUseUp = (username: string) => strangersUseUpAt(web, username, sql);

describe('an owner in a new browser gets in, although strangers have just kept everybody out, after', () => {
  const keptOut = async () => {
    const who = await somebody();
    await strangersUseUp(who.username);
    await strangersUseUp(who.email);
    expect((await browser().tries({ username: who.username, from: address() })).status).toBe(429);
    return who;
  };
  const enters = async (who: graphql.Account, password = PASSWORD) => [
    await browser().enters({ username: who.username, password, from: address() }),
    await browser().enters({ username: who.email, password, from: address() }),
  ];

  test('unlockPassword, which says so in the audit trail', async () => {
    const who = await keptOut();
    await mutate(admin, 'unlockPassword', { userId: who.id, dryRun: true }, 'user { id }');
    expect(await enters(who)).toEqual([false, false]);
    await mutate(admin, 'unlockPassword', { userId: who.id, reason: 'called' }, 'user { id }');
    expect(await enters(who)).toEqual([true, true]);
    await mutate(admin, 'unlockPassword', { userId: who.id }, 'user { id }');
    const { events } = await ok(
      admin('query ($id: ID!) { events(filter: { userId: $id, type: [PASSWORD_UNLOCKED] }) { nodes { reason } } }', {
        id: who.id,
      }),
    );
    expect(events.nodes).toEqual([{ reason: 'called' }]);
  });

  test('setUserPassword', async () => {
    const who = await keptOut();
    await mutate(admin, 'setUserPassword', { userId: who.id, password: NEW }, 'user { id }');
    expect(await enters(who, NEW)).toEqual([true, true]);
  });

  test('changeMyPassword, which strangers cannot keep the owner from either', async () => {
    const who = await somebody();
    const ask = await graphql.signedIn(pair.first, web, who.username, 'openid self account');
    await strangersUseUp(who.username);
    await mutate(ask, 'changeMyPassword', { currentPassword: PASSWORD, newPassword: NEW }, 'user { id }');
    expect(await enters(who, NEW)).toEqual([true, true]);
  });

  test('a recovery link; and the browser in which it was used stays known', async () => {
    const who = await keptOut();
    const { link } = await mutate(admin, 'createRecoveryLink', { userId: who.id }, 'link');
    const used = await send(new URL(link as string), { newPassword: NEW });
    expect(used.status).toBe(200);
    expect(await enters(who, NEW)).toEqual([true, true]);
    await strangersUseUp(who.username);
    const jar = new CookieJar();
    jar.store(new Response(null, { headers: used.headers }), new URL(link as string));
    expect(await browser(jar).enters({ username: who.username, password: NEW, from: address() })).toBe(true);
  });
});

describe('a refused attempt', () => {
  const counters = () =>
    sql(`select key, count, expires_at from throttles where expires_at > now() + interval '1 minute' order by key`);

  test('changes nothing: it neither counts nor extends the wait', async () => {
    const who = await somebody();
    const [visitor, from] = [browser(), address()];
    expect(await visitor.guesses(11, { username: who.username, from })).toEqual([...times(10, 401), 429]);
    const before = await counters();
    expect(await visitor.guesses(10, { username: who.username, from })).toEqual(times(10, 429));
    expect(await visitor.guessesAtOnce(10, { username: who.username, from, password: PASSWORD })).toEqual(
      times(10, 429),
    );
    expect(await counters()).toEqual(before);
    await sql(`update throttles set expires_at = now()`);
    expect(await visitor.enters({ username: who.username, from })).toBe(true);
  });

  /** Seconds that the process has spent on the processors, which no other load on the machine changes. */
  const cpuSeconds = () => {
    const fields = readFileSync(`/proc/${pair.first.process.pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  };

  test('costs no hash, for a name that somebody has and for one that nobody has', async () => {
    const { username } = await somebody();
    for (const name of [username, graphql.newName('nobody')]) {
      await sql('delete from throttles');
      const visitor = browser();
      const spends = async (work: () => Promise<number[]>, expected: number) => {
        const start = cpuSeconds();
        expect(await work()).toEqual(times(50, expected));
        return cpuSeconds() - start;
      };
      const checked = await spends(async () => {
        const all = [];
        for (let n = 0; n < 5; n += 1) all.push(...(await visitor.guesses(10, { username: name, from: address() })));
        return all;
      }, 401);
      const refused = await spends(() => visitor.guesses(50, { username: name, from: address() }), 429);
      // Of a checked attempt nearly all is the hash.
      expect([name, refused < checked / 2]).toEqual([name, true]);
    }
  });
});

describe('from one address', () => {
  test('whoever tries many names is slowed; other addresses and known browsers are not', async () => {
    await sql('delete from throttles');
    const [who, from] = [await somebody(), '203.0.113.9'];
    const [known, sprayer] = [browser(), browser()];
    expect(await known.enters({ username: who.username, from })).toBe(true);
    const statuses: number[] = [];
    for (let n = 0; n < 180; n += 1)
      statuses.push(...(await sprayer.guesses(1, { username: `sprayed${n % 90}`, from: `198.51.100.1, ${from}` })));
    expect(statuses).toEqual([...times(100, 401), ...times(80, 429)]);
    const refused = await sprayer.tries({ username: who.username, from });
    expect([refused.status, refused.says]).toEqual([
      429,
      expect.stringMatching(/^Too many failed sign-ins from your network\. Try again in 1\d minutes\.$/),
    ]);
    expect(await known.enters({ username: who.username, from })).toBe(true);
    expect(await browser().enters({ username: who.username, from: '203.0.113.10' })).toBe(true);
    // What a client writes itself into the header counts for nothing.
    expect((await sprayer.tries({ username: 'sprayed-again', from: `203.0.113.77, ${from}` })).status).toBe(429);
  });

  test('right passwords do not count, however many there are', async () => {
    await sql('delete from throttles');
    const who = await somebody();
    const from = address();
    await Promise.all(
      Array.from({ length: 110 }, async () => {
        expect(await browser().enters({ username: who.username, from })).toBe(true);
      }),
    );
    expect((await browser().tries({ username: who.username, password: 'wrong', from })).status).toBe(401);
  });

  test('of IPv6 the network counts, not the address', async () => {
    const who = await somebody();
    const visitor = browser();
    const statuses = [];
    for (let n = 1; n <= 12; n += 1)
      statuses.push(...(await visitor.guesses(1, { username: who.username, from: `2001:db8:7:1:${n}::${n}` })));
    expect(statuses).toEqual([...times(10, 401), ...times(2, 429)]);
    expect((await visitor.tries({ username: who.username, from: '2001:db8:7:2::1' })).status).toBe(303);
  });
});

describe('of attempts that come all at once', () => {
  const both = () => [pair.first.address, pair.second.address];

  test('no more are looked at than are left, at however many processes', async () => {
    const who = await somebody();
    const [visitor, from] = [browser(), address()];
    expect(await visitor.guesses(9, { username: who.username, from })).toEqual(times(9, 401));
    const statuses = await visitor.guessesAtOnce(16, { username: who.username, from }, both());
    expect([count(statuses, 401), count(statuses, 429)]).toEqual([1, 15]);
  });

  test('those with the right password are all let in, where one place is left too', async () => {
    const who = await somebody();
    const from = address();
    expect(await browser().guesses(9, { username: who.username, from })).toEqual(times(9, 401));
    const entered = await Promise.all(
      Array.from({ length: 24 }, (_, n) => browser().enters({ username: who.username, from, at: both()[n % 2]! })),
    );
    expect(entered).toEqual(Array(24).fill(true));
  });

  /** All ten places of a name and a network, so many of which are still being checked somewhere else for a while. */
  const places = async (username: string, from: string, pending: number, seconds: number) => {
    const key = counterOf('password name network', `${username} ${from}`);
    const set = `count = $2::int, pending = $3, pending_until = now() + $4 * interval '1 second'`;
    const rows = await sql(`update throttles set ${set} where key = $1 returning key`, key, 10, pending, seconds);
    expect(rows).toHaveLength(1);
    return () => sql('update throttles set count = count - 1, pending = pending - 1 where key = $1', key);
  };

  test('one waits for those that are still being checked, and enters when one of them gives its place back', async () => {
    const [who, from, visitor] = [await somebody(), address(), browser()];
    expect((await visitor.tries({ username: who.username, password: 'wrong', from })).status).toBe(401);
    const giveBack = await places(who.username, from, 1, 20);
    let answered = false;
    const attempt = visitor.tries({ username: who.username, from }).finally(() => (answered = true));
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(answered).toBe(false);
    await giveBack();
    expect((await attempt).status).toBe(303);
  });

  test('those of a process that has stopped count as wrong', async () => {
    const [who, from, visitor] = [await somebody(), address(), browser()];
    expect((await visitor.tries({ username: who.username, password: 'wrong', from })).status).toBe(401);
    await places(who.username, from, 1, 1);
    expect((await visitor.tries({ username: who.username, from })).status).toBe(429);
  });
});

test('a name that somebody has is answered like one that nobody has', async () => {
  await sql('delete from throttles');
  const who = await somebody();
  const answers = async (names: string[]) => {
    const [visitor, from] = [browser(), address()];
    const seen: unknown[] = [];
    for (let n = 0; n < 24; n += 1) {
      const username = names[n < 12 ? 0 : 1]!;
      const { status, says, html } = await visitor.tries({ username, password: `wrong ${n}`, from });
      seen.push([
        status,
        says,
        html.replaceAll(username, 'NAME').replace(/(csrf" value=|signin\/|challenge)[^ ]+/g, ''),
      ]);
    }
    return seen;
  };
  const known = await answers([who.username, who.email]);
  const unknown = await answers(['nobody-here', 'nobody-here@example.com']);
  expect(known).toEqual(unknown);
  expect(known.map((answer) => (answer as [number])[0])).toEqual([
    ...[...times(10, 401), ...times(2, 429)],
    ...[...times(10, 401), ...times(2, 429)],
  ]);
});

test('where wrong passwords come from everywhere at once, strangers wait and known browsers do not', async () => {
  await sql('delete from throttles');
  const who = await somebody();
  const [known, fresh] = [browser(), browser()];
  expect(await known.enters({ username: who.username })).toBe(true);
  expect((await fresh.tries({ username: 'anybody', password: 'wrong', from: address() })).status).toBe(401);
  expect(
    await sql('update throttles set count = 30000 where key = $1 returning count', counterOf('password everywhere')),
  ).toHaveLength(1);
  const refused = await fresh.tries({ username: who.username, from: address() });
  expect([refused.status, refused.says]).toEqual([429, expect.stringContaining('too many failed sign-ins')]);
  expect(await known.enters({ username: who.username })).toBe(true);
  await sql('delete from throttles');
});

test('nothing of this was a fault', () => {
  for (const service of [pair.first, pair.second]) expect(service.log()).not.toMatch(/"level":(50|60)/);
});
