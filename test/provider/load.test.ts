/** Everything at once, on few users: no deadlock reaches a caller, and nobody waits for ever. */
import { CookieJar } from '../../src/tools/browser';
import { OidcError, refresh, revokeToken, signIn, signOut } from '../../src/tools/oidc-flow';
import { startProvider, type Harness } from '../support/provider-harness';

let harness: Harness;
beforeAll(async () => void (harness = await startProvider()));
afterAll(() => harness?.stop());

it('refuses, but does not fail', async () => {
  const users = await Promise.all(Array.from({ length: 3 }, () => harness.addUser()));
  const app = await harness.addApplication();
  const client = { issuer: harness.issuer, ...app };
  const jars = users.map(() => new CookieJar());
  const outcomes = new Map<string, number>();
  const worker = async (seed: number) => {
    let tokens: string[] = [];
    for (let step = 0; step < 25; step += 1) {
      const n = (seed * 7 + step * 13) % 11;
      const user = users[(seed + step) % users.length]!;
      // Some share a browser, and with it a session.
      const jar = n % 2 ? jars[(seed + n) % jars.length]! : new CookieJar();
      const work = async () => {
        if (n < 5 || tokens.length === 0) {
          const parameters: Record<string, string> = n === 1 ? { prompt: 'login' } : {};
          const signedIn = await signIn({ ...client, ...user, scope: 'openid offline_access', jar, parameters });
          tokens.push(signedIn.tokens.refresh_token!);
        } else if (n < 8) {
          const answers = await Promise.allSettled([refresh(client, tokens[0]!), refresh(client, tokens[0]!)]);
          tokens = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value.refresh_token!] : []));
        } else if (n < 9) await revokeToken(client, tokens.pop()!);
        else if (n < 10) await signOut(harness.issuer, jar);
        else
          await harness.database.transaction(async (database) => {
            await database.query('select id from users where id = $1 for no key update', [user.id]);
            await database.execute('update users set epoch = epoch + 1 where id = $1', [user.id]);
          });
      };
      const outcome = await work().then(
        () => 'done',
        (error: unknown) => (error instanceof OidcError ? `${error.status} ${error.error}` : String(error)),
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: 16 }, (_, seed) => worker(seed)));
  const failures = [...outcomes.keys()].filter((outcome) => !/^(done|400|401|403|303)/.test(outcome));
  expect(failures).toEqual([]);
  expect(outcomes.get('done')).toBeGreaterThan(200);
  expect(
    (
      await harness.database.query(
        `select 1 from pg_stat_activity where datname = current_database() and state like 'idle in%'`,
      )
    ).length,
  ).toBe(0);
}, 120_000);
