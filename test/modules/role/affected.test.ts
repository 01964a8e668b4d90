/** Whom else a change of roles, groups, paths and memberships affects: whoever holds less by it, and whoever comes to hold something on somebody. */
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { hold } from '../../support/holding';
import { type Input, mutate, refusal } from '../../support/mutate';
import { startWithWeb, type WithWeb } from '../../support/start';

let { service, admin, web, stop } = {} as WithWeb;
beforeAll(async () => {
  ({ service, admin, web, stop } = await startWithWeb());
  await graphql.createRole(admin, 'Setter', ['USERS_SET_PASSWORD', 'USERS_READ']);
  await graphql.createRole(admin, 'Giver', ['ROLES_ASSIGN', 'GROUPS_READ']);
}, 60_000);
afterAll(() => stop?.());

let made = 0;
const next = (name: string) => `${name}${(made += 1)}`;
const person = (...roles: string[]) => graphql.createPerson(admin, next('affected'), ...roles);
const machine = (...scopes: string[]) => graphql.asMachine(service, admin, ...scopes);
const group = async (input: Input = {}): Promise<string> =>
  (await graphql.ok(mutate(admin, 'createGroup', { name: next('Group '), ...input }, 'group { id }'))).createGroup.group
    .id;
const join = (groupId: string, ...people: graphql.Person[]) =>
  Promise.all(people.map(({ id }) => graphql.ok(mutate(admin, 'addGroupMember', { groupId, userId: id }))));
const tokenOf = ({ username }: graphql.Person) => graphql.signedIn(service, web, username, 'openid self admin');
/** Somebody with this role on something. */
const holder = async (on: Input, role = 'Setter') => {
  const someone = await person();
  await graphql.assign(admin, { userId: someone.id, role, on });
  return someone;
};
const setsPassword = async (by: graphql.Ask, { id }: graphql.Person) =>
  refusal(by, 'setUserPassword', { userId: id, password: 'the attacker chose this one' });

describe('nobody gives others a right on a user that they do not hold themselves', () => {
  test('by putting the user into a group, into one below it, or by a rule', async () => {
    const above = await group();
    const below = await group({ parentId: above });
    const accomplice = await tokenOf(await holder({ groupId: above }));
    const victim = await person();
    const by = await machine('groups:manage');
    for (const groupId of [above, below]) {
      expect(await refusal(by, 'addGroupMember', { userId: victim.id, groupId })).toBe('FORBIDDEN');
      expect(await refusal(by, 'updateGroup', { groupId, rule: { types: ['INTERNAL'] } })).toBe('FORBIDDEN');
      const ruled = { name: next('Ruled '), parentId: groupId, rule: { types: ['INTERNAL'] } };
      expect(await refusal(by, 'createGroup', ruled)).toBe('FORBIDDEN');
    }
    expect(await setsPassword(accomplice, victim)).toBe('NOT_FOUND');
    const entitled = await machine('groups:manage', 'users:read', 'users:setPassword');
    expect(await refusal(entitled, 'addGroupMember', { userId: victim.id, groupId: below })).toBeNull();
    expect(await setsPassword(accomplice, victim)).toBeNull();
    expect(await refusal(entitled, 'updateGroup', { groupId: above, rule: { path: 'nobody/here' } })).toBeNull();
  });

  test('by a role that a group holds on the group', async () => {
    const [groupId, team] = [await group(), await group()];
    const teammate = await person();
    await join(team, teammate);
    await graphql.assign(admin, { groupId: team, role: 'Setter', on: { groupId } });
    const victim = await person();
    const by = await machine('groups:manage');
    expect(await refusal(by, 'addGroupMember', { userId: victim.id, groupId })).toBe('FORBIDDEN');
    await graphql.assign(admin, { userId: teammate.id, role: 'Setter' });
    expect(await refusal(by, 'addGroupMember', { userId: victim.id, groupId })).toBeNull();
  });

  test('by moving the user, or by an attribute that a rule asks for', async () => {
    const folder = next('folder');
    const groupId = await group({ rule: { attributes: [{ name: 'team', anyOf: [folder] }] } });
    const accomplices = [await tokenOf(await holder({ path: folder })), await tokenOf(await holder({ groupId }))];
    const victim = await person();
    const by = await machine('users:update');
    for (const change of [{ path: folder }, { path: `${folder}/below` }, { attributes: { team: folder } }])
      expect([change, await refusal(by, 'updateUser', { userId: victim.id, ...change })]).toEqual([
        change,
        'FORBIDDEN',
      ]);
    expect(await refusal(by, 'updateUser', { userId: victim.id, path: `${folder}s` })).toBeNull();
    for (const accomplice of accomplices) expect(await setsPassword(accomplice, victim)).toBe('NOT_FOUND');
    const entitled = await machine('users:update', 'users:read', 'users:setPassword');
    const both = { path: folder, attributes: { team: folder } };
    expect(await refusal(entitled, 'updateUser', { userId: victim.id, ...both })).toBeNull();
    for (const accomplice of accomplices) expect(await setsPassword(accomplice, victim)).toBeNull();
  });

  test('who holds as much on the user already gives it: a delegate moves users within a folder', async () => {
    const folder = next('folder');
    await graphql.createRole(admin, 'Folder keeper', [
      ...['USERS_READ', 'USERS_UPDATE', 'USERS_SET_PASSWORD', 'GROUPS_READ', 'GROUPS_MANAGE'],
    ]);
    const delegate = await tokenOf(await holder({ path: folder }, 'Folder keeper'));
    await holder({ path: `${folder}/desk` });
    const groupId = await group({ path: folder });
    await holder({ groupId });
    const user = await person();
    await graphql.ok(mutate(admin, 'updateUser', { userId: user.id, path: folder }));
    expect(await refusal(delegate, 'updateUser', { userId: user.id, path: `${folder}/desk` })).toBeNull();
    expect(await refusal(delegate, 'addGroupMember', { userId: user.id, groupId })).toBeNull();
  });

  test('by moving a group below another, or onto a path', async () => {
    const [above, moved, folder] = [await group(), await group(), next('folder')];
    const below = await group({ parentId: moved });
    const victim = await person();
    await join(below, victim);
    await holder({ groupId: above });
    const by = await machine('groups:manage');
    expect(await refusal(by, 'updateGroup', { groupId: moved, parentId: above })).toBe('FORBIDDEN');
    const entitled = await machine('groups:manage', 'users:read', 'users:setPassword');
    expect(await refusal(entitled, 'updateGroup', { groupId: moved, parentId: above })).toBeNull();

    const [others, top] = [await group(), await group()];
    await holder({ groupId: top }, 'Giver');
    expect(await refusal(by, 'updateGroup', { groupId: others, parentId: top })).toBe('FORBIDDEN');
    const all = await machine('groups:manage', 'groups:read', 'roles:assign');
    expect(await refusal(all, 'updateGroup', { groupId: others, parentId: top })).toBeNull();

    const giver = await person();
    await graphql.createRole(admin, next('Groups '), ['GROUPS_MANAGE']);
    await graphql.assign(admin, { userId: giver.id, role: `Groups ${made}` });
    await graphql.assign(admin, { userId: giver.id, role: 'Giver', on: { path: folder } });
    const self = await tokenOf(giver);
    expect(await refusal(self, 'updateGroup', { groupId: moved, path: folder })).toBe('FORBIDDEN');
    expect(await refusal(by, 'updateGroup', { groupId: moved, path: `${folder}/below` })).toBe('FORBIDDEN');
    expect(await refusal(all, 'updateGroup', { groupId: moved, path: folder })).toBeNull();
  });

  test('by moving a group that takes members by a rule, whoever will come', async () => {
    const [above, moved] = [await group(), await group()];
    const ruled = await group({ parentId: moved, rule: { path: next('nobody') } });
    await holder({ groupId: above });
    const by = await machine('groups:manage');
    expect(await refusal(by, 'updateGroup', { groupId: ruled, parentId: above })).toBe('FORBIDDEN');
    expect(await refusal(by, 'updateGroup', { groupId: moved, parentId: above })).toBe('FORBIDDEN');
    expect(await refusal(by, 'updateGroup', { groupId: ruled, parentId: null })).toBeNull();
    expect(await refusal(by, 'updateGroup', { groupId: moved, parentId: above })).toBeNull();
  });

  test('by adding permissions to a role that somebody holds, without being allowed to give roles', async () => {
    const roleId = await graphql.createRole(admin, next('Empty '), []);
    const role = `Empty ${made}`;
    const permissions = ['EVENTS_READ'];
    const manager = await machine('roles:manage', 'events:read');
    const giver = await machine('roles:manage', 'roles:assign', 'events:read');
    expect(await refusal(manager, 'updateRole', { roleId, permissions })).toBeNull();
    expect(await refusal(manager, 'updateRole', { roleId, permissions: [] })).toBeNull();
    await person(role);
    expect(await refusal(manager, 'updateRole', { roleId, permissions })).toBe('FORBIDDEN');
    expect(await refusal(manager, 'updateRole', { roleId, name: next('Renamed ') })).toBeNull();
    expect(await refusal(giver, 'updateRole', { roleId, permissions })).toBeNull();
    expect(await refusal(manager, 'updateRole', { roleId, permissions: [] })).toBeNull();
  });
});

describe('nobody takes anything from somebody who holds more', () => {
  /** A superior who has one role, and whoever holds that role alone. */
  const superior = async () => {
    const roleId = await graphql.createRole(admin, next('Reads events '), ['EVENTS_READ']);
    const role = `Reads events ${made}`;
    return { roleId, role, boss: await person('OPERATOR') };
  };
  const weak = () => machine('roles:manage', 'roles:assign', 'groups:manage', 'events:read');

  test('by a role that they hold, themselves, by a group, or on something', async () => {
    const by = await weak();
    for (const holds of ['themselves', 'by a group', 'on a path'] as const) {
      const { roleId, role, boss } = await superior();
      const groupId = await group();
      await join(groupId, boss);
      const how =
        holds === 'themselves'
          ? { userId: boss.id }
          : holds === 'by a group'
            ? { groupId }
            : { userId: boss.id, on: { path: 'emea' } };
      // What counts only everywhere is no role on a path.
      if (holds === 'on a path') await mutate(admin, 'updateRole', { roleId, permissions: ['GROUPS_MANAGE'] });
      await graphql.assign(admin, { role, ...how });
      for (const [name, input] of [
        ['updateRole', { roleId, permissions: [] }],
        ['deleteRole', { roleId, force: true }],
      ] as const)
        expect([holds, name, await refusal(by, name, input)]).toEqual([holds, name, 'FORBIDDEN']);
      expect(await refusal(by, 'updateRole', { roleId, description: 'The same as before.' })).toBeNull();
      expect(await refusal(admin, 'deleteRole', { roleId, force: true })).toBeNull();
    }
  });

  test('by taking the role from their group, by deleting or moving it, or by its rule', async () => {
    const { role, boss } = await superior();
    const folder = next('folder');
    await graphql.ok(mutate(admin, 'updateUser', { userId: boss.id, path: folder }));
    const above = await group();
    const groupId = await group({ parentId: above });
    const ruled = await group({ parentId: above, rule: { path: folder } });
    await join(groupId, boss);
    const by = await weak();
    // Of groups that give nothing, nothing is taken.
    expect(await refusal(by, 'updateGroup', { groupId, parentId: null })).toBeNull();
    expect(await refusal(by, 'updateGroup', { groupId, parentId: above })).toBeNull();
    await graphql.assign(admin, { groupId: above, role });
    for (const [name, input] of [
      ['unassignRole', { groupId: above, role }],
      ['removeGroupMember', { groupId, userId: boss.id }],
      ['deleteGroup', { groupId }],
      ['deleteGroup', { groupId: ruled }],
      ['updateGroup', { groupId, parentId: null }],
      ['updateGroup', { groupId: ruled, rule: { path: next('elsewhere') } }],
    ] as const)
      expect([name, input, await refusal(by, name, input)]).toEqual([name, input, 'FORBIDDEN']);
    expect(
      await refusal(by, 'updateGroup', { groupId: ruled, rule: { path: folder, types: ['INTERNAL'] } }),
    ).toBeNull();
    const elsewhere = await group();
    expect(await refusal(by, 'unassignRole', { groupId: elsewhere, role })).toBeNull();
  });

  test('by deleting the group on which they hold a role', async () => {
    const groupId = await group();
    const boss = await person('OPERATOR');
    await graphql.assign(admin, { userId: boss.id, role: 'Setter', on: { groupId } });
    expect(await refusal(await weak(), 'deleteGroup', { groupId })).toBe('FORBIDDEN');
    expect(await refusal(admin, 'deleteGroup', { groupId })).toBeNull();
  });

  test('from those who hold no more it is taken, be it on a folder that the caller looks after too', async () => {
    const folder = next('folder');
    const { id: groupsReader } = await holder({ path: folder }, 'Giver');
    const read = await group({ path: folder });
    await graphql.ok(mutate(admin, 'addGroupMember', { groupId: read, userId: groupsReader }));
    await graphql.assign(admin, { groupId: read, role: 'Giver', on: { path: `${folder}/a` } });
    const delegate = await tokenOf(await holder({ path: folder }, 'Giver'));
    const input = { groupId: read, role: 'Giver', on: { path: `${folder}/a` } };
    expect(await refusal(delegate, 'unassignRole', input)).toBeNull();

    const by = await weak();
    const { roleId, role } = await superior();
    const groupId = await group();
    await join(groupId, await person(role));
    await graphql.assign(admin, { groupId, role });
    expect(await refusal(by, 'unassignRole', { groupId, role })).toBeNull();
    await graphql.assign(admin, { groupId, role });
    expect(await refusal(by, 'deleteGroup', { groupId })).toBeNull();
    expect(await refusal(by, 'updateRole', { roleId, permissions: [] })).toBeNull();
    expect(await refusal(by, 'deleteRole', { roleId, force: true })).toBeNull();
  });
});

describe('a group with members who are still to come', () => {
  const inState = async (state: string) => {
    const someone = await person();
    await graphql.sql(service.databaseUrl, `update users set ${state} where id = $1`, [decodeId('User', someone.id)]);
    return someone;
  };

  test('gets no role, nor comes below a group that has one; the answer says how many there are', async () => {
    for (const status of ['INVITED', 'PENDING_CONFIRMATION', 'PENDING_LOGIN']) {
      const above = await group();
      const below = await group({ parentId: above });
      await join(below, await inState(`onboarding = '${status}'`), await inState(`onboarding = '${status}'`));
      for (const groupId of [above, below]) {
        const { data } = await mutate(admin, 'assignRole', { groupId, role: 'ADMIN' });
        expect(data.assignRole.errors).toMatchObject([
          { code: 'INVALID_STATE', message: expect.stringContaining('2 members'), path: ['input', 'groupId'] },
        ]);
      }
      const giving = await group();
      await graphql.assign(admin, { groupId: giving, role: 'HELPDESK' });
      expect(await refusal(admin, 'updateGroup', { groupId: below, parentId: giving })).toBe('INVALID_STATE');
    }
  });

  test('gets no role either while somebody who is INVITED is being put into one below it', async () => {
    const above = await group();
    const below = await group({ parentId: above });
    const { id: userId } = await inState(`onboarding = 'INVITED'`);
    const row = await hold(service);
    await row.run('select 1 from groups where id = $1 for update', decodeId('Group', below));
    const added = refusal(admin, 'addGroupMember', { groupId: below, userId });
    await row.blocks(1);
    const given = refusal(admin, 'assignRole', { groupId: above, role: 'ADMIN' });
    await row.blocks(2);
    await row.commit();
    expect(await Promise.all([added, given])).toEqual([null, 'INVALID_STATE']);
  });

  test('gets a role while members are DISABLED: who enables one must hold as much', async () => {
    const groupId = await group();
    const someone = await person();
    await graphql.ok(mutate(admin, 'disableUser', { userId: someone.id }));
    await join(groupId, someone);
    await graphql.assign(admin, { groupId, role: 'OPERATOR' });
    expect(await refusal(await machine('users:disable'), 'enableUser', { userId: someone.id })).toBe('FORBIDDEN');
    expect(await refusal(admin, 'enableUser', { userId: someone.id })).toBeNull();
  });
});
