/** One browser, two people at once: a request that comes to need a second user's row never holds one while it waits for a lower one. */
import { CookieJar, browse, formWith } from '../../src/tools/browser';
import { discover, signIn } from '../../src/tools/oidc-flow';
import { startProvider, type Harness, type TestUser } from '../support/provider-harness';

let harness: Harness;
beforeAll(async () => void (harness = await startProvider()));
afterAll(() => harness?.stop());

/** Signs in on the page and stops where the browser is sent back to the authorization. */
const signInHalfway = async (clientId: string, redirectUri: string, user: TestUser, jar: CookieJar): Promise<URL> => {
  const start = new URL((await discover(harness.issuer)).authorization_endpoint);
  start.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 'state',
    code_challenge: 'x'.repeat(43),
    code_challenge_method: 'S256',
  }).toString();
  const page = new URL((await browse(start, jar)).headers.get('location')!, start);
  const html = await (await browse(page, jar)).text();
  const form = formWith({ url: page, status: 200, html }, 'password')!;
  const answer = await browse(form.action, jar, {
    form: { ...form.fields, username: user.username, password: user.password },
  });
  return new URL(answer.headers.get('location')!, form.action);
};

type Transaction = Awaited<ReturnType<Harness['database']['begin']>>;

const take = ({ database }: Transaction, user: TestUser) =>
  database.query('select id from users where id = $1 for no key update', [user.id]);

/** Until somebody waits for what this transaction holds. */
const awaited = async ({ database }: Transaction): Promise<void> => {
  const [{ pid } = { pid: 0 }] = await database.query<{ pid: number }>('select pg_backend_pid() as pid');
  for (;;) {
    const waiting = await harness.database.query(
      `select 1 from pg_stat_activity where datname = current_database() and $1 = any (pg_blocking_pids(pid))`,
      [pid],
    );
    if (waiting.length > 0) return;
  }
};

it('waits for the lower row without holding the higher one', async () => {
  const users = [await harness.addUser(), await harness.addUser()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const [low, high] = users as [TestUser, TestUser];
  const app = await harness.addApplication();
  const jar = new CookieJar();
  const resume = await signInHalfway(app.clientId, app.redirectUri, low, jar);
  // The other window of the same browser: from here on its cookie names a session of the higher user,
  await signIn({ issuer: harness.issuer, ...app, ...high, jar });
  // which ends while the first window waits for that user's row, who then is nobody to it.
  const [first, second] = [await harness.database.begin(), await harness.database.begin()];
  await take(second, low);
  await take(first, high);
  await first.database.execute('update sessions set ended_at = now() where user_id = $1', [high.id]);
  const answer = browse(resume, jar);
  await awaited(first);
  await first.commit();
  await awaited(second);
  // A deadlock where the request still holds this row, told from the server's own remedy, which comes after a second.
  await second.database.query(`set local lock_timeout = '500ms'`);
  await take(second, high);
  await second.commit();
  expect((await answer).status).toBeLessThan(400);
}, 30_000);
