/** Dormant users: what counts as activity, whom the rule would disable, and that it disables exactly those. */
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { runTask, until } from '../../support/jobs';
import { mutate, refusal } from '../../support/mutate';
import { startWithWeb, type WithWeb } from '../../support/start';

let { service, admin, web, sql, stop } = {} as WithWeb;
beforeAll(async () => void ({ service, admin, web, sql, stop } = await startWithWeb()), 60_000);
afterAll(() => stop?.());

let made = 0;
const person = async (days: number, columns = '', ...roles: string[]): Promise<graphql.Person> => {
  const who = await graphql.createPerson(admin, `sleeper${(made += 1)}`, ...roles);
  await sql(
    `update users set created_at = now() - make_interval(days => $2) ${columns && `, ${columns}`} where id = $1`,
    decodeId('User', who.id),
    days,
  );
  return who;
};
const preview = async (args: string): Promise<string[]> => {
  const { dormancyPreview } = await graphql.ok(admin(`{ dormancyPreview${args} { totalCount nodes { username } } }`));
  const names = dormancyPreview.nodes.map(({ username }: { username: string }) => username).sort();
  expect(dormancyPreview.totalCount).toBe(names.length);
  return names;
};
const statusOf = ({ id }: graphql.Person) => graphql.statusOf(admin, id);
const ago = (days: number) => `now() - interval '${days} days'`;
const set = (days: number | null) => mutate(admin, 'updateSettings', { usersDormantDays: days });

test('the rule disables whom its preview shows: neither the active, nor the enabled, nor service accounts of the service, nor the last administrator', async () => {
  const sleeper = await person(100);
  const visitor = await person(100, `last_activity_at = ${ago(3)}`);
  const former = await person(200, `last_activity_at = ${ago(150)}`);
  const returned = await person(200, `enabled_at = ${ago(2)}`);
  const internal = await person(200, `type = 'INTERNAL_SERVICE_ACCOUNT'`);
  const robot = await person(200, `type = 'SERVICE_ACCOUNT'`);
  const invited = await person(200, `onboarding = 'INVITED'`);
  const confirmed = await person(200, `onboarding = 'PENDING_LOGIN'`);
  const chief = await person(200, `last_activity_at = ${ago(120)}`, 'ADMIN');
  await sql(`update users set created_at = ${ago(300)}, last_activity_at = ${ago(290)} where username = 'admin'`);

  const dormant = [sleeper, former, robot, confirmed].map(({ username }) => username);
  // Of the administrators the one who was active last is spared, however long ago that was.
  const expected = [...dormant, 'admin'].sort();
  expect(await preview('(days: 90)')).toEqual(expected);
  expect(await preview('(days: 130)')).toEqual(
    [former, robot, confirmed]
      .map((who) => who.username)
      .concat('admin')
      .sort(),
  );
  expect(await preview('(days: 90, filter: { search: "SLEEPER1" })')).toEqual([sleeper.username]);

  // Off unless it is set.
  expect(await preview('')).toEqual([]);
  await runTask(service, 'dormancy');
  expect(await statusOf(sleeper)).toBe('ACTIVE');

  await set(90);
  expect(await preview('')).toEqual(expected);
  await runTask(service, 'dormancy');
  const { users } = await graphql.ok(
    admin('{ users(filter: { status: [DISABLED] }) { nodes { username disabledReason } } }'),
  );
  expect(users.nodes.map(({ username }: { username: string }) => username).sort()).toEqual(expected);
  expect(new Set(users.nodes.map((node: { disabledReason: string }) => node.disabledReason))).toEqual(
    new Set(['No activity for 90 days.']),
  );
  expect(await preview('')).toEqual([]);
  for (const who of [visitor, returned, internal, chief]) expect(await statusOf(who)).toBe('ACTIVE');
  expect(await statusOf(invited)).toBe('INVITED');

  // All in one receipt, which says whose they are; and who is enabled has as long again.
  const { revocations } = await graphql.ok(
    admin('{ revocations(filter: { action: ["dormancy"] }) { nodes { targetId counts { users } } } }'),
  );
  expect(revocations.nodes).toEqual([{ targetId: null, counts: { users: expected.length } }]);
  expect(await refusal(admin, 'enableUser', { userId: sleeper.id })).toBeNull();
  expect(await refusal(admin, 'enableUsers', { userIds: [former.id] })).toBeNull();
  await runTask(service, 'dormancy');
  expect([await statusOf(sleeper), await statusOf(former)]).toEqual(['ACTIVE', 'ACTIVE']);
  await set(null);
});

test('more than a batch is disabled, batch after batch', async () => {
  await sql(
    `insert into users (id, username, username_key, created_at, updated_at)
     select gen_random_uuid(), 'crowd' || n, 'crowd' || n, ${ago(1_000)}, now() from generate_series(1, 450) n`,
  );
  await set(900);
  await runTask(service, 'dormancy');
  const [row] = await sql(`select count(*)::int as n from users where username like 'crowd%' and status = 'DISABLED'`);
  expect(row).toEqual({ n: 450 });
  await set(null);
});

test('using a token or a session is activity, which the user shows and the filter knows', async () => {
  const who = await graphql.createPerson(admin, 'caller');
  const { access_token: token } = await graphql.tokensOf(web, who.username, 'openid self');
  const id = decodeId('User', who.id);
  await sql(`update users set created_at = ${ago(50)} where id = $1`, id);
  const found = async (before: string) =>
    (
      await graphql.ok(
        admin(
          'query ($before: DateTime!) { users(filter: { search: "caller", lastActivityBefore: $before }) { totalCount } }',
          {
            before,
          },
        ),
      )
    ).users.totalCount;
  const minuteAgo = new Date(Date.now() - 60_000).toISOString();
  await until(async () => {
    // Again where the sign-in itself is written only now.
    await sql(`update users set last_activity_at = ${ago(40)} where id = $1`, id);
    return (await found(minuteAgo)) === 1;
  }, 'the user is not found');
  await graphql.ok(graphql.as(service, token)('{ viewer { kind } }'));
  await until(async () => (await found(minuteAgo)) === 0, 'the use is not written');
  const { user } = await graphql.ok(
    admin('query ($id: ID!) { user(by: { id: $id }) { lastActivityAt } }', { id: who.id }),
  );
  expect(Date.parse(user.lastActivityAt)).toBeGreaterThan(Date.now() - 60_000);
});

test.each(['days: 0', 'days: -1', 'days: 3651'])('a preview of %s is refused', async (args) => {
  expect(graphql.codes(await admin(`{ dormancyPreview(${args}) { totalCount } }`))).toEqual(['BAD_USER_INPUT']);
});
