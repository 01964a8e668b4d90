/** Rights that a stolen token gave end with what was derived from it; other changes that it made are told, and stay. */
import { decodeId } from '../../../src/platform/type-id';
import { type DerivedWorld, derivedWorld, type Signed, some } from '../../support/derived';
import * as graphql from '../../support/graphql';
import { refusal } from '../../support/mutate';
import { mutate } from '../../support/pair';
import { type Service, startService } from '../../support/service';

let service: Service;
let world: DerivedWorld;
let admin: graphql.Ask;
/** A role that can be given on an object. */
const LOCAL = 'LOCAL';
beforeAll(async () => {
  service = await startService();
  world = await derivedWorld(service);
  ({ admin } = world);
  await graphql.createRole(admin, LOCAL, ['USERS_READ']);
}, 60_000);
afterAll(() => service?.stop());

const rows = <Row extends object = Record<string, unknown>>(text: string, ...values: unknown[]) =>
  graphql.sql<Row>(service.databaseUrl, text, values);
const idOf = (publicId: string) => decodeId('User', publicId)!;
const groupNamed = async (by: graphql.Ask, name: string): Promise<string> =>
  (await mutate(by, 'createGroup', { name }, 'group { id }')).group.id;
const nextWeek = () => new Date(Date.now() + 7 * 86_400_000).toISOString();
const COUNTS = 'counts { roleAssignments groupMemberships offboardings accessTokens sessions users }';
const permissionsOf = async ({ by }: Signed): Promise<string[]> =>
  (await graphql.ok(by('{ viewer { permissions } }'))).viewer.permissions;
const ended = async (victim: Signed, by = admin) =>
  (
    await mutate(
      by,
      'revokeToken',
      { tokenId: victim.tokenId, includeDerived: true, reason: 'stolen' },
      `revocation { changesLeft ${COUNTS} items(first: 50) { nodes { type itemId } } }`,
    )
  ).revocation;
const eventsOf = (userId: string, type: string) =>
  rows<{ details: Record<string, unknown>; reason: string }>(
    'select details, reason from events where user_id = $1 and type = $2 order by id',
    idOf(userId),
    type,
  );
/** Somebody who holds nothing, signed in with all that they might come to hold. */
const accomplice = async () =>
  world.signedIn(await graphql.createPerson(admin, world.newName()), 'openid self account admin');

const story = async () => {
  const victim = await world.person('ADMIN');
  const friend = await accomplice();
  await graphql.assign(admin, { userId: friend.id, role: 'OPERATOR' });
  const group = await groupNamed(admin, world.newName());
  await graphql.assign(victim.by, { userId: friend.id, role: 'ADMIN' });
  await graphql.assign(victim.by, { userId: friend.id, role: LOCAL, on: { path: 'emea' } });
  await graphql.assign(victim.by, { groupId: group, role: 'ADMIN' });
  await mutate(victim.by, 'addGroupMember', { groupId: group, userId: friend.id }, '__typename');
  const leaver = await graphql.createPerson(admin, world.newName());
  const offboarding = { userId: leaver.id, action: 'DELETE', dueAt: nextWeek() };
  await mutate(victim.by, 'scheduleOffboarding', offboarding, '__typename');
  return { victim, friend, group, leaver, offboarding };
};

describe('rights that a token gave', () => {
  it('end with includeDerived, as their own mutations end them; what others gave stays', async () => {
    const { victim, friend, group, leaver, offboarding } = await story();
    expect(await permissionsOf(friend)).toContain('ROLES_ASSIGN');
    const receipt = await ended(victim);
    expect(some(receipt.counts)).toEqual({
      ...{ roleAssignments: 3, groupMemberships: 1, offboardings: 1, accessTokens: 1 },
    });
    expect(receipt.items.nodes.map(({ type }: { type: string }) => type).sort()).toEqual([
      ...['ACCESS_TOKEN', 'GROUP_MEMBERSHIP', 'OFFBOARDING', 'ROLE_ASSIGNMENT', 'ROLE_ASSIGNMENT', 'ROLE_ASSIGNMENT'],
    ]);
    const left = await permissionsOf(friend);
    expect(left).not.toContain('ROLES_ASSIGN');
    expect(left).toContain('EVENTS_READ');
    expect((await eventsOf(friend.id, 'ROLE_UNASSIGNED')).map(({ details, reason }) => [details, reason])).toEqual(
      expect.arrayContaining([
        [{ role: 'ADMIN', cause: 'DERIVED' }, 'stolen'],
        [{ role: LOCAL, on: { userId: null, groupId: null, path: 'emea' }, cause: 'DERIVED' }, 'stolen'],
      ]),
    );
    const groupId = decodeId('Group', group);
    expect(await eventsOf(friend.id, 'GROUP_MEMBER_REMOVED')).toMatchObject([
      { details: { groupId, cause: 'DERIVED' } },
    ]);
    expect(await eventsOf(leaver.id, 'OFFBOARDING_CANCELLED')).toMatchObject([
      { details: { action: 'DELETE', dueAt: offboarding.dueAt, cause: 'DERIVED' } },
    ]);
    expect(await rows('select 1 from role_assignments where group_id = $1', groupId)).toEqual([]);
    expect(await rows('select 1 from offboardings where user_id = $1', idOf(leaver.id))).toEqual([]);
  });

  it('stay without it, and the plan warns of them', async () => {
    const { victim, friend } = await story();
    const selector = { revokeToken: { tokenId: victim.tokenId } };
    const { plan } = await mutate(admin, 'planRevocation', { selector }, 'plan { warnings { code count } }');
    expect(plan.warnings).toContainEqual({ code: 'DERIVED_CREDENTIALS', count: 5 });
    await mutate(admin, 'revokeToken', { tokenId: victim.tokenId }, '__typename');
    expect(await permissionsOf(friend)).toContain('ROLES_ASSIGN');
    // Also afterwards.
    expect(some((await ended(victim)).counts)).toMatchObject({ roleAssignments: 3, offboardings: 1 });
  });

  it('that somebody else took and gave again are not the same', async () => {
    const { victim, friend, group } = await story();
    await mutate(admin, 'unassignRole', { userId: friend.id, role: 'ADMIN' }, '__typename');
    await graphql.assign(admin, { userId: friend.id, role: 'ADMIN' });
    await mutate(admin, 'removeGroupMember', { groupId: group, userId: friend.id }, '__typename');
    await mutate(admin, 'addGroupMember', { groupId: group, userId: friend.id }, '__typename');
    expect(some((await ended(victim)).counts)).toEqual({ roleAssignments: 2, offboardings: 1, accessTokens: 1 });
    expect(await permissionsOf(friend)).toContain('ROLES_ASSIGN');
  });

  it('stay where a rule has taken the member in since', async () => {
    const { victim, friend, group } = await story();
    await mutate(admin, 'unassignRole', { groupId: group, role: 'ADMIN' }, '__typename');
    await mutate(admin, 'updateGroup', { groupId: group, rule: { types: ['EXTERNAL', 'INTERNAL'] } }, '__typename');
    expect((await ended(victim)).counts.groupMemberships).toBe(0);
    expect(await rows('select 1 from group_members where user_id = $1', idOf(friend.id))).toHaveLength(1);
  });

  it('end as a whole or not at all', async () => {
    const { victim, friend, group } = await story();
    const [role, name] = [world.newName().toUpperCase(), world.newName()];
    await graphql.createRole(admin, role, ['TOKENS_REVOKE', 'ROLES_ASSIGN', 'GROUPS_MANAGE', 'USERS_OFFBOARD']);
    const clerk = await world.signedIn(await graphql.createPerson(admin, name, role), 'openid self account admin');
    const input = { tokenId: victim.tokenId, includeDerived: true };
    // The clerk holds less than the role that would be taken.
    expect(await refusal(clerk.by, 'revokeToken', input)).toBe('FORBIDDEN');
    expect(await permissionsOf(friend)).toContain('ROLES_ASSIGN');
    expect(await world.isActive(victim.accessToken)).toBe(true);
    expect(await rows('select 1 from role_assignments where group_id = $1', decodeId('Group', group))).toHaveLength(1);
    // A person's old sign-in does not do.
    const helper = await world.person('ADMIN');
    await rows(
      `update sessions set authenticated_at = now() - interval '2 hours' where id = $1`,
      decodeId('Session', helper.sessionId),
    );
    expect(await refusal(helper.by, 'revokeToken', input)).toBe('INSUFFICIENT_AUTHENTICATION');
    expect(await permissionsOf(friend)).toContain('ROLES_ASSIGN');
  });

  it('stay where nobody would administer any more, or the caller would not', async () => {
    const victim = await world.person('ADMIN');
    const friend = await accomplice();
    await graphql.assign(victim.by, { userId: friend.id, role: 'ADMIN' });
    const present = await world.signedIn(friend, 'openid self account admin');
    const input = { tokenId: victim.tokenId, includeDerived: true };
    expect(await refusal(present.by, 'revokeToken', input)).toBe('SELF_ACTION');
    await rows(
      `update users set disabled_at = now() where id <> $1 and type <> 'INTERNAL_SERVICE_ACCOUNT' and disabled_at is null`,
      idOf(friend.id),
    );
    expect(await refusal(admin, 'revokeToken', input)).toBe('LAST_ADMINISTRATOR');
    expect(await permissionsOf(friend)).toContain('ROLES_ASSIGN');
    await rows('update users set disabled_at = null');
  });
});

const TRACE = `query ($by: TraceBy!) { trace(by: $by) { derived(first: 50) { nodes { kind mutation live user { id } } } } }`;

describe('other changes that a token made', () => {
  it('are told by trace, by the plan and by the receipt, and stay', async () => {
    const victim = await world.person('ADMIN');
    const target = await graphql.createPerson(admin, world.newName());
    const disabled = await graphql.createPerson(admin, world.newName());
    await mutate(admin, 'disableUser', { userId: disabled.id }, '__typename');
    const email = 'elsewhere@example.com';
    await mutate(victim.by, 'updateUser', { userId: target.id, email }, '__typename');
    await mutate(victim.by, 'enableUser', { userId: disabled.id }, '__typename');
    await mutate(victim.by, 'updateSettings', { factorsEndOneFactorSessions: false }, '__typename');
    const { applicationId } = await graphql.webApplication(service, admin, 'Changed');
    const redirectUris = [graphql.REDIRECT_URI, 'https://evil.example/cb'];
    await mutate(victim.by, 'updateApplication', { applicationId, redirectUris }, '__typename');
    // Refused, or only tried: nothing was changed.
    await refusal(victim.by, 'updateUser', { userId: victim.id, email: 'no address' });
    await mutate(victim.by, 'updateUser', { userId: target.id, name: 'Tried', dryRun: true }, '__typename');

    const { trace } = await graphql.ok(admin(TRACE, { by: { tokenId: victim.tokenId } }));
    const change = { kind: 'CHANGE', live: false };
    expect(trace.derived.nodes).toEqual(
      expect.arrayContaining([
        { ...change, mutation: 'updateUser', user: { id: target.id } },
        { ...change, mutation: 'enableUser', user: { id: disabled.id } },
        { ...change, mutation: 'updateApplication', user: null },
      ]),
    );
    const { length } = trace.derived.nodes;
    expect(length).toBeLessThanOrEqual(4);
    const selector = { revokeToken: { tokenId: victim.tokenId } };
    const { plan } = await mutate(admin, 'planRevocation', { selector }, 'plan { warnings { code count } }');
    expect(plan.warnings).toEqual([{ code: 'DERIVED_CHANGES', count: length }]);
    const receipt = await ended(victim);
    expect([receipt.changesLeft, some(receipt.counts)]).toEqual([length, { accessTokens: 1 }]);
    expect(await rows('select email from users where id = $1', idOf(target.id))).toEqual([{ email }]);
    const revocations = await graphql.ok(
      admin('query { revocations(first: 1) { nodes { changesLeft counts { roleAssignments } } } }'),
    );
    expect(revocations.revocations.nodes).toEqual([{ changesLeft: length, counts: { roleAssignments: 0 } }]);
  });

  it('of what the token created are told with it, and stand in the way of nothing', async () => {
    const victim = await world.person('ADMIN');
    const robot = await world.robot(victim.by);
    await graphql.assign(admin, { userId: robot, role: 'ADMIN' });
    const script = await world.apiToken(victim.by, robot, ['admin']);
    const target = await graphql.createPerson(admin, world.newName());
    const by = graphql.as(service, script.value);
    await mutate(by, 'updateUser', { userId: target.id, name: 'Changed' }, '__typename');
    await rows(
      `insert into derived_credentials (id, kind, credential_id, mutation, token_id, created_at)
       select gen_random_uuid(), 'CHANGE', gen_random_uuid(), 'updateUser', $1, now() from generate_series(1, 10500)`,
      decodeId('Token', victim.tokenId),
    );
    const receipt = await ended(victim);
    expect(receipt.counts.users).toBe(1);
    expect(receipt.changesLeft).toBeGreaterThan(9_999);
  });
});
