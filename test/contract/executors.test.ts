/** Compiled and interpreted execution give the same answers: the first call of a text is interpreted, later ones are compiled. */
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { parse } from 'graphql';
import { buildSchema } from '../support/schema';
import * as graphql from '../support/graphql';
import { as, REDIRECT_URI, type Ask } from '../support/graphql';
import { authorize } from '../../src/tools/oidc-flow';
import { startService, type Service } from '../support/service';

let service: Service;
let asks: Record<'machine' | 'admin' | 'helpdesk' | 'user' | 'nobody', Ask>;
let ids: Record<string, string>;

beforeAll(async () => {
  service = await startService();
  const machine = as(service, await graphql.adminToken(service));
  const web = await graphql.webApplication(service, machine);
  const signedIn = async (name: string, scope: string, ...roles: string[]) => {
    const { id } = await graphql.createPerson(machine, name, ...roles);
    return { id, ask: await graphql.signedIn(service, web, name, scope) };
  };
  const admin = await signedIn('root', 'openid admin', 'ADMIN');
  const helpdesk = await signedIn('helpdesk', 'openid admin', 'HELPDESK');
  const user = await signedIn('alice', 'openid self offline_access');
  await authorize({
    ...web,
    redirectUri: REDIRECT_URI,
    username: 'alice',
    password: graphql.PASSWORD,
    scope: 'openid',
  });
  asks = { machine, admin: admin.ask, helpdesk: helpdesk.ask, user: user.ask, nobody: as(service) };
  const { data } = await machine(
    `{ sessions(filter: {userId: "${user.id}"}) { nodes { id } } tokens(filter: {userId: "${user.id}"}) { nodes { id } } }`,
  );
  ids = {
    user: user.id,
    session: data.sessions.nodes[0].id,
    token: data.tokens.nodes[0].id,
    application: web.applicationId,
  };
});
afterAll(() => service.stop());

type Operation = [who: keyof typeof asks, text: string, variables?: () => Record<string, unknown>];
const page = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount totalCountIsEstimate';
const operations: Operation[] = [
  [
    'machine',
    '{ viewer { kind scopes permissions user { id } application { name } session { id } impersonator { id } } }',
  ],
  [
    'user',
    '{ viewer { kind scopes permissions user { id username } application { name } session { id current status } } }',
  ],
  ['nobody', '{ viewer { kind } }'],
  ['nobody', '{ users { totalCount } }'],
  ['nobody', '{ user(by: {username: "alice"}) { id } viewer { kind } }'],
  [
    'machine',
    `{ users(orderBy: {field: USERNAME, direction: ASC}) { edges { cursor node { id username status createdAt attributes } } ${page} } }`,
  ],
  [
    'machine',
    'query ($n: Int = 2, $o: UserOrder) { users(first: $n, orderBy: $o) { nodes { username email emailVerified } } }',
  ],
  [
    'machine',
    'query ($n: Int, $o: UserOrder) { users(last: $n, orderBy: $o) { nodes { username } } }',
    () => ({ n: 1, o: { field: 'USERNAME' } }),
  ],
  [
    'machine',
    'query ($f: UserFilter) { users(filter: $f) { nodes { username } } }',
    () => ({ f: { status: ['ACTIVE'], search: 'ALICE', createdFrom: '2020-01-01T00:00:00Z' } }),
  ],
  [
    'machine',
    'query ($id: ID!) { user(by: {id: $id}) { roles { name permissions } effectiveRoles { name builtIn } } }',
    () => ({ id: ids.user }),
  ],
  [
    'machine',
    'query ($id: ID!) { user(by: {id: $id}) { sessionsByPlatform { platform count sessions { id } } latestEvents { type outcome details actor { __typename ... on User { username } ... on Application { name } } } } }',
    () => ({ id: ids.user }),
  ],
  [
    'machine',
    'query ($id: ID!) { user(by: {id: $id}) { sessions { nodes { id user { id } device { id } applications { name } tokens { totalCount nodes { kind status scopes consent { scopes } session { id } application { clientId } } } } } } }',
    () => ({ id: ids.user }),
  ],
  [
    'machine',
    'query ($id: ID!) { user(by: {id: $id}) { devices { totalCount } accessGrants { nodes { scopes application { name } } } consents { nodes { scopes expiresAt } } applications { nodes { name redirectUris } } } }',
    () => ({ id: ids.user }),
  ],
  [
    'user',
    'query ($id: ID!) { node(id: $id) { __typename id ... on Session { status platform } ... on User { username } } }',
    () => ({ id: ids.session }),
  ],
  [
    'user',
    'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Token { kind } ...u } } fragment u on User { username sessions { totalCount } }',
    () => ({ ids: [ids.user, ids.token, 'nothing', ids.session] }),
  ],
  [
    'machine',
    'query ($a: Boolean!, $b: Boolean!) { users { totalCount @include(if: $a) nodes @skip(if: $b) { id } } }',
    () => ({ a: true, b: false }),
  ],
  [
    'machine',
    'query ($a: Boolean!, $b: Boolean!) { users { totalCount @skip(if: $a) nodes @include(if: $b) { id } } roles { name } }',
    () => ({ a: true, b: false }),
  ],
  [
    'machine',
    '{ a: users(first: 1) { nodes { x: username } } b: users(last: 1) { nodes { y: username } } __typename }',
  ],
  [
    'machine',
    '{ applications(filter: {kind: [WEB, SPA]}, orderBy: {field: NAME, direction: ASC}) { nodes { __typename name kind consentMode scopes builtIn disabledAt version } } }',
  ],
  [
    'machine',
    'query ($s: ID!) { session(id: $s) { authenticationMethods ip browser os osVersion userAgent location endReason expiresAt } }',
    () => ({ s: ids.session }),
  ],
  [
    'machine',
    'query ($t: ID!) { token(id: $t) { kind resource lastUsedAt refreshTokenIssued revokedAt endReason user { username } } }',
    () => ({ t: ids.token }),
  ],
  [
    'helpdesk',
    'query ($id: ID!) { user(by: {id: $id}) { username sessions { totalCount } } }',
    () => ({ id: ids.user }),
  ],
  [
    'helpdesk',
    'query ($id: ID!) { user(by: {id: $id}) { username roles { name } tokens { totalCount } consents { totalCount } } users { totalCount } }',
    () => ({ id: ids.user }),
  ],
  ['helpdesk', '{ users(orderBy: {field: USERNAME}) { nodes { username sessions { totalCount } } } }'],
  ['helpdesk', '{ roles { name } users { totalCount } }'],
  [
    'user',
    '{ users { nodes { id } } sessions { totalCount } tokens { totalCount } consents { totalCount } accessGrants { totalCount } devices { totalCount } applications { totalCount } revocations { totalCount } }',
  ],
  ['machine', '{ users(first: 101) { totalCount } }'],
  ['machine', '{ a: users(first: 1, last: 1) { totalCount } b: users(first: 1) { nodes { id } } }'],
  ['machine', '{ users { nodes { sessions(first: 0) { totalCount } username } } }'],
  ['machine', '{ user(by: {}) { id } }'],
  ['machine', 'query ($by: UserBy!) { user(by: $by) { id } }', () => ({ by: { id: 7 } })],
  ['machine', 'query ($by: UserBy!) { user(by: $by) { id } }', () => ({ by: { nothing: 'x' } })],
  ['machine', 'query ($n: Int) { users(first: $n) { totalCount } }', () => ({ n: 1.5 })],
  ['machine', 'query ($n: Int) { users(first: $n) { totalCount } }', () => ({ n: 99999999999 })],
  ['machine', 'query ($id: ID!) { device(id: $id) { id } }', () => ({})],
  ['machine', 'query ($id: ID!) { device(id: $id) { id } }', () => ({ id: null })],
  ['machine', 'query ($s: [UserStatus!]) { users(filter: {status: $s}) { totalCount } }', () => ({ s: ['NONE'] })],
  ['machine', 'query ($s: [UserStatus!]) { users(filter: {status: $s}) { totalCount } }', () => ({ s: 'ACTIVE' })],
  ['machine', 'query ($d: DateTime) { users(filter: {createdFrom: $d}) { totalCount } }', () => ({ d: 'yesterday' })],
  [
    'machine',
    'mutation ($i: DisableUserInput!) { disableUser(input: $i) { user { id status } revocation { dryRun counts { users sessions accessTokens refreshTokens accessGrants } items { totalCount nodes { type } } target { __typename } } errors { code } } }',
    () => ({ i: { userId: ids.user, dryRun: true } }),
  ],
  [
    'machine',
    'mutation ($i: CreateUserInput!) { createUser(input: $i) { user { id } errors { __typename code message path } } }',
    () => ({ i: { username: 'ALICE', attributes: { a: [1, { b: null }] } } }),
  ],
  [
    'machine',
    'mutation ($i: UpdateUserInput!) { updateUser(input: $i) { user { id } errors { __typename code message path ... on VersionConflict { current } } } }',
    () => ({ i: { userId: ids.user, ifVersion: 99 } }),
  ],
  [
    'admin',
    'mutation { a: disableUser(input: {userId: "usr_x"}) { errors { code } } b: unassignRole(input: {userId: "usr_x", role: "NONE"}) { errors { code message path } } }',
  ],
  [
    'user',
    'mutation { createUser(input: {username: "x"}) { errors { code } } revokeSession(input: {sessionId: "x"}) { errors { code } } }',
  ],
  ['user', 'query One { viewer { kind } } '],
];

test.each(operations.map(([who, text, variables], i) => [`${i} ${who} ${text}`, who, text, variables] as const))(
  '%s',
  async (name, who, text, variables) => {
    // A comment makes it a text that was not seen before.
    const query = `# ${name.split(' ')[0]!}\n${text}`;
    const given = variables?.();
    const [interpreted, ...compiled] = [
      await asks[who](query, given),
      await asks[who](query, given),
      await asks[who](query, given),
    ];
    for (const answer of compiled) {
      expect(answer.status).toBe(interpreted!.status);
      expect(answer.text).toBe(interpreted!.text);
    }
    expect(interpreted!.text).not.toContain('INTERNAL_SERVER_ERROR');
  },
);

test('they are compiled indeed', () => {
  const schema = buildSchema();
  for (const [, text] of operations)
    expect([text, isCompiledQuery(compileQuery(schema, parse(text)))]).toEqual([text, true]);
});

test('one text with several operations keeps them apart', async () => {
  const query = 'query A { viewer { kind } } query B { roles { name } }';
  const ask = (operationName: string) =>
    graphql
      .post(service, JSON.stringify({ query, operationName }))
      .then(({ data, errors }) => [data, errors[0]?.extensions.code]);
  for (let i = 0; i < 3; i += 1) {
    expect(await ask('A')).toEqual([{ viewer: null }, undefined]);
    expect((await ask('B'))[1]).toBe('UNAUTHENTICATED');
    expect((await ask('C'))[1]).toBe('BAD_USER_INPUT');
  }
});
