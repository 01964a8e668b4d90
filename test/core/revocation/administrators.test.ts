/** The last administrator stays, whoever tries to remove whom at the same moment and at whatever process. */
import { EFFORT } from '../../support/effort';
import * as graphql from '../../support/graphql';
import * as pairs from '../../support/pair';

let pair: pairs.Pair;
let web: graphql.Registered;
const admins: { id: string; first: graphql.Ask; second: graphql.Ask; username: string }[] = [];

const join = async (username: string) => {
  const { id } = await graphql.createPerson(pair.admin, username, 'ADMIN');
  const { access_token: token } = await graphql.tokensOf(web, username, 'openid admin');
  return { id, username, first: graphql.as(pair.first, token), second: graphql.as(pair.second, token) };
};

beforeAll(async () => {
  pair = await pairs.startPair();
  web = await graphql.webApplication(pair.first, pair.admin);
  admins.push(await join('first'), await join('second'));
  // The one of the bootstrap steps down: from here on there are two.
  const { user } = await graphql.ok(
    pair.admin('query ($username: String!) { user(by: { username: $username }) { id } }', {
      username: pair.first.admin.username,
    }),
  );
  await pairs.mutate(pair.admin, 'unassignRole', { userId: user.id, role: 'ADMIN' }, '__typename');
}, 60_000);
afterAll(() => pair?.stop());

const remaining = async () =>
  (
    await graphql.ok(
      pair.admin('{ users(filter: { role: "ADMIN", status: [ACTIVE, PENDING_LOGIN] }) { nodes { id } } }'),
    )
  ).users.nodes as { id: string }[];

const attempt = async (by: graphql.Ask, name: string, input: object): Promise<string> => {
  const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
  const answer = await by(`mutation ($input: ${type}!) { ${name}(input: $input) { errors { code } } }`, { input });
  return answer.errors[0]?.extensions.code ?? answer.data[name].errors[0]?.code ?? 'done';
};

/** Two administrators at each other, each at a process of his own; what each was told. */
const duel = (name: string, input: object) => {
  const [a, b] = admins as [(typeof admins)[0], (typeof admins)[0]];
  return Promise.all([
    attempt(a.first, name, { userId: b.id, ...input }),
    attempt(b.second, name, { userId: a.id, ...input }),
  ]);
};

/** Whoever lost is let in again, with a new token. */
const restore = async (how: (id: string) => Promise<unknown>) => {
  const [survivor] = await remaining();
  for (const [i, { id, username }] of admins.entries()) {
    if (id === survivor!.id) continue;
    await how(id);
    const { access_token: token } = await graphql.tokensOf(web, username, 'openid admin');
    admins[i] = { id, username, first: graphql.as(pair.first, token), second: graphql.as(pair.second, token) };
  }
};

const REFUSED = ['LAST_ADMINISTRATOR', 'UNAUTHENTICATED', 'FORBIDDEN'];
const expectOneWinner = async (told: string[]) => {
  expect(told.filter((code) => code === 'done')).toHaveLength(1);
  expect(REFUSED).toContain(told.find((code) => code !== 'done'));
  expect(await remaining()).toHaveLength(1);
};

test(
  'of pairs that disable each other, one of each stays',
  async () => {
    for (let i = 0; i < 20 * EFFORT; i += 1) {
      await expectOneWinner(await duel('disableUser', {}));
      await restore((userId) => pairs.mutate(pair.admin, 'enableUser', { userId }, '__typename'));
    }
  },
  90_000 * EFFORT,
);

test('nor do they take the role from each other', async () => {
  for (let i = 0; i < 10; i += 1) {
    await expectOneWinner(await duel('unassignRole', { role: 'ADMIN' }));
    await restore((userId) => pairs.mutate(pair.admin, 'assignRole', { userId, role: 'ADMIN' }, '__typename'));
  }
}, 60_000);

test('nor delete each other', async () => {
  await graphql.sql(
    pair.first.databaseUrl,
    `insert into settings (key, value, updated_at) values ('users.delete.requireDisabled', 'false', now())`,
  );
  for (let i = 0; i < 5; i += 1) {
    await expectOneWinner(await duel('deleteUser', {}));
    const [survivor] = await remaining();
    const lost = admins.findIndex(({ id }) => id !== survivor!.id);
    admins[lost] = await join(`heir${i}`);
  }
}, 60_000);

test('nor does one do it to himself, or a script to the last one', async () => {
  const [a, b] = admins as [(typeof admins)[0], (typeof admins)[0]];
  for (const [name, input] of [
    ['disableUser', {}],
    ['deleteUser', {}],
    ['unassignRole', { role: 'ADMIN' }],
  ] as const)
    expect(await attempt(a.first, name, { userId: a.id, ...input })).toBe('SELF_ACTION');
  expect(await remaining()).toHaveLength(2);
  expect(await attempt(pair.admin, 'disableUser', { userId: b.id })).toBe('done');
  for (const [name, input] of [
    ['disableUser', {}],
    ['deleteUser', {}],
    ['unassignRole', { role: 'ADMIN' }],
  ] as const)
    expect(await attempt(pair.admin, name, { userId: a.id, ...input })).toBe('LAST_ADMINISTRATOR');
  expect(await remaining()).toEqual([{ id: a.id }]);
});
