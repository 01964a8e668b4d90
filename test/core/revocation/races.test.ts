/**
 * Uses and endings at the same moment, over two processes. The test holds the row lock that both need, sees both wait, and lets go: whichever
 * comes first, nothing minted meanwhile may survive.
 */
import { Client } from 'pg';
import { CookieJar } from '../../../src/tools/browser';
import { authorize, OidcError, signIn } from '../../../src/tools/oidc-flow';
import { decodeId } from '../../../src/platform/type-id';
import { EFFORT } from '../../support/effort';
import * as graphql from '../../support/graphql';
import * as pairs from '../../support/pair';

let pair: pairs.Pair;
let web: graphql.Registered;
beforeAll(async () => {
  pair = await pairs.startPair();
  web = await graphql.webApplication(pair.first, pair.admin);
}, 60_000);
afterAll(() => pair?.stop());

const SCOPE = 'openid offline_access self';
const REDIRECT = { redirectUri: graphql.REDIRECT_URI };
let people = 0;

const TWENTY = Array.from({ length: 20 }, (_, i) => i);
const either = (i: number) => (i % 2 === 0 ? pair.first : pair.second);

describe('used twenty times at once over two processes, it works exactly once:', () => {
  test('a refresh token', async () => {
    const { username } = await graphql.createPerson(pair.admin, `racer${(people += 1)}`);
    for (let round = 0; round < 5; round += 1) {
      const { refresh_token: token } = await graphql.tokensOf(web, username, SCOPE);
      const answers = await Promise.all(TWENTY.map((i) => pairs.refreshAt(either(i), web, token!)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(400)]);
    }
  });

  test('a code', async () => {
    const { username } = await graphql.createPerson(pair.admin, `racer${(people += 1)}`);
    for (let round = 0; round < 5; round += 1) {
      const code = await authorize({ ...web, ...REDIRECT, username, password: graphql.PASSWORD, scope: SCOPE });
      const answers = await Promise.all(TWENTY.map((i) => pairs.exchangeAt(either(i), web, code)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(400)]);
    }
  });
});

/** Who waits, directly or behind another, for a lock that this backend holds. */
const WAITING = `
  with recursive waiting as (
    select a.pid from pg_stat_activity a where a.datname = current_database() and pg_backend_pid() = any(pg_blocking_pids(a.pid))
    union select a.pid from pg_stat_activity a join waiting w on w.pid = any(pg_blocking_pids(a.pid)) where a.datname = current_database()
  ) select count(*)::int as n from waiting`;

const PATIENCE_MS = 10_000;

/** Starts both while the row is locked, the one behind the other, and lets them go when all that will wait do. */
const collide = async (
  lock: Client,
  [table, id]: [string, string],
  works: { run: () => Promise<unknown>; waits: boolean }[],
): Promise<unknown[]> => {
  await lock.query('begin');
  await lock.query(`select 1 from ${table} where id = $1 for update`, [id]);
  const running: Promise<unknown>[] = [];
  let expected = 0;
  for (const { run, waits } of works) {
    const work = run();
    let ended = 'still running';
    work.then(
      () => (ended = 'done'),
      (error: unknown) => (ended = String(error)),
    );
    running.push(work);
    if (!waits) {
      await work.catch(() => {});
      continue;
    }
    expected += 1;
    const deadline = Date.now() + PATIENCE_MS;
    while (((await lock.query<{ n: number }>(WAITING)).rows[0]?.n ?? 0) < expected) {
      if (Date.now() > deadline)
        throw new Error(`only some of ${expected} requests wait for the lock; the last is ${ended}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
      // Within a transaction the list of backends is read once: connections made since would be missing.
      await lock.query('select pg_stat_clear_snapshot()');
    }
  }
  await lock.query('commit');
  return (await Promise.allSettled(running)).map((settled) =>
    settled.status === 'fulfilled' ? settled.value : settled.reason,
  );
};

interface Racer {
  person: graphql.Person;
  client: graphql.Registered;
  jar: CookieJar;
  refresh: string;
  access: string;
}

interface Race {
  tries: number;
  /** Whether it needs an application of its own. */
  ownClient?: boolean;
  /** What is used; gives the tokens that it minted, if any. */
  use: (racer: Racer, at: number) => Promise<() => Promise<string[]>>;
  end: (racer: Racer) => Promise<() => Promise<unknown>>;
  /** The ending takes the row of the application and not of the user, which the use in turn does not wait for. */
  endsApplication?: true;
  again?: (racer: Racer) => Promise<unknown>;
  /** A use of several requests: the ending always comes between them, so that it never mints anything itself. */
  inSteps?: true;
  /** What lives on by right. */
  sessionsLive?: true;
}

const minted = async (answer: ReturnType<typeof pairs.refreshAt>): Promise<string[]> => {
  const { status, json } = await answer;
  if (status !== 200) {
    expect(status).toBeLessThan(500);
    return [];
  }
  return [json.access_token, json.refresh_token].filter((token): token is string => typeof token === 'string');
};

const refreshing: Race['use'] = async ({ client, refresh }, at) => {
  return () => minted(pairs.refreshAt(either(at), client, refresh));
};
const exchanging: Race['use'] = async ({ client, jar }, at) => {
  const code = await authorize({ ...client, ...REDIRECT, scope: SCOPE, jar, parameters: { prompt: 'consent' } });
  return () => minted(pairs.exchangeAt(either(at), client, code));
};
const signingIn: Race['use'] = async ({ client, person }) => {
  return async () => {
    const { tokens } = await signIn({
      ...client,
      ...REDIRECT,
      username: person.username,
      password: graphql.PASSWORD,
      scope: SCOPE,
    });
    return [tokens.access_token, tokens.refresh_token!];
  };
};

const admin = (name: string, input: object) => pairs.mutate(pair.adminAtSecond, name, input, '__typename');
const owned = async ({ access }: Racer) =>
  (
    await graphql.ok(
      pair.admin(
        'mutation ($token: String!) { introspectToken(input: { token: $token }) { token { session { id } consent { id } } errors { code } } }',
        { token: access },
      ),
    )
  ).introspectToken.token as { session: { id: string }; consent: { id: string } };
const disabling: Race['end'] =
  async ({ person }) =>
  () =>
    admin('disableUser', { userId: person.id });
const enabling: Race['again'] = ({ person }) => admin('enableUser', { userId: person.id });

const RACES: Record<string, Race> = {
  'refresh × disableUser': { tries: 40, use: refreshing, end: disabling, again: enabling },
  'sign-in × disableUser': { tries: 20, inSteps: true, use: signingIn, end: disabling, again: enabling },
  'code exchange × revokeAllSessions': {
    tries: 20,
    use: exchanging,
    end:
      async ({ person }) =>
      () =>
        admin('revokeAllSessions', { userId: person.id }),
  },
  'refresh × revokeConsent': {
    tries: 20,
    use: refreshing,
    end: async (racer) => {
      const { consent } = await owned(racer);
      return () => admin('revokeConsent', { consentId: consent.id });
    },
    sessionsLive: true,
  },
  'refresh × revokeSession': {
    tries: 20,
    use: refreshing,
    end: async (racer) => {
      const { session } = await owned(racer);
      return () => admin('revokeSession', { sessionId: session.id });
    },
  },
  'refresh × sign-out by the revocation of the refresh token that the client holds': {
    tries: 40,
    use: refreshing,
    end: async ({ client, refresh }) => {
      return () => pairs.revokeAt(pair.second, client, refresh);
    },
    sessionsLive: true,
  },
  'refresh × disableApplication': {
    tries: 20,
    ownClient: true,
    use: refreshing,
    end:
      async ({ client }) =>
      () =>
        admin('disableApplication', { applicationId: client.applicationId }),
    endsApplication: true,
    again: ({ client }) => admin('enableApplication', { applicationId: client.applicationId }),
    sessionsLive: true,
  },
};

const LIVE = `query ($userId: ID!, $tokens: TokenFilter, $sessions: SessionFilter) {
  tokens(filter: $tokens) { totalCount } sessions(filter: $sessions) { totalCount } accessGrants(filter: { userId: $userId }) { totalCount }
}`;

const CONCURRENT = 5;

const runTries = async (race: Race, share: number, lane: number): Promise<{ wins: number; survivors: string[] }> => {
  const person = await graphql.createPerson(pair.admin, `racer${(people += 1)}`);
  const client = race.ownClient ? await graphql.webApplication(pair.first, pair.admin, `Race ${people}`) : web;
  const lock = new Client({ connectionString: pair.first.databaseUrl });
  await lock.connect();
  const survivors: string[] = [];
  let wins = 0;
  try {
    for (let i = 0; i < share; i += 1) {
      const jar = new CookieJar();
      const { tokens } = await signIn({
        ...client,
        ...REDIRECT,
        username: person.username,
        password: graphql.PASSWORD,
        scope: SCOPE,
        jar,
        parameters: { prompt: 'consent' },
      });
      const racer = { person, client, jar, access: tokens.access_token, refresh: tokens.refresh_token! };
      // Either comes first half of the time.
      const endsFirst = i % 2 === 1;
      const works = [
        { run: await race.use(racer, lane + i), waits: !(race.endsApplication && endsFirst) },
        { run: await race.end(racer), waits: !race.endsApplication || endsFirst },
      ];
      if (endsFirst) works.reverse();
      const row: [string, string] =
        race.endsApplication && endsFirst
          ? ['applications', decodeId('Application', client.applicationId)!]
          : ['users', decodeId('User', person.id)!];
      const results = await collide(lock, row, works);
      const fault = results.find((result) => result instanceof Error && !(result instanceof OidcError));
      if (fault) throw fault;
      const values = results.filter((result): result is string[] => Array.isArray(result)).flat();
      if (values.length > 0) wins += 1;
      for (const token of values)
        if (await pairs.isActiveAt(either(i), pair.machine, token)) survivors.push(`try ${i}: introspection`);
      const userId = person.id;
      const live = await graphql.ok(
        pair.admin(LIVE, {
          userId,
          tokens: { status: ['ACTIVE'], userId },
          sessions: { status: ['ACTIVE'], userId },
        }),
      );
      if (live.tokens.totalCount > 0) survivors.push(`try ${i}: tokens`);
      if (live.accessGrants.totalCount > 0) survivors.push(`try ${i}: grants`);
      if (!race.sessionsLive && live.sessions.totalCount > 0) survivors.push(`try ${i}: sessions`);
      await race.again?.(racer);
      for (const token of values)
        if (await pairs.isActiveAt(either(i), pair.machine, token)) survivors.push(`try ${i}: risen again`);
    }
  } finally {
    await lock.end();
  }
  return { wins, survivors };
};

describe('nothing minted while an ending is in flight survives it:', () => {
  test.each(Object.entries(RACES))(
    '%s',
    async (_name, race) => {
      const tries = race.tries * EFFORT;
      const lanes = Array.from({ length: CONCURRENT }, (_, lane) => runTries(race, tries / CONCURRENT, lane));
      const results = await Promise.all(lanes);
      expect(results.flatMap(({ survivors }) => survivors)).toEqual([]);
      // Where the use came first it did mint something: there was something to survive.
      const wins = results.reduce((sum, lane) => sum + lane.wins, 0);
      if (!race.inSteps) expect(wins).toBeGreaterThan(tries / 4);
    },
    240_000 * EFFORT,
  );
});
