/**
 * Every path that disables a user, against one list of what that has to come to: what is alive of the user before and after, at another process,
 * the receipt, the event, the record, and what comes back by enabling. A new path is one more row in `PATHS`.
 */
import { passwordHash } from '../../../src/platform/hash';
import { newId } from '../../../src/platform/random';
import { decodeAnyId, decodeId } from '../../../src/platform/type-id';
import { signIn } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { aliveAt, buildHousehold, type Household, listedAsLive } from '../../support/household';
import { runTask, until } from '../../support/jobs';
import { mutate, type Pair, startPair } from '../../support/pair';
import { importAll, upload } from '../../support/upload';
import { ALICE_HERSELF, EVERYTHING } from '../../support/ways-to-end';

jest.setTimeout(40_000);

let pair: Pair;
beforeAll(async () => {
  pair = await startPair();
}, 60_000);
afterAll(() => pair?.stop());

type Input = Record<string, unknown>;
interface Path {
  what: string;
  /** What its receipt calls it. */
  action: string;
  /** Returns when the user is disabled. */
  disable(user: { userId: string }): Promise<unknown>;
  /** Null where the receipt is about many, of whom this is one. */
  target?: null;
  reason?: string;
  /** Nobody asked for it at that time. */
  byItself?: true;
  /** Events about the user besides the one of disabling. */
  events?: string[];
  /** What has to be done before the user can be enabled. */
  beforeEnabling?: Input;
  /** API tokens end for good, and with them whatever else opened the account. */
  forGood?: true;
}

const REASON = 'left the company';
const ask = (name: string, input: Input) => mutate(pair.admin, name, input, '__typename');
const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
const disabled = ({ userId }: { userId: string }) =>
  until(async () => (await about(userId)).status === 'DISABLED', 'the user is not disabled');

const PATHS: Path[] = [
  {
    what: 'disableUser',
    action: 'disableUser',
    disable: (user) => ask('disableUser', { ...user, reason: REASON }),
  },
  {
    what: 'disableUsers, by ids',
    action: 'disableUsers',
    target: null,
    disable: ({ userId }) => ask('disableUsers', { userIds: [userId], reason: REASON }),
  },
  {
    what: 'an off-boarding, when it is due',
    action: 'offboarding',
    events: ['OFFBOARDING_SCHEDULED', 'OFFBOARDING_CARRIED_OUT'],
    disable: async (user) => {
      await ask('scheduleOffboarding', { ...user, action: 'DISABLE', dueAt: soon(500), reason: REASON });
      await disabled(user);
    },
  },
  {
    what: 'the expiry of the account',
    action: 'expiry',
    reason: 'The account has expired.',
    byItself: true,
    events: ['USER_UPDATED'],
    beforeEnabling: { expiresAt: null },
    disable: async (user) => {
      await ask('updateUser', { ...user, expiresAt: soon(500) });
      await disabled(user);
    },
  },
  {
    what: 'dormancy',
    action: 'dormancy',
    reason: 'No activity for 90 days.',
    byItself: true,
    disable: async (user) => {
      await mutate(pair.admin, 'updateSettings', { usersDormantDays: 90 }, '__typename');
      await until(async () => {
        // Again where what was used a moment ago is written only now.
        const long = `now() - interval '100 days'`;
        await pair.sql(`update users set created_at = ${long}, last_activity_at = ${long} where id = $1`, idOf(user));
        await runTask(pair.first, 'dormancy');
        return (await about(user.userId)).status === 'DISABLED';
      }, 'the user is not found dormant');
      await mutate(pair.admin, 'updateSettings', { usersDormantDays: null }, '__typename');
    },
  },
  {
    what: 'lockdownUser',
    action: 'lockdownUser',
    events: ['USER_LOCKED_DOWN'],
    forGood: true,
    disable: (user) => ask('lockdownUser', { ...user, reason: REASON }),
  },
];

const idOf = ({ userId }: { userId: string }) => decodeId('User', userId);

const about = async (id: string) =>
  (
    await graphql.ok(
      pair.admin(
        `query ($id: ID!) { user(by: { id: $id }) { status disabledAt disabledReason username email path
           roles { name } groups { name } devices { totalCount } consents { totalCount } } }`,
        { id },
      ),
    )
  ).user;

const eventsOf = async (id: string) =>
  (
    await graphql.ok(
      pair.admin(
        `query ($id: ID!) { events(first: 100, filter: { userId: $id }) { nodes { id type outcome reason revocation { id }
           actor { __typename } } } }`,
        { id },
      ),
    )
  ).events.nodes as { id: string; type: string; reason: string | null; revocation: { id: string } | null }[];

const receiptOf = async (id: string) =>
  (
    await graphql.ok(
      pair.admin(
        `query ($id: ID!) { revocations(first: 1, filter: { userId: $id }) { nodes { id action reason targetId user { id }
           actor { __typename } items(first: 100) { nodes { type itemId } } } } }`,
        { id },
      ),
    )
  ).revocations.nodes[0];

const letIn = (home: Household): Promise<boolean> =>
  signIn({
    ...home.applications.web,
    redirectUri: graphql.REDIRECT_URI,
    username: home.alice.username,
    password: graphql.PASSWORD,
    scope: 'openid',
  }).then(
    () => true,
    () => false,
  );

const ASIDE = ['DEVICE', 'DEVICE_LINK', 'CONSENT'];
const minus = (all: Iterable<string>, some: ReadonlySet<string>) => [...all].filter((name) => !some.has(name)).sort();

type Told = Pick<Path, 'action' | 'target' | 'reason' | 'byItself'>;
const recordOf = ({ reason }: Told) => ({
  ...{ status: 'DISABLED', disabledAt: expect.any(String) as string, disabledReason: reason ?? REASON },
});
/** The receipt, and the one event of disabling that names it; gives what happened to the user besides what was known. */
const isTold = async (path: Told, id: string, receipt: { id: string }, known: ReadonlySet<string>) => {
  const actor = path.byItself ? null : { __typename: 'Application' };
  const reason = path.reason ?? REASON;
  const targetId = path.target === null ? null : id;
  expect(receipt).toMatchObject({ action: path.action, reason, targetId, user: { id }, actor });
  const events = (await eventsOf(id)).filter((event) => !known.has(event.id) && event.type !== 'SIGN_IN_FAILED');
  expect(events.filter(({ type }) => type === 'USER_DISABLED')).toMatchObject([
    { outcome: 'SUCCESS', reason, revocation: { id: receipt.id }, actor },
  ]);
  return events;
};

describe.each(PATHS)('$what', (path) => {
  test('has the effect that every disable has', async () => {
    const home = await buildHousehold(pair.first, pair.admin);
    const { id } = home.alice;
    await graphql.assign(pair.admin, { userId: id, role: 'HELPDESK' });
    const [before, listed] = [await about(id), await listedAsLive(pair.admin, home)];
    const known = new Set((await eventsOf(id)).map((event) => event.id));

    await path.disable({ userId: id });

    // What is alive: nothing of hers, and of Bob everything.
    expect([...(await aliveAt(pair.second, home))].sort()).toEqual(minus(EVERYTHING, new Set(ALICE_HERSELF)));
    expect(await letIn(home)).toBe(false);

    // The receipt: exactly what the lists no longer show.
    const receipt = await receiptOf(id);
    // Using up codes and refresh tokens of Bob came after it.
    const after = new Set([...(await listedAsLive(pair.admin, home)), ...(await ofBob(home, listed))]);
    const items = receipt.items.nodes.map((item: { type: string; itemId: string }) => `${item.type} ${item.itemId}`);
    // An API token waits, which is no end.
    const ended = minus(listed, after).filter((name) => path.forGood || !name.startsWith('API_TOKEN '));
    expect(items.sort()).toEqual(ended);
    expect(items.filter((item: string) => ASIDE.includes(item.split(' ')[0]!))).toEqual([]);
    expect(items.filter((item: string) => item.startsWith('API_TOKEN '))).toHaveLength(path.forGood ? 1 : 0);

    const events = await isTold(path, id, receipt, known);
    const others = events.map(({ type }) => type).filter((type) => type !== 'USER_DISABLED');
    expect(others.sort()).toEqual([...(path.events ?? [])].sort());

    // The record stays, with what she has.
    expect(await about(id)).toEqual({ ...before, ...recordOf(path) });

    // Enabling lets her in, and brings nothing back but what was suspended.
    if (path.beforeEnabling) await ask('updateUser', { userId: id, ...path.beforeEnabling });
    await ask('enableUser', { userId: id });
    expect(await about(id)).toEqual(before);
    const alive = [...(await aliveAt(pair.second, home))].filter((name) => ALICE_HERSELF.includes(name));
    expect(alive).toEqual(path.forGood ? [] : ['alice.api']);
    expect(await letIn(home)).toBe(!path.forGood);
  });
});

test('an import of somebody who was disabled elsewhere: the record, the receipt and the event of every disable, and enabling lets them in', async () => {
  const username = `import${newId()}`;
  const line = JSON.stringify({ username, disabled: true, passwordHash: await passwordHash(graphql.PASSWORD) });
  const uploaded = await upload(pair.first, await graphql.adminToken(pair.first), 'format=json-lines', line);
  expect(await importAll(pair.admin, uploaded.import.id, { reason: REASON })).toMatchObject({ created: 1, refused: 0 });
  const { user } = await graphql.ok(
    pair.admin('query ($u: String!) { user(by: { username: $u }) { id } }', { u: username }),
  );
  const entering = () =>
    graphql.tokensOf(application, username, 'openid').then(
      () => true,
      () => false,
    );
  const application = await graphql.webApplication(pair.first, pair.admin);

  const path = { action: 'importUsers', target: null };
  expect(await about(user.id)).toMatchObject(recordOf(path));
  expect(await entering()).toBe(false);
  const receipt = await receiptOf(user.id);
  await isTold(path, user.id, receipt, new Set());
  expect(receipt.items.nodes).toEqual([{ type: 'USER', itemId: user.id }]);
  await ask('enableUser', { userId: user.id });
  expect(await entering()).toBe(true);
});

/** What of the list was Bob's. */
const ofBob = async ({ bob }: Household, listed: ReadonlySet<string>): Promise<string[]> => {
  const uuid = decodeId('User', bob.id);
  const tables = ['sessions', 'tokens', 'access_grants', 'consents', 'device_links'];
  const rows = await pair.sql<{ id: string }>(
    tables.map((table) => `select id from ${table} where user_id = $1`).join(' union all '),
    uuid,
  );
  const ids = new Set([uuid, ...rows.map(({ id }) => id)]);
  return [...listed].filter((name) => {
    const publicId = name.split(' ')[1]!;
    return ids.has(decodeAny(publicId));
  });
};
const decodeAny = (publicId: string): string => decodeAnyId(publicId)!.uuid;
