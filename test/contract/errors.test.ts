/** Errors have one shape everywhere: a code from one list, a message, and where a value is wrong, the path to it. */
import { type GraphQLEnumType, isObjectType } from 'graphql';
import { buildSchema } from '../support/schema';
import * as graphql from '../support/graphql';
import { startWithAdmin, type WithAdmin } from '../support/start';

const schema = buildSchema();
const CODES = (schema.getType('ErrorCode') as GraphQLEnumType).getValues().map(({ name }) => name);

test('every payload and every result of a bulk mutation has the same `errors`', () => {
  const withErrors = Object.values(schema.getTypeMap()).filter(
    (type) => isObjectType(type) && (type.name.endsWith('Payload') || 'errors' in type.getFields()),
  );
  expect(withErrors.length).toBeGreaterThan(60);
  for (const type of withErrors)
    expect([type.name, isObjectType(type) && String(type.getFields()['errors']?.type)]).toEqual([
      type.name,
      '[MutationError!]!',
    ]);
});

test('every kind of refusal has a code, a message and a path', () => {
  const kinds = schema.getPossibleTypes(schema.getType('MutationError') as never);
  expect(kinds.length).toBeGreaterThan(4);
  for (const { name, getFields } of kinds.map((type) => ({ name: type.name, getFields: () => type.getFields() })))
    expect([name, ...['code', 'message', 'path'].map((field) => String(getFields()[field]?.type))]).toEqual([
      ...[name, 'ErrorCode!', 'String!', '[String!]'],
    ]);
});

let { service, admin, stop } = {} as WithAdmin;
let person: graphql.Ask;
beforeAll(async () => {
  ({ service, admin, stop } = await startWithAdmin());
  const web = await graphql.webApplication(service, admin);
  const { username } = await graphql.createPerson(admin, 'alice');
  person = graphql.as(service, (await graphql.tokensOf(web, username, 'openid self')).access_token);
});
afterAll(() => stop?.());

/** Of a document with the operation `Q`: the caller, the code, the path in the response, and the path to the value. */
const bad: [
  query: string,
  variables: object,
  as: 'admin' | 'person' | 'nobody',
  code: string,
  path: unknown,
  argument: unknown,
][] = [
  // The document as a whole: no field, no value.
  ['{', {}, 'admin', 'BAD_USER_INPUT', undefined, undefined],
  ['{ nothing }', {}, 'admin', 'BAD_USER_INPUT', undefined, undefined],
  ['{ users { nodes { nothing } } }', {}, 'admin', 'BAD_USER_INPUT', undefined, undefined],
  // A value in the document.
  ['{ users(first: "x") { totalCount } }', {}, 'admin', 'BAD_USER_INPUT', undefined, ['first']],
  [
    '{ users(filter: { status: [ACTIVE, GONE] }) { totalCount } }',
    {},
    'admin',
    'BAD_USER_INPUT',
    undefined,
    ['filter', 'status', '1'],
  ],
  [
    '{ sessions(filter: { createdFrom: "today" }) { totalCount } }',
    {},
    'admin',
    'BAD_USER_INPUT',
    undefined,
    ['filter', 'createdFrom'],
  ],
  [
    'mutation { disableUser(input: { reason: "x" }) { user { id } } }',
    {},
    'admin',
    'BAD_USER_INPUT',
    undefined,
    ['input'],
  ],
  [
    'mutation { createUser(input: { username: 1 }) { user { id } } }',
    {},
    'admin',
    'BAD_USER_INPUT',
    undefined,
    ['input', 'username'],
  ],
  // A variable.
  ['query ($first: Int!) { users(first: $first) { totalCount } }', {}, 'admin', 'BAD_USER_INPUT', undefined, ['first']],
  [
    'query ($first: Int!) { users(first: $first) { totalCount } }',
    { first: 'x' },
    'admin',
    'BAD_USER_INPUT',
    undefined,
    ['first'],
  ],
  [
    'query ($filter: UserFilter) { users(filter: $filter) { totalCount } }',
    { filter: { status: ['ACTIVE', 'GONE'] } },
    'admin',
    'BAD_USER_INPUT',
    undefined,
    ['filter', 'status', '1'],
  ],
  [
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { user { id } } }',
    { input: { username: 'x', email: 'none' } },
    'admin',
    'BAD_USER_INPUT',
    undefined,
    ['input', 'email'],
  ],
  // A value that the field refuses.
  ['{ users(first: 1000) { totalCount } }', {}, 'admin', 'BAD_USER_INPUT', ['users'], ['first']],
  ['{ users(first: 1, last: 1) { totalCount } }', {}, 'admin', 'BAD_USER_INPUT', ['users'], ['last']],
  ['{ users(after: "x") { totalCount } }', {}, 'admin', 'BAD_USER_INPUT', ['users'], ['after']],
  [
    '{ a: viewer { user { sessions(last: 0) { totalCount } } } }',
    {},
    'person',
    'BAD_USER_INPUT',
    ['a', 'user', 'sessions'],
    ['last'],
  ],
  [
    `{ users(filter: { search: "${'x'.repeat(300)}" }) { totalCount } }`,
    {},
    'admin',
    'BAD_USER_INPUT',
    ['users'],
    ['filter', 'search'],
  ],
  [
    '{ users(filter: { attributes: [{ name: "a" }] }) { totalCount } }',
    {},
    'admin',
    'BAD_USER_INPUT',
    ['users'],
    ['filter', 'attributes'],
  ],
  [`{ folders(below: "${'x'.repeat(600)}") { path } }`, {}, 'admin', 'BAD_USER_INPUT', ['folders'], ['below']],
  ['{ user(by: {}) { id } }', {}, 'admin', 'BAD_USER_INPUT', ['user'], ['by']],
  ['{ trace(by: {}) { device { id } } }', {}, 'admin', 'BAD_USER_INPUT', ['trace'], ['by']],
  ['{ trace(by: { ip: "x" }) { device { id } } }', {}, 'admin', 'BAD_USER_INPUT', ['trace'], ['by', 'ip']],
  ['{ dormancyPreview(days: 0) { totalCount } }', {}, 'admin', 'BAD_USER_INPUT', ['dormancyPreview'], ['days']],
  [
    '{ groupRulePreview(rule: { path: "/x" }) { totalCount } }',
    {},
    'admin',
    'BAD_USER_INPUT',
    ['groupRulePreview'],
    ['rule', 'path'],
  ],
  [
    'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    { ids: Array.from({ length: 101 }, () => 'x') },
    'admin',
    'BAD_USER_INPUT',
    ['nodes'],
    ['ids'],
  ],
  // Not the value, but the caller.
  ['{ users { totalCount } }', {}, 'nobody', 'UNAUTHENTICATED', ['users'], undefined],
  ['{ settings { version } }', {}, 'person', 'FORBIDDEN', ['settings'], undefined],
  ['{ viewer { user { id } } settings { version } }', {}, 'person', 'FORBIDDEN', ['settings'], undefined],
  ['mutation { a: disableUser(input: { userId: "x" }) { user { id } } }', {}, 'person', 'FORBIDDEN', ['a'], undefined],
  [
    'mutation { revokeSession(input: { sessionId: "x" }) { session { id } } }',
    {},
    'nobody',
    'UNAUTHENTICATED',
    ['revokeSession'],
    undefined,
  ],
];

test.each(bad)('%#: %s', async (query, variables, caller, code, path, argument) => {
  const ask = { admin, person, nobody: graphql.as(service) }[caller];
  const { errors } = await ask(query, variables as Record<string, unknown>);
  expect(errors).toHaveLength(1);
  const [error] = errors as [graphql.GraphqlError];
  expect(error).toEqual({
    message: expect.any(String) as string,
    ...('locations' in error ? { locations: expect.any(Array) as unknown[] } : {}),
    ...(path ? { path } : {}),
    extensions: { code, ...(argument ? { argument } : {}) },
  });
  expect(CODES).toContain(code);
});

test('a field that is refused inside a query has a code and a path, and the rest is answered', async () => {
  const { data, errors } = await person('{ viewer { user { id } } one: settings { version } }');
  expect(errors).toMatchObject([{ path: ['one'], extensions: { code: 'FORBIDDEN' } }]);
  expect(CODES).toContain('FORBIDDEN');
  expect(data).toBeNull();
});

test.each([
  ['revokeSessions', { filter: { ip: 'x\0' }, dryRun: true }, ['input', 'filter', 'ip']],
  ['revokeTokens', { filter: { scope: 'x'.repeat(300) }, dryRun: true }, ['input', 'filter', 'scope']],
  ['disableUsers', { filter: { search: 'x'.repeat(300) }, dryRun: true }, ['input', 'filter', 'search']],
])('a mutation returns an invalid value as a refusal: %s', async (mutation, input, path) => {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input!`;
  const { data, errors } = await admin(
    `mutation ($input: ${type}) { ${mutation}(input: $input) { errors { code path } } }`,
    { input },
  );
  expect(errors).toEqual([]);
  expect(data[mutation].errors).toEqual([{ code: 'INVALID_INPUT', path }]);
});

test('errors before the operation have the same shape', async () => {
  const dead = await graphql.as(service, 'dead')('{ viewer { kind } }');
  expect([dead.status, dead.errors]).toEqual([
    401,
    [{ message: expect.any(String) as string, extensions: { code: 'UNAUTHENTICATED' } }],
  ]);
  const noJson = await graphql.post(service, '{');
  expect([noJson.status, noJson.errors]).toEqual([
    400,
    [{ message: expect.any(String) as string, extensions: { code: 'BAD_USER_INPUT' } }],
  ]);
});
