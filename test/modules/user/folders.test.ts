/** Folders of users, and the conditions on attributes that are refused. */
import * as graphql from '../../support/graphql';
import { type Ask, codes, ok } from '../../support/graphql';
import { startWithAdmin, type WithAdmin } from '../../support/start';

let { service, admin, stop } = {} as WithAdmin;
let inside: Ask;

beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
  const paths = ['emea', 'emea/sales', 'emea/sales', 'emea/sales/de', 'emea/100%', 'emeas', 'apac/ops', ''];
  for (const [i, path] of paths.entries())
    await ok(
      admin('mutation ($i: CreateUserInput!) { createUser(input: $i) { errors { code message } } }', {
        i: { username: `user${i}`, path },
      }),
    );
  const web = await graphql.webApplication(service, admin);
  const delegate = await graphql.createPerson(admin, 'delegate');
  await graphql.createRole(admin, 'Reader', ['USERS_READ']);
  await graphql.assign(admin, { userId: delegate.id, role: 'Reader', on: { path: 'emea/sales' } });
  inside = await graphql.signedIn(service, web, 'delegate', 'openid admin');
}, 60_000);
afterAll(() => stop?.());

const folders = async (ask: Ask, args = '') =>
  (await ok(ask(`{ folders${args} { path users usersHere } }`))).folders.map(
    ({ path, users, usersHere }: { path: string; users: number; usersHere: number }) => `${path} ${users}/${usersHere}`,
  );

test('each folder counts those in it and below it; what only begins with the same letters is another', async () => {
  expect(await folders(admin)).toEqual(['apac 1/0', 'emea 5/1', 'emeas 1/1']);
  expect(await folders(admin, '(below: "emea")')).toEqual(['emea/100% 1/1', 'emea/sales 3/2']);
  expect(await folders(admin, '(below: "emea/sales")')).toEqual(['emea/sales/de 1/1']);
  expect(await folders(admin, '(below: "emea/100%")')).toEqual([]);
  expect(await folders(admin, '(below: "%")')).toEqual([]);
});

test('a list that was cut goes on after a path', async () => {
  expect(await folders(admin, '(afterPath: "apac")')).toEqual(['emea 5/1', 'emeas 1/1']);
});

test('a delegated administrator counts only those of their part', async () => {
  expect(await folders(inside)).toEqual(['emea 3/0']);
  expect(await folders(inside, '(below: "emea")')).toEqual(['emea/sales 3/2']);
  expect(await folders(inside, '(below: "apac")')).toEqual([]);
});

test.each([
  ['neither', '{ name: "a" }', 'exactly one'],
  ['both', '{ name: "a", equals: 1, exists: true }', 'exactly one'],
  ['null', '{ name: "a", equals: null }', 'exactly one'],
  ['a NUL in the name', '{ name: "a\\u0000", exists: true }', 'NUL'],
  ['a NUL in the value', '{ name: "a", equals: "\\u0000" }', 'value'],
  ['too many', Array(11).fill('{ name: "a", exists: true }').join(' '), 'at most 10'],
])('a condition on an attribute with %s is refused', async (_name, condition, says) => {
  const answer = await admin(`{ users(filter: { attributes: [${condition}] }) { totalCount } }`);
  expect(codes(answer)).toEqual(['BAD_USER_INPUT']);
  expect(answer.text).toContain(says);
});

test('no condition at all is an empty filter, by which nothing is done to many', async () => {
  const { data } = await admin(
    'mutation { deleteUsers(input: { filter: { attributes: [] }, expectedCount: 9 }) { errors { code } } }',
  );
  expect(data.deleteUsers.errors).toEqual([{ code: 'INVALID_INPUT' }]);
});
