/**
 * Endings while three processes are asked without a pause whether the credential is live. Once an ending has been answered, no check that begins after
 * that may find it live, at any process. `npm run test:races` runs more of them.
 */
import { clientCredentials } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { isActiveAt, machineOf, mutate, revokeAt } from '../../support/pair';
import { type Service, startService } from '../../support/service';

const TRIES = Number(process.env.CHECK_TRIES ?? 12);
/** Checks at each process that go on at the same time. */
const CHECKERS = 2;
/** How many more each makes after the ending. */
const AFTERWARDS = 3;

const processes: Service[] = [];
let admin: graphql.Ask;
let web: graphql.Registered;
beforeAll(async () => {
  const first = await startService({ alone: true });
  processes.push(first);
  for (const beside of [first, first]) processes.push(await startService({ beside, alone: true }));
  admin = graphql.as(first, await graphql.adminToken(first));
  web = await graphql.webApplication(first, admin);
}, 120_000);
afterAll(async () => {
  for (const service of processes.reverse()) await service.stop();
});

type Check = (at: Service) => Promise<boolean>;

const introspected =
  (token: string): Check =>
  (at) =>
    isActiveAt(at, machineOf(processes[0]!), token);
const userinfo =
  (token: string): Check =>
  async (at) => {
    const response = await fetch(`${at.address}/oidc/userinfo`, { headers: { authorization: `Bearer ${token}` } });
    await response.text();
    if (response.status !== 200 && response.status !== 401) throw new Error(`userinfo answered ${response.status}`);
    return response.status === 200;
  };
const viewed =
  (token: string): Check =>
  async (at) => {
    const { status, text } = await graphql.as(at, token)('{ viewer { kind } }');
    if (status !== 200 && status !== 401) throw new Error(text);
    return status === 200;
  };

/** How many checks began after the ending had been answered and still found it live, of how many. */
const race = async (
  checks: Check[],
  end: () => Promise<unknown>,
): Promise<{ live: number; late: number; found: number }> => {
  const count = { live: 0, late: 0, found: 0 };
  let answeredAt = Infinity;
  const checker = async (check: Check, at: Service) => {
    for (let left = AFTERWARDS; left > 0;) {
      const beganAt = performance.now();
      const live = await check(at);
      if (live) count.found += 1;
      if (beganAt <= answeredAt) continue;
      left -= 1;
      count.late += 1;
      if (live) count.live += 1;
    }
  };
  const running = checks.flatMap((check) =>
    processes.flatMap((at) => Array.from({ length: CHECKERS }, () => checker(check, at))),
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  await end();
  answeredAt = performance.now();
  await Promise.all(running);
  return count;
};

let made = 0;
const person = () => graphql.createPerson(admin, `checked${(made += 1)}`);
const elsewhere = () => processes[made % 3]!;

const ENDINGS: Record<string, (n: number) => Promise<[Check[], () => Promise<unknown>]>> = {
  'a token of a machine is revoked by its client': async () => {
    const client = machineOf(processes[0]!);
    const { access_token: token } = await clientCredentials(client, { scope: 'admin' });
    return [[introspected(token), viewed(token)], () => revokeAt(elsewhere(), client, token)];
  },
  'an API token is revoked by an administrator': async (n) => {
    const { user } = await mutate(admin, 'createServiceAccount', { username: `robot${n}` }, 'user { id }');
    const expiresAt = new Date(Date.now() + 90_000_000).toISOString();
    const input = { userId: user.id, name: 'Nightly', scopes: ['self'], expiresAt };
    const { value, token } = await mutate(admin, 'createApiToken', input, 'value token { id }');
    return [
      [introspected(value), viewed(value)],
      () => mutate(admin, 'revokeToken', { tokenId: token.id }, '__typename'),
    ];
  },
  'a user is disabled': async () => {
    const { id, username } = await person();
    const { access_token: token } = await graphql.tokensOf(web, username, 'openid self');
    return [
      [introspected(token), userinfo(token), viewed(token)],
      () => mutate(admin, 'disableUser', { userId: id }, '__typename'),
    ];
  },
  'an application is disabled': async (n) => {
    const client = await graphql.createApplication(processes[0]!, admin, {
      ...{ name: `Short-lived ${n}`, kind: 'MACHINE', scopes: ['users:read'] },
    });
    const { access_token: token } = await clientCredentials(client, { scope: 'users:read' });
    const { applicationId } = client;
    return [
      [introspected(token), viewed(token)],
      () => mutate(admin, 'disableApplication', { applicationId }, '__typename'),
    ];
  },
};

test.each(Object.keys(ENDINGS))(
  '%s: no check that begins afterwards finds it live',
  async (name) => {
    const total = { live: 0, late: 0, found: 0 };
    for (let n = 0; n < TRIES; n += 1) {
      const count = await race(...(await ENDINGS[name]!(n)));
      expect(count.found).toBeGreaterThan(0);
      for (const key of ['live', 'late', 'found'] as const) total[key] += count[key];
    }
    expect(total.live).toBe(0);
    expect(total.late).toBeGreaterThanOrEqual(TRIES * 2 * 3 * CHECKERS * AFTERWARDS);
  },
  60_000 + TRIES * 5_000,
);
