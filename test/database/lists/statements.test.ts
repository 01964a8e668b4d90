/** Each list and each connection within a list costs a fixed number of statements, however many rows there are. */
import { encodeId, type IdType } from '../../../src/platform/type-id';
import type { Principal } from '../../../src/core/authority/principal';
import { fill, type InProcess, SERVICE, startInProcess } from '../../support/in-process';

let few: InProcess;
let many: InProcess;
beforeAll(async () => {
  [few, many] = await Promise.all([startInProcess(), startInProcess()]);
  await fill(few.database, 3);
  await fill(many.database, 120);
}, 60_000);
afterAll(() => Promise.all([few.stop(), many.stop()]));

/** Operation → statements. */
const TABLE: [string, number][] = [
  ['{ users(first: 100) { nodes { username status } } }', 1],
  [
    '{ users(first: 100) { totalCount totalCountIsEstimate pageInfo { hasNextPage endCursor } edges { cursor node { id } } } }',
    2,
  ],
  [
    '{ users(first: 20) { nodes { username sessions(first: 2) { nodes { status platform device { name platform } } } } } }',
    3,
  ],
  [
    '{ users(first: 20) { nodes { sessions(first: 2, filter: { status: [ACTIVE] }) { totalCount nodes { id endReason } } } } }',
    3,
  ],
  [
    '{ users(first: 20) { nodes { tokens(first: 5) { nodes { kind status endReason refreshTokenIssued application { name } device { name } session { id } consent { scopes } user { username } } } } } }',
    7,
  ],
  [
    '{ users(first: 20) { nodes { accessGrants { nodes { scopes application { name } } } consents { nodes { scopes application { name } } } applications { nodes { name } } } } }',
    5,
  ],
  [
    '{ users(first: 20) { nodes { devices { nodes { device { name application { name } users { nodes { user { username } } } } mobileAuthentication { enabled } } } } } }',
    6,
  ],
  [
    '{ users(first: 20) { nodes { roles { name } effectiveRoles { name permissions } latestEvents { type } sessionsByPlatform { platform count sessions { id } } } } }',
    5,
  ],
  [
    '{ sessions(first: 50) { nodes { user { username } device { name } applications { name } tokens(first: 3) { nodes { kind } } impersonator { username } current } } }',
    5,
  ],
  ['{ tokens(first: 50) { nodes { kind user { username } } } }', 2],
  ['{ devices(first: 50) { totalCount nodes { name users { totalCount nodes { user { username } } } } } }', 5],
  ['{ consents(first: 50) { nodes { user { username } application { name } } } }', 3],
  ['{ accessGrants(first: 50) { nodes { user { username } application { name } device { name } } } }', 4],
  ['{ applications(first: 50) { nodes { name status } } }', 1],
  [
    '{ events(first: 50) { nodes { type user { username } device { name } session { platform } application { name } actor { __typename } revocation { action } } } }',
    5,
  ],
  ['{ revocations(first: 50) { nodes { action counts { users } user { username } } } }', 2],
  [
    '{ revocations(first: 50, filter: { search: "because" }) { totalCount nodes { actor { __typename } target { id } items(first: 2) { totalCount nodes { itemId user { username } } } } } }',
    5,
  ],
  [
    '{ users(first: 50) { nodes { viewerCanUpdate { allowed } viewerCanSetPassword { allowed } viewerCanDisable { allowed code } viewerCanEnable { allowed } viewerCanDelete { allowed reason } viewerCanRevokeAllSessions { allowed } viewerCanDisconnectAllDevices { allowed } } } }',
    3,
  ],
  [
    '{ applications(first: 50) { nodes { viewerCanUpdate { allowed } viewerCanDelete { allowed } viewerCanRotateClientSecret { allowed } } } }',
    2,
  ],
  [
    '{ users(first: 20) { nodes { sessions { nodes { viewerCanRevoke { allowed } } } tokens { nodes { viewerCanRevoke { allowed } } } consents { nodes { viewerCanRevoke { allowed } } } accessGrants { nodes { viewerCanRevoke { allowed } } } devices { nodes { viewerCanDisconnect { allowed } device { viewerCanDelete { allowed } viewerCanRemove { allowed } } } } } } }',
    8,
  ],
];

test.each(TABLE)('%s', async (query, expected) => {
  const [small, large] = [await few.run(query), await many.run(query)];
  expect([small.sent, large.sent]).toEqual([expected, expected]);
});

test.each([
  ['Device', 'devices'],
  ['Application', 'applications'],
] as const)('an owner who asks for each %s by its id', async (type: IdType, table) => {
  const [user] = await many.database.query<{ id: string }>('select id from users order by id limit 1');
  const owner: Principal = {
    ...SERVICE,
    kind: 'USER',
    userId: user!.id,
    scopes: ['self'],
    permissions: new Set(),
    ownsRows: true,
    isStaff: false,
  };
  const rows = await many.database.query<{ id: string }>(`select id from ${table} order by id`);
  const ids = rows.slice(0, 100).map(({ id }) => encodeId(type, id));
  const ask = (some: string[]) => many.run('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: some }, owner);
  const [two, all] = [await ask(ids.slice(0, 2)), await ask(ids)];
  expect([two.sent, all.sent]).toEqual([2, 2]);
  expect(all.data.nodes.filter((node: unknown) => node !== null)).toEqual([{ id: ids[type === 'Device' ? 0 : 1] }]);
});
