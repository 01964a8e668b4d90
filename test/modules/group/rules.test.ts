/** Groups whose members follow from a rule, in the transaction that changes a user or the rule, with the rights that being in them gives. */
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { mutate, refusal } from '../../support/mutate';
import { startWithWeb, type WithWeb } from '../../support/start';

let { service, admin, web, stop } = {} as WithWeb;
let made = 0;
beforeAll(async () => void ({ service, admin, web, stop } = await startWithWeb()), 60_000);
afterAll(() => stop?.());

type Input = Record<string, unknown>;
const group = async (rule: Input, more: Input = {}): Promise<string> =>
  (await graphql.ok(mutate(admin, 'createGroup', { name: `Rule ${(made += 1)}`, rule, ...more }, 'group { id }')))
    .createGroup.group.id;
const person = async (properties: Input = {}): Promise<graphql.Person> => {
  const found = await graphql.createPerson(admin, `ruled${(made += 1)}`);
  if (Object.keys(properties).length > 0) await change(found, properties);
  return found;
};
const change = ({ id }: graphql.Person, properties: Input, by = admin) =>
  refusal(by, 'updateUser', { userId: id, ...properties });
const membersOf = async (groupId: string): Promise<string[]> =>
  (
    await graphql.ok(admin('query ($id: ID!) { group(id: $id) { members { nodes { id } } } }', { id: groupId }))
  ).group.members.nodes.map(({ id }: { id: string }) => id);
const tokenOf = ({ username }: graphql.Person) => graphql.signedIn(service, web, username, 'openid self admin');
const department = (...anyOf: unknown[]) => ({ attributes: [{ name: 'department', anyOf }] });

const RULES: [string, Input, Input, Input][] = [
  ['a path', { path: 'emea/a' }, { path: 'emea/a/b' }, { path: 'emea/ab' }],
  ['an attribute', department('sales', 7), { attributes: { department: 7 } }, { attributes: { department: '7' } }],
  ['one of a list', department('x'), { attributes: { department: ['w', 'x'] } }, { attributes: { department: ['w'] } }],
  [
    'a type',
    { types: ['EXTERNAL'], path: 'types' },
    { type: 'EXTERNAL', path: 'types' },
    { type: 'INTERNAL', path: 'types' },
  ],
  [
    'all of them',
    { path: 'both', ...department('y') },
    { path: 'both', attributes: { department: 'y' } },
    { path: 'both', attributes: {} },
  ],
  [
    'a name of SQL',
    { attributes: [{ name: `'; --`, anyOf: [true] }] },
    { attributes: { "'; --": true } },
    { attributes: { "'; --": false } },
  ],
];
test.each(RULES)(
  'by %s: whoever fits is in, from the change that makes them fit to the one that does not',
  async (_what, rule, fits, misfits) => {
    const before = await person(fits);
    const groupId = await group(rule);
    expect(await membersOf(groupId)).toEqual([before.id]);
    const later = await person(misfits);
    expect(await membersOf(groupId)).toEqual([before.id]);
    expect(await change(later, fits)).toBeNull();
    expect((await membersOf(groupId)).sort()).toEqual([before.id, later.id].sort());
    expect(await change(later, misfits)).toBeNull();
    expect(await membersOf(groupId)).toEqual([before.id]);
  },
);

test('by a source: and whatever writes to the table of users, membership follows', async () => {
  const groupId = await group({ sources: ['EXTERNAL'] });
  const { id, username } = await person();
  await graphql.sql(service.databaseUrl, `update users set source = 'EXTERNAL' where username = $1`, [username]);
  expect(await membersOf(groupId)).toEqual([id]);
  await graphql.sql(
    service.databaseUrl,
    `insert into users (id, username, username_key, source, created_at, updated_at) values (gen_random_uuid(), 'bulk', 'bulk', 'EXTERNAL', now(), now())`,
  );
  expect(await membersOf(groupId)).toHaveLength(2);
});

test('the preview says who would be in, to those who may see them; without a condition, everybody', async () => {
  const { id } = await person({ attributes: { shoe: 44 } });
  const preview = (rule: Input, by = admin) =>
    by(
      'query ($rule: GroupRuleInput!) { groupRulePreview(rule: $rule, filter: { status: [ACTIVE] }) { totalCount nodes { id } } }',
      { rule },
    );
  const rule = { attributes: [{ name: 'shoe', anyOf: [43, 44] }] };
  expect((await preview(rule)).data.groupRulePreview).toEqual({ totalCount: 1, nodes: [{ id }] });
  const { users } = await graphql.ok(admin('{ users(filter: { status: [ACTIVE] }) { totalCount } }'));
  expect((await preview({})).data.groupRulePreview.totalCount).toBe(users.totalCount);
  expect(graphql.codes(await preview({ path: '/x' }))).toEqual(['BAD_USER_INPUT']);
  expect(graphql.codes(await preview(rule, await tokenOf(await person())))).toEqual(['FORBIDDEN']);
});

test.each([
  ['nothing', {}],
  ['an empty list', { types: [] }],
  ['an attribute of no value', department()],
  ['an attribute that is an object', department({})],
  ['a value with NUL', department('\0')],
  ['a path that is none', { path: 'a//b' }],
  ['too many values', department(...Array.from({ length: 51 }, (_, n) => n))],
  ['too many attributes', { attributes: Array.from({ length: 21 }, (_, n) => ({ name: `a${n}`, anyOf: [1] })) }],
])('a rule with %s is refused, and nothing is made', async (_what, rule) => {
  const before = await graphql.rowCounts(service.databaseUrl);
  expect(await refusal(admin, 'createGroup', { name: 'Refused', rule })).toBe('INVALID_INPUT');
  expect(await graphql.rowCounts(service.databaseUrl)).toEqual(before);
});

test('nobody is put in or taken out by hand; a new rule changes the members, and without one they stay', async () => {
  const [one, other] = [await person({ path: 'hand/one' }), await person({ path: 'hand/other' })];
  const groupId = await group({ path: 'hand/one' });
  expect(await refusal(admin, 'addGroupMember', { groupId, userId: other.id })).toBe('INVALID_STATE');
  expect(await refusal(admin, 'removeGroupMember', { groupId, userId: one.id })).toBe('INVALID_STATE');
  expect(await refusal(admin, 'updateGroup', { groupId, rule: { path: 'hand/other' } })).toBeNull();
  expect(await membersOf(groupId)).toEqual([other.id]);
  const { group: shown } = await graphql.ok(
    admin('query ($id: ID!) { group(id: $id) { rule { path types sources attributes { name anyOf } } } }', {
      id: groupId,
    }),
  );
  expect(shown.rule).toEqual({ path: 'hand/other', types: null, sources: null, attributes: null });
  expect(await refusal(admin, 'updateGroup', { groupId, rule: null })).toBeNull();
  expect(await membersOf(groupId)).toEqual([other.id]);
  expect(await refusal(admin, 'addGroupMember', { groupId, userId: one.id })).toBeNull();
});

test('rights by the group follow at once, and each change is an event of the user', async () => {
  const helper = await person();
  const groupId = await group(department('help'));
  await graphql.assign(admin, { groupId, role: 'HELPDESK' });
  const ask = await tokenOf(helper);
  const permissions = async () => (await graphql.ok(ask('{ viewer { permissions } }'))).viewer.permissions.length;
  expect(await permissions()).toBe(0);
  await change(helper, { attributes: { department: 'help' } });
  expect(await permissions()).toBeGreaterThan(0);
  await change(helper, { attributes: {} });
  expect(await permissions()).toBe(0);
  const { events } = await graphql.ok(
    admin(
      'query ($id: ID!) { events(filter: { userId: $id, type: [GROUP_MEMBER_ADDED, GROUP_MEMBER_REMOVED] }) { nodes { type details } } }',
      { id: helper.id },
    ),
  );
  expect(events.nodes).toMatchObject([
    { type: 'GROUP_MEMBER_REMOVED', details: { byRule: true } },
    { type: 'GROUP_MEMBER_ADDED', details: { byRule: true } },
  ]);
});

test('nobody gives by an attribute, an invitation or a rule what he does not hold', async () => {
  await graphql.createRole(admin, 'clerk', [
    'USERS_READ',
    'USERS_UPDATE',
    'USERS_CREATE',
    'GROUPS_READ',
    'GROUPS_MANAGE',
  ]);
  const clerk = await person();
  await graphql.assign(admin, { userId: clerk.id, role: 'clerk' });
  const ask = await tokenOf(clerk);
  const groupId = await group(department('bosses'));
  await graphql.assign(admin, { groupId, role: 'ADMIN' });
  const other = await person();
  const bosses = { attributes: { department: 'bosses' } };
  expect(await change(other, bosses, ask)).toBe('FORBIDDEN');
  expect(await change(clerk, bosses, ask)).toBe('FORBIDDEN');
  expect(await refusal(ask, 'createUser', { username: 'accomplice', ...bosses })).toBe('FORBIDDEN');
  expect(await refusal(ask, 'inviteUser', { reusable: true, ...bosses })).toBe('FORBIDDEN');
  expect(await refusal(ask, 'updateGroup', { groupId, rule: { path: 'ours' } })).toBe('FORBIDDEN');
  expect(await refusal(ask, 'createGroup', { name: 'Below', parentId: groupId, rule: { path: 'ours' } })).toBe(
    'FORBIDDEN',
  );
  expect(await membersOf(groupId)).toEqual([]);
  expect(await change(other, { attributes: { department: 'others' } }, ask)).toBeNull();
});

test('who manages groups on a path only makes no rule, since a rule reaches everybody', async () => {
  await graphql.createRole(admin, 'keeper', ['GROUPS_READ', 'GROUPS_MANAGE']);
  const keeper = await person();
  await graphql.assign(admin, { userId: keeper.id, role: 'keeper', on: { path: 'kept' } });
  const ask = await tokenOf(keeper);
  expect(await refusal(ask, 'createGroup', { name: 'By hand', path: 'kept' })).toBeNull();
  expect(await refusal(ask, 'createGroup', { name: 'By rule', path: 'kept', rule: { path: 'kept' } })).toBe(
    'FORBIDDEN',
  );
});

test('the last administrator stays one: neither the user nor the rule is changed so that nobody is left', async () => {
  const last = await person({ attributes: { department: 'crown' } });
  const groupId = await group(department('crown'));
  await graphql.assign(admin, { groupId, role: 'ADMIN' });
  const others = await graphql.sql<{ id: string }>(
    service.databaseUrl,
    `delete from user_roles where role_id = (select id from roles where name = 'ADMIN') returning user_id as id`,
  );
  await graphql.sql(service.databaseUrl, `delete from role_assignments where group_id <> $1`, [
    decodeId('Group', groupId),
  ]);
  expect(await change(last, { attributes: {} })).toBe('LAST_ADMINISTRATOR');
  expect(await refusal(admin, 'updateGroup', { groupId, rule: department('nobody') })).toBe('LAST_ADMINISTRATOR');
  expect(await membersOf(groupId)).toEqual([last.id]);
  expect(await change(last, { attributes: {} }, await tokenOf(last))).toBe('SELF_ACTION');
  await graphql.sql(
    service.databaseUrl,
    `insert into user_roles (user_id, role_id, assigned_at) select $1, id, now() from roles where name = 'ADMIN'`,
    [others[0]!.id],
  );
  expect(await change(last, { attributes: {} })).toBeNull();
});

test('a user who is made while a rule is changed is in by whichever comes last, and nobody waits for ever', async () => {
  const groupId = await group({ path: 'race/0' });
  for (let n = 1; n <= 10; n += 1) {
    const path = `race/${n}`;
    const [answer] = await Promise.all([
      mutate(admin, 'createUser', { username: `racer${n}`, path }, 'user { id }'),
      refusal(admin, 'updateGroup', { groupId, rule: { path } }),
    ]);
    expect(await membersOf(groupId)).toEqual([answer.data.createUser.user.id]);
  }
});
