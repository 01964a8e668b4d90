/** Inviting somebody again changes a user who is there already: under the same rules as every other change of a user. */
import * as graphql from '../../support/graphql';
import { type Input, mutate, refusal } from '../../support/mutate';
import { startWithMail, type WithMail } from '../../support/start';

let { admin, service, stop } = {} as WithMail;
let machine: graphql.Ask;
beforeAll(async () => {
  ({ admin, service, stop } = await startWithMail());
  machine = await graphql.asMachine(service, admin, 'users:create');
}, 60_000);
afterAll(() => stop?.());

/** Somebody who is INVITED, and whose invitation is over. */
const invited = async (email: string, input: Input = {}): Promise<string> => {
  const { inviteUser } = await graphql.ok(
    mutate(admin, 'inviteUser', { email, ...input }, 'invitation { id } user { id }'),
  );
  await graphql.ok(mutate(admin, 'revokeInvitation', { invitationId: inviteUser.invitation.id }));
  return inviteUser.user.id;
};
const group = async (input: Input): Promise<string> =>
  (await graphql.ok(mutate(admin, 'createGroup', input, 'group { id }'))).createGroup.group.id;
const shown = async (id: string) =>
  await graphql.ok(
    admin(
      `query ($id: ID!) { user(by: { id: $id }) { path groups { id } }
           events(filter: { userId: $id, type: [GROUP_MEMBER_ADDED, GROUP_MEMBER_REMOVED] }) { nodes { type details } } }`,
      { id },
    ),
  );

test('one who would hold more is not changed by a caller who holds less', async () => {
  const groupId = await group({ name: 'Bosses', rule: { path: 'bosses' } });
  await graphql.assign(admin, { groupId, role: 'ADMIN' });
  const id = await invited('boss@example.org', { path: 'bosses', name: 'The boss' });
  for (const input of [{ path: 'elsewhere' }, { name: 'Somebody else' }])
    expect(await refusal(machine, 'inviteUser', { email: 'boss@example.org', ...input })).toBe('FORBIDDEN');
  expect((await shown(id)).user).toEqual({ path: 'bosses', groups: [{ id: groupId }] });
  expect(await refusal(admin, 'inviteUser', { email: 'boss@example.org', path: 'elsewhere' })).toBeNull();
  const { user, events } = await shown(id);
  expect(user).toEqual({ path: 'elsewhere', groups: [] });
  expect(events.nodes).toMatchObject([{ type: 'GROUP_MEMBER_REMOVED', details: { byRule: true } }]);
});

test('nor moved to where others hold on them what the caller does not hold', async () => {
  await graphql.createRole(admin, 'Setter', ['USERS_SET_PASSWORD']);
  const accomplice = await graphql.createPerson(admin, 'accomplice');
  await graphql.assign(admin, { userId: accomplice.id, role: 'Setter', on: { path: 'emea' } });
  const id = await invited('guest@example.org');
  expect(await refusal(machine, 'inviteUser', { email: 'guest@example.org', path: 'emea/sales' })).toBe('FORBIDDEN');
  expect((await shown(id)).user.path).toBe('');
  expect(await refusal(machine, 'inviteUser', { email: 'guest@example.org', path: 'apac' })).toBeNull();
  expect((await shown(id)).user.path).toBe('apac');
});
