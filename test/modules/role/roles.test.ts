/** Giving and taking roles: they count at once, nobody gives what he does not hold, and an administrator stays. */
import { clientCredentials } from '../../../src/tools/oidc-flow';
import * as graphql from '../../support/graphql';
import { startWithWeb, type WithWeb } from '../../support/start';

let { service, admin, web, stop } = {} as WithWeb;

beforeAll(async () => void ({ service, admin, web, stop } = await startWithWeb()));
afterAll(() => stop?.());

const change = async (ask: graphql.Ask, name: 'assignRole' | 'unassignRole', userId: string, role: string) => {
  const type = name === 'assignRole' ? 'AssignRoleInput' : 'UnassignRoleInput';
  return ask(
    `mutation ($input: ${type}!) { ${name}(input: $input) { user { version roles { name } } ${graphql.ERRORS} } }`,
    { input: { userId, role } },
  );
};
const refusal = (answer: graphql.Answer): string | undefined =>
  answer.errors[0]?.extensions.code ?? Object.values<{ errors: { code: string }[] }>(answer.data)[0]!.errors[0]?.code;
const signedIn = (username: string) => graphql.signedIn(service, web, username, 'openid self admin');

it('counts from the answer on, for tokens that were issued before', async () => {
  const { id, username } = await graphql.createPerson(admin, 'helper');
  const helper = await signedIn(username);
  const others = async () => (await graphql.ok(helper('{ users { totalCount } }'))).users.totalCount > 1;
  expect(await others()).toBe(false);
  const { data } = await change(admin, 'assignRole', id, 'helpdesk');
  expect(data.assignRole).toMatchObject({ user: { roles: [{ name: 'HELPDESK' }] }, errors: [] });
  expect(await others()).toBe(true);
  // Twice changes nothing.
  const again = await change(admin, 'assignRole', id, 'HELPDESK');
  expect(again.data.assignRole.user.version).toBe(data.assignRole.user.version);
  await change(admin, 'unassignRole', id, 'HELPDESK');
  expect(await others()).toBe(false);

  const { events } = await graphql.ok(
    admin(
      'query ($id: ID!) { events(filter: { userId: $id, type: [ROLE_ASSIGNED, ROLE_UNASSIGNED] }) { nodes { type details } } }',
      { id },
    ),
  );
  expect(events.nodes).toEqual([
    { type: 'ROLE_UNASSIGNED', details: { role: 'HELPDESK' } },
    { type: 'ROLE_ASSIGNED', details: { role: 'HELPDESK' } },
  ]);
});

it('gives and takes only what one holds oneself', async () => {
  const { id, username } = await graphql.createPerson(admin, 'ambitious', 'OPERATOR');
  const machine = await graphql.createApplication(service, admin, {
    name: 'Assigns',
    kind: 'MACHINE',
    scopes: ['roles:assign', 'users:read', 'devices:read', 'events:read'],
  });
  const { access_token } = await clientCredentials(machine, {
    scope: 'roles:assign users:read devices:read events:read',
  });
  const assigner = graphql.as(service, access_token);
  expect(refusal(await change(await signedIn(username), 'assignRole', id, 'ADMIN'))).toBe('FORBIDDEN');
  expect(refusal(await change(assigner, 'assignRole', id, 'ADMIN'))).toBe('FORBIDDEN');
  expect(refusal(await change(assigner, 'unassignRole', id, 'OPERATOR'))).toBe('FORBIDDEN');
  // What a user would hold together counts, not only what is added.
  expect(refusal(await change(assigner, 'assignRole', id, 'HELPDESK'))).toBe('FORBIDDEN');
  const { id: nobody } = await graphql.createPerson(admin, 'modest');
  expect(refusal(await change(assigner, 'assignRole', nobody, 'HELPDESK'))).toBeUndefined();
  expect(refusal(await change(admin, 'assignRole', id, 'USER'))).toBe('INVALID_INPUT');
  expect(refusal(await change(admin, 'assignRole', id, 'NOBODY'))).toBe('NOT_FOUND');
});

it('keeps an administrator, also when two are taken away at once', async () => {
  const { user } = await graphql.ok(admin('{ user(by: { username: "admin" }) { id } }'));
  expect(refusal(await change(admin, 'unassignRole', user.id, 'ADMIN'))).toBe('LAST_ADMINISTRATOR');

  for (let round = 0; round < 10; round += 1) {
    const { id } = await graphql.createPerson(admin, `second-admin-${round}`, 'ADMIN');
    const answers = await Promise.all([user.id, id].map((userId) => change(admin, 'unassignRole', userId, 'ADMIN')));
    expect(answers.map(refusal).filter((code) => code === 'LAST_ADMINISTRATOR')).toHaveLength(1);
    const { users } = await graphql.ok(admin('{ users(filter: { role: "ADMIN" }) { nodes { id } } }'));
    expect(users.nodes).toHaveLength(1);
    await change(admin, 'assignRole', user.id, 'ADMIN');
    await change(admin, 'unassignRole', id, 'ADMIN');
  }
});

it('does not let an administrator take the role from himself', async () => {
  const { id, username } = await graphql.createPerson(admin, 'resigning', 'ADMIN');
  expect(refusal(await change(await signedIn(username), 'unassignRole', id, 'ADMIN'))).toBe('SELF_ACTION');
});
