/** The demo's people, which of them are staff, and their groups. */
import { DemoError } from '../api';
import type { Demo, Report } from '../demo';
import { type DemoUser, groups, users } from '../world';

export const people = async (demo: Demo, { made, found }: Report): Promise<void> => {
  for (const user of users) {
    const existing = await findUser(demo, user);
    if (existing) found.push(user.username);
    else {
      await createUser(demo, user);
      made.push(user.username);
    }
  }
};

const findUser = async (demo: Demo, { username }: DemoUser): Promise<string | null> => {
  const { user } = await demo.graphql<{ user: { id: string; attributes: { demo?: boolean } } | null }>(
    'query Find($username: String!) { user(by: { username: $username }) { id attributes } }',
    { username },
  );
  if (!user) return null;
  if (!user.attributes.demo)
    throw new DemoError(`the user ${username} exists but is not from the demo; run it on a service without that user`);
  demo.userIds.set(username, user.id);
  return user.id;
};

const createUser = async (demo: Demo, { role: _, attributes, ...user }: DemoUser): Promise<void> => {
  const input = {
    ...user,
    email: `${user.username}@pinewood.example`,
    emailVerified: true,
    attributes: { ...attributes, demo: true },
    password: demo.password(user.username),
    reason: 'Demo',
  };
  const created = await demo.mutate<{ user: { id: string } }>('createUser', input, 'user { id }');
  demo.userIds.set(user.username, created.user.id);
};

export const roles = async (demo: Demo, { made, found }: Report): Promise<void> => {
  for (const { username, role } of users.filter((user) => user.role)) {
    const userId = demo.userId(username);
    const { user } = await demo.graphql<{ user: { roles: { name: string }[] } }>(
      'query Roles($userId: ID!) { user(by: { id: $userId }) { roles { name } } }',
      { userId },
    );
    if (user.roles.some(({ name }) => name === role)) found.push(`${username} ${role}`);
    else {
      await demo.mutate('assignRole', { userId, role, reason: 'Demo' }, '__typename');
      made.push(`${username} ${role}`);
    }
  }
};

export const groupsByRule = async (demo: Demo, { made, found }: Report): Promise<void> => {
  for (const { name, rule } of groups) {
    const existing = await demo.graphql<{ groups: { nodes: { name: string }[] } }>(
      'query Groups($name: String!) { groups(filter: { search: $name }, first: 10) { nodes { name } } }',
      { name },
    );
    if (existing.groups.nodes.some((group) => group.name === name)) found.push(name);
    else {
      await demo.mutate('createGroup', { name, rule, reason: 'Demo' }, '__typename');
      made.push(name);
    }
  }
};
