/** Groups: a tree without cycles, members both ways, and an administrator who stays whatever becomes of the groups. */
import * as graphql from '../../support/graphql';
import { mutate, refusal } from '../../support/mutate';
import { startWithAdmin, type WithAdmin } from '../../support/start';

let { service, admin, stop } = {} as WithAdmin;
let made = 0;

beforeAll(async () => void ({ service, admin, stop } = await startWithAdmin()));
afterAll(() => stop?.());

const group = async (input: Record<string, unknown> = {}): Promise<string> =>
  (await graphql.ok(mutate(admin, 'createGroup', { name: `Group ${(made += 1)}`, ...input }, 'group { id }')))
    .createGroup.group.id;
const person = () => graphql.createPerson(admin, `member${(made += 1)}`);
const put = (groupId: string, parentId: string | null, ask = admin) =>
  refusal(ask, 'updateGroup', { groupId, parentId });
const within = async (groupId: string): Promise<string[]> =>
  (
    await graphql.ok(admin('query ($id: ID!) { users(filter: { groupId: $id }) { nodes { id } } }', { id: groupId }))
  ).users.nodes.map(({ id }: { id: string }) => id);

it('createGroup, updateGroup and deleteGroup: names are unique as they read, and each change is an event', async () => {
  const groupId = await group({ name: 'Sales' });
  for (const name of ['sales', 'Sａles']) expect(await refusal(admin, 'createGroup', { name })).toBe('CONFLICT');
  for (const name of ['', ' x', 'a\u202eb', 'x'.repeat(151)])
    expect(await refusal(admin, 'createGroup', { name })).toBe('INVALID_INPUT');
  expect(await refusal(admin, 'createGroup', { name: 'Path', path: '/emea' })).toBe('INVALID_INPUT');
  expect(
    await refusal(admin, 'updateGroup', { groupId, name: 'Selling', description: 'They sell.', path: 'emea' }),
  ).toBeNull();
  const below = await group({ parentId: groupId });
  const { data } = await admin(
    'query ($id: ID!) { group(id: $id) { name description path parent { id } children { totalCount nodes { id } } } }',
    { id: groupId },
  );
  expect(data.group).toEqual({
    name: 'Selling',
    description: 'They sell.',
    path: 'emea',
    parent: null,
    children: { totalCount: 1, nodes: [{ id: below }] },
  });
  expect(await refusal(admin, 'deleteGroup', { groupId })).toBe('INVALID_STATE');
  expect(await refusal(admin, 'deleteGroup', { groupId: below })).toBeNull();
  expect(await refusal(admin, 'deleteGroup', { groupId })).toBeNull();
  expect((await admin('query ($id: ID!) { group(id: $id) { id } }', { id: groupId })).data).toEqual({ group: null });
  const { events } = await graphql.ok(
    admin('{ events(filter: { type: [GROUP_CREATED, GROUP_UPDATED, GROUP_DELETED] }) { nodes { type } } }'),
  );
  expect(events.nodes.map(({ type }: { type: string }) => type)).toEqual([
    'GROUP_DELETED',
    'GROUP_DELETED',
    'GROUP_CREATED',
    'GROUP_UPDATED',
    'GROUP_CREATED',
  ]);
});

it('never goes round in a circle, also when two are moved at once', async () => {
  const [a, b, c] = [await group(), await group(), await group()];
  expect(await put(a, a)).toBe('INVALID_INPUT');
  expect(await put(b, a)).toBeNull();
  expect(await put(c, b)).toBeNull();
  expect(await put(a, c)).toBe('INVALID_INPUT');
  for (let round = 0; round < 10; round += 1) {
    const [x, y] = [await group(), await group()];
    const answers = await Promise.all([put(x, y), put(y, x)]);
    expect([...answers].sort()).toEqual(['INVALID_INPUT', null].sort());
  }
  const rows = await graphql.sql(
    service.databaseUrl,
    `with recursive up (id, ancestor) as (select id, id from groups union select up.id, g.parent_id from up join groups g on g.id = up.ancestor where g.parent_id is not null)
     (select * from up except select descendant_id, ancestor_id from group_closure) union all (select descendant_id, ancestor_id from group_closure except select * from up)`,
  );
  expect(rows).toEqual([]);
});

it('addGroupMember and removeGroupMember: members both ways, those below count above, and once is enough', async () => {
  const [above, { id: userId }] = [await group(), await person()];
  const below = await group({ parentId: above });
  const member = { groupId: below, userId };
  expect(await refusal(admin, 'addGroupMember', member)).toBeNull();
  expect(await refusal(admin, 'addGroupMember', member)).toBeNull();
  const { data } = await admin(
    'query ($id: ID!, $user: ID!) { group(id: $id) { version members { totalCount nodes { id groups { id } } } } groups(filter: { userId: $user }) { nodes { id } } }',
    { id: below, user: userId },
  );
  expect(data.group).toEqual({
    version: 2,
    members: { totalCount: 1, nodes: [{ id: userId, groups: [{ id: below }] }] },
  });
  expect(data.groups.nodes.map(({ id }: { id: string }) => id)).toEqual([below, above]);
  expect(await within(above)).toEqual([userId]);
  expect(await put(below, null)).toBeNull();
  expect(await within(above)).toEqual([]);
  expect(await within(below)).toEqual([userId]);
  expect(await refusal(admin, 'removeGroupMember', member)).toBeNull();
  expect(await refusal(admin, 'removeGroupMember', member)).toBeNull();
  expect(await within(below)).toEqual([]);
  const { events } = await graphql.ok(
    admin(
      'query ($id: ID!) { events(filter: { userId: $id, type: [GROUP_MEMBER_ADDED, GROUP_MEMBER_REMOVED] }) { nodes { type } } }',
      { id: userId },
    ),
  );
  expect(events.nodes).toEqual([{ type: 'GROUP_MEMBER_REMOVED' }, { type: 'GROUP_MEMBER_ADDED' }]);
});

it('shows who has only their own rows the groups they are in, and of their members themselves', async () => {
  const web = await graphql.webApplication(service, admin);
  const [mine, other] = [await group(), await group()];
  const [me, colleague] = [await person(), await person()];
  for (const { id: userId } of [me, colleague])
    await graphql.ok(mutate(admin, 'addGroupMember', { groupId: mine, userId }));
  const ask = await graphql.signedIn(service, web, me.username, 'openid self');
  const { data, errors } = await ask(
    'query ($other: ID!) { groups { nodes { id members { nodes { id } } } } group(id: $other) { id } node(id: $other) { id } viewer { user { groups { id } } } }',
    { other },
  );
  expect(errors).toEqual([]);
  expect(data).toEqual({
    groups: { nodes: [{ id: mine, members: { nodes: [{ id: me.id }] } }] },
    group: null,
    node: null,
    viewer: { user: { groups: [{ id: mine }] } },
  });
});

describe('the last administrator, who is one by a group', () => {
  let above: string;
  let admins: string;
  let last: graphql.Person;
  let ask: graphql.Ask;
  let bootstrap: string;

  beforeAll(async () => {
    const web = await graphql.webApplication(service, admin, 'Console');
    above = await group();
    admins = await group({ parentId: above });
    last = await person();
    await graphql.ok(mutate(admin, 'addGroupMember', { groupId: admins, userId: last.id }));
    await graphql.assign(admin, { groupId: above, role: 'ADMIN' });
    ask = await graphql.signedIn(service, web, last.username, 'openid admin');
    bootstrap = (await graphql.ok(ask('{ user(by: { username: "admin" }) { id } }'))).user.id;
  });
  const losing = (): [string, Record<string, unknown>][] => [
    ['removeGroupMember', { groupId: admins, userId: last.id }],
    ['unassignRole', { groupId: above, role: 'ADMIN' }],
    ['updateGroup', { groupId: admins, parentId: null }],
    ['deleteGroup', { groupId: admins }],
    ['disableUser', { userId: last.id }],
  ];

  it('cannot end their own administration while there is another', async () => {
    for (const [name, input] of losing())
      expect([name, await refusal(ask, name, input)]).toEqual([name, 'SELF_ACTION']);
  });

  it('cannot be taken it by anybody, by any path, when there is no other', async () => {
    expect(await refusal(ask, 'disableUser', { userId: bootstrap })).toBeNull();
    for (const [name, input] of losing())
      expect([name, await refusal(admin, name, input)]).toEqual([name, 'LAST_ADMINISTRATOR']);
    expect((await graphql.ok(ask('{ viewer { permissions } }'))).viewer.permissions.length).toBeGreaterThan(20);
    expect(await refusal(admin, 'enableUser', { userId: bootstrap })).toBeNull();
  });

  it('is not made by somebody who looks after groups and is none', async () => {
    await graphql.createRole(admin, 'Groups', ['GROUPS_READ', 'GROUPS_MANAGE', 'USERS_READ', 'ROLES_ASSIGN']);
    const keeper = await person();
    await graphql.assign(admin, { userId: keeper.id, role: 'Groups' });
    const web = await graphql.webApplication(service, admin, 'Keeper');
    const keeps = await graphql.signedIn(service, web, keeper.username, 'openid admin');
    const own = await group();
    for (const [name, input] of [
      ['addGroupMember', { groupId: admins, userId: keeper.id }],
      ['removeGroupMember', { groupId: admins, userId: last.id }],
      ['updateGroup', { groupId: own, parentId: admins }],
      ['assignRole', { groupId: own, role: 'ADMIN' }],
      ['deleteGroup', { groupId: admins }],
    ] as const)
      expect([name, await refusal(keeps, name, input)]).toEqual([name, 'FORBIDDEN']);
    expect(await refusal(keeps, 'addGroupMember', { groupId: own, userId: keeper.id })).toBeNull();
  });
});
