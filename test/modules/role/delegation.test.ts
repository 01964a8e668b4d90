/** Delegated administrators: a role on a path, a group or one user reaches what is within, gives no way beyond, and ends at once. */
import * as graphql from '../../support/graphql';
import { mutate, refusal } from '../../support/mutate';
import { startWithWeb, type WithWeb } from '../../support/start';

let { service, admin, web, stop } = {} as WithWeb;
let made = 0;

const SUPPORT = ['USERS_READ', 'USERS_CREATE', 'USERS_UPDATE', 'USERS_DISABLE', 'USERS_SET_PASSWORD', 'ROLES_ASSIGN'];

beforeAll(async () => {
  ({ service, admin, web, stop } = await startWithWeb());
  await graphql.createRole(admin, 'Support', SUPPORT);
  await graphql.createRole(admin, 'Reads', ['USERS_READ']);
});
afterAll(() => stop?.());

const person = async (path = '', ...roles: string[]) => {
  const someone = await graphql.createPerson(admin, `person${(made += 1)}`, ...roles);
  expect(await refusal(admin, 'updateUser', { userId: someone.id, path })).toBeNull();
  return someone;
};
const askAs = ({ username }: graphql.Person, scope = 'openid self admin') =>
  graphql.signedIn(service, web, username, scope);
/** Somebody in no folder, with a role on something. */
const delegate = async (on: Record<string, string>, role = 'Support') => {
  const someone = await person();
  await graphql.assign(admin, { userId: someone.id, role, on });
  return { ...someone, ask: await askAs(someone) };
};
const seenBy = async (ask: graphql.Ask): Promise<string[]> =>
  (await graphql.ok(ask('{ users(first: 100) { nodes { username } } }'))).users.nodes.map(
    ({ username }: graphql.Person) => username,
  );
const group = async (input: Record<string, unknown> = {}): Promise<string> =>
  (await graphql.ok(mutate(admin, 'createGroup', { name: `Group ${(made += 1)}`, ...input }, 'group { id }')))
    .createGroup.group.id;
const statusOf = (id: string) => graphql.statusOf(admin, id);

describe('on a path', () => {
  it('sees those at or below it and itself, and nobody beside it', async () => {
    const [at, below, beside, above] = await Promise.all(
      ['north', 'north/sales', 'northern', 'nort_'].map((path) => person(path)),
    );
    const { ask, username } = await delegate({ path: 'north' });
    expect((await seenBy(ask)).sort()).toEqual(
      [at!, below!]
        .map((one) => one.username)
        .concat(username)
        .sort(),
    );
    for (const { id, username } of [beside!, above!]) {
      const { data } = await ask(
        'query ($id: ID!, $username: String!) { a: user(by: { id: $id }) { id } b: user(by: { username: $username }) { id } node(id: $id) { id } users(filter: { search: $username }) { totalCount } }',
        { id, username },
      );
      expect(data).toEqual({ a: null, b: null, node: null, users: { totalCount: 0 } });
    }
  });

  it('disables inside and not outside, one and many, by ids and by filter', async () => {
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => person('south')));
    const outside = await person('west');
    const { ask } = await delegate({ path: 'south' });
    expect(await refusal(ask, 'disableUser', { userId: outside.id })).toBe('NOT_FOUND');
    expect(await refusal(ask, 'disableUser', { userId: one!.id })).toBeNull();
    const { data } = await mutate(
      ask,
      'disableUsers',
      { userIds: [two!.id, outside.id] },
      'results { changed errors { code } }',
    );
    expect(data.disableUsers.results).toEqual([
      { changed: true, errors: [] },
      { changed: false, errors: [{ code: 'NOT_FOUND' }] },
    ]);
    const everybody = { filter: { status: ['ACTIVE'] }, expectedCount: 1 };
    expect(await refusal(ask, 'disableUsers', everybody)).toBeNull();
    expect(await Promise.all([one!, two!, three!, outside].map(({ id }) => statusOf(id)))).toEqual([
      'DISABLED',
      'DISABLED',
      'DISABLED',
      'ACTIVE',
    ]);
  });

  it('ends with the answer of unassignRole, for tokens that were issued before', async () => {
    const inside = await person('east');
    const { id, ask } = await delegate({ path: 'east' });
    expect(await seenBy(ask)).toContain(inside.username);
    expect(await refusal(admin, 'unassignRole', { userId: id, role: 'Support', on: { path: 'east' } })).toBeNull();
    expect(await seenBy(ask)).not.toContain(inside.username);
    expect(await refusal(ask, 'disableUser', { userId: inside.id })).toBe('FORBIDDEN');
  });

  it('makes and moves users within, and nowhere else', async () => {
    const { ask } = await delegate({ path: 'center' });
    const created = (path?: string) =>
      refusal(ask, 'createUser', { username: `made${(made += 1)}`, ...(path && { path }) });
    expect(await created('center/new')).toBeNull();
    expect(await created('centers')).toBe('FORBIDDEN');
    expect(await created()).toBe('FORBIDDEN');
    const { id: userId } = await person('center');
    expect(await refusal(ask, 'updateUser', { userId, path: 'center/moved' })).toBeNull();
    expect(await refusal(ask, 'updateUser', { userId, path: 'elsewhere' })).toBe('FORBIDDEN');
    expect(await refusal(ask, 'updateUser', { userId, path: null })).toBe('FORBIDDEN');
  });

  it('gains nothing by moving a user to where it holds more', async () => {
    await graphql.createRole(admin, 'Moves', ['USERS_READ', 'USERS_UPDATE']);
    await graphql.createRole(admin, 'Disables', ['USERS_DISABLE']);
    const { id, ask } = await delegate({ path: 'plant' }, 'Moves');
    await graphql.assign(admin, { userId: id, role: 'Disables', on: { path: 'plant/b' } });
    const { id: userId } = await person('plant/a');
    expect(await refusal(ask, 'updateUser', { userId, path: 'plant/b' })).toBe('FORBIDDEN');
    expect(await refusal(ask, 'updateUser', { userId, path: 'plant/c' })).toBeNull();
    expect(await refusal(ask, 'disableUser', { userId })).toBe('NOT_FOUND');
  });

  it('does not take over an account inside that holds more', async () => {
    const { ask } = await delegate({ path: 'tower' });
    const password = 'an altogether different secret';
    const [plain, operator] = await Promise.all([person('tower'), person('tower', 'OPERATOR')]);
    expect(await refusal(ask, 'setUserPassword', { userId: operator.id, password })).toBe('FORBIDDEN');
    expect(await refusal(ask, 'updateUser', { userId: operator.id, email: 'mine@example.com' })).toBe('FORBIDDEN');
    expect(await refusal(ask, 'setUserPassword', { userId: plain.id, password })).toBeNull();
    expect(await refusal(admin, 'setUserPassword', { userId: operator.id, password })).toBeNull();
  });

  it('is no more than the scopes of the token', async () => {
    const inside = await person('valley');
    const someone = await delegate({ path: 'valley' });
    const client = await graphql.createApplication(service, admin, {
      name: 'Reader of users',
      kind: 'WEB',
      redirectUris: [graphql.REDIRECT_URI],
      scopes: ['openid', 'users:read'],
    });
    const ask = await graphql.signedIn(service, client, someone.username, 'openid users:read');
    expect(await seenBy(ask)).toEqual([inside.username]);
    expect(await refusal(ask, 'disableUser', { userId: inside.id })).toBe('FORBIDDEN');
  });
});

describe('what a delegate gives', () => {
  it('is what it holds, on what it holds it on, to whom it looks after', async () => {
    const { ask } = await delegate({ path: 'give' });
    const [inside, outside] = await Promise.all([person('give/a'), person()]);
    const give = (userId: string, role: string, on?: object) =>
      refusal(ask, 'assignRole', { userId, role, ...(on && { on }) });
    expect(await give(inside.id, 'Reads', { path: 'give/a' })).toBeNull();
    expect(await give(inside.id, 'Reads', { userId: inside.id })).toBeNull();
    expect(await give(inside.id, 'Reads')).toBe('FORBIDDEN');
    expect(await give(inside.id, 'Reads', { path: 'giver' })).toBe('FORBIDDEN');
    expect(await give(inside.id, 'Reads', { userId: outside.id })).toBe('FORBIDDEN');
    expect(await give(inside.id, 'HELPDESK', { path: 'give' })).toBe('FORBIDDEN');
    expect(await give(outside.id, 'Reads', { path: 'give' })).toBe('NOT_FOUND');
    expect(await refusal(ask, 'unassignRole', { userId: inside.id, role: 'Reads' })).toBe('FORBIDDEN');
    expect(await refusal(ask, 'createRole', { name: 'Mine', permissions: ['USERS_READ'] })).toBe('FORBIDDEN');
  });

  it('is refused where the role would count for nothing, and where the object is none', async () => {
    const { id: userId } = await person();
    const give = (role: string, on: object) => refusal(admin, 'assignRole', { userId, role, on });
    expect(await give('ADMIN', { path: 'emea' })).toBe('INVALID_INPUT');
    for (const on of [{}, { path: '' }, { path: '/emea' }, { path: 'a', userId }])
      expect(await give('Reads', on)).toBe('INVALID_INPUT');
    expect(await give('Reads', { groupId: userId })).toBe('NOT_FOUND');
    const roleId = await graphql.createRole(admin, 'Grows', ['USERS_READ']);
    expect(await give('Grows', { path: 'emea' })).toBeNull();
    const grown = { roleId, permissions: ['USERS_READ', 'SETTINGS_MANAGE'] };
    expect(await refusal(admin, 'updateRole', grown)).toBe('INVALID_STATE');
    expect(await refusal(admin, 'deleteRole', { roleId })).toBe('INVALID_STATE');
    expect(await refusal(admin, 'deleteRole', { roleId, force: true })).toBeNull();
  });
});

describe('on a group, by a group, on one user', () => {
  it('reaches the members of the group and of those below it, for as long as they are in it', async () => {
    const above = await group();
    const below = await group({ parentId: above });
    const [member, stranger] = await Promise.all([person(), person()]);
    expect(await refusal(admin, 'addGroupMember', { groupId: below, userId: member.id })).toBeNull();
    const { ask, username } = await delegate({ groupId: above });
    expect((await seenBy(ask)).sort()).toEqual([member.username, username].sort());
    expect(await refusal(ask, 'disableUser', { userId: stranger.id })).toBe('NOT_FOUND');
    expect(await refusal(ask, 'disableUser', { userId: member.id })).toBeNull();
    expect(await refusal(admin, 'removeGroupMember', { groupId: below, userId: member.id })).toBeNull();
    expect(await seenBy(ask)).toEqual([username]);
  });

  it('does not bring users within reach by adding them', async () => {
    await graphql.createRole(admin, 'Groups', ['GROUPS_READ', 'GROUPS_MANAGE', 'USERS_READ']);
    const groupId = await group({ path: 'lake' });
    const { id, ask } = await delegate({ groupId });
    const { id: userId } = await person('lake');
    expect(await refusal(ask, 'addGroupMember', { groupId, userId })).toBe('FORBIDDEN');
    await graphql.assign(admin, { userId: id, role: 'Groups', on: { path: 'lake' } });
    expect(await refusal(ask, 'addGroupMember', { groupId, userId })).toBe('FORBIDDEN');
    const other = await group({ path: 'lake' });
    expect(await refusal(ask, 'addGroupMember', { groupId: other, userId })).toBeNull();
    expect(await refusal(ask, 'addGroupMember', { groupId: other, userId: (await person()).id })).toBe('NOT_FOUND');
    expect(await refusal(ask, 'updateGroup', { groupId: other, parentId: groupId })).toBe('FORBIDDEN');
  });

  it('comes with being in the group, and `effectiveRoles` says from where', async () => {
    const above = await group();
    const below = await group({ parentId: above });
    const member = await person();
    await graphql.assign(admin, { groupId: above, role: 'Reads', on: { path: 'hill' } });
    await graphql.assign(admin, { userId: member.id, role: 'Reads', on: { userId: member.id } });
    await graphql.assign(admin, { userId: member.id, role: 'HELPDESK' });
    await graphql.ok(mutate(admin, 'addGroupMember', { groupId: below, userId: member.id }));
    const { user } = await graphql.ok(
      admin(
        'query ($id: ID!) { user(by: { id: $id }) { roles { name } groups { id } effectiveRoles { name assignments { user { id } group { id } on { path user { id } } } } } }',
        { id: member.id },
      ),
    );
    expect(user).toEqual({
      roles: [{ name: 'HELPDESK' }],
      groups: [{ id: below }],
      effectiveRoles: [
        { name: 'HELPDESK', assignments: [{ user: { id: member.id }, group: null, on: null }] },
        {
          name: 'Reads',
          assignments: [
            { user: null, group: { id: above }, on: { path: 'hill', user: null } },
            { user: { id: member.id }, group: null, on: { path: null, user: { id: member.id } } },
          ],
        },
        { name: 'USER', assignments: [] },
      ],
    });
  });

  it('reaches that user alone', async () => {
    const [one, other] = await Promise.all([person(), person()]);
    const { ask, username } = await delegate({ userId: one.id });
    expect((await seenBy(ask)).sort()).toEqual([one.username, username].sort());
    expect(await refusal(ask, 'disableUser', { userId: other.id })).toBe('NOT_FOUND');
    expect(await refusal(ask, 'disableUser', { userId: one.id })).toBeNull();
  });
});
