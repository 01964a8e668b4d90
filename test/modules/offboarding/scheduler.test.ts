/** An off-boarding is carried out only if whoever scheduled it could still schedule it; else it waits, in view, for another administrator. */
import { clientCredentials } from '../../../src/tools/oidc-flow';
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { hold } from '../../support/holding';
import { runTask, until } from '../../support/jobs';
import { mutate, refusal } from '../../support/mutate';
import { startWithWeb, type WithWeb } from '../../support/start';

let { service, admin, web, sql, stop } = {} as WithWeb;
beforeAll(async () => {
  ({ service, admin, web, sql, stop } = await startWithWeb());
  await graphql.createRole(admin, 'Leavers', ['USERS_READ', 'USERS_OFFBOARD']);
}, 60_000);
afterAll(() => stop?.());

const LATER = '2099-01-01T00:00:00.000Z';
let made = 0;
const person = (...roles: string[]) => graphql.createPerson(admin, `person${(made += 1)}`, ...roles);
const asPerson = ({ username }: graphql.Person, client = web, scope = 'openid admin') =>
  graphql.signedIn(service, client, username, scope);
const scheduled = async (ask: graphql.Ask, action = 'DISABLE'): Promise<graphql.Person> => {
  const who = await person();
  expect(
    await refusal(ask, 'scheduleOffboarding', { userId: who.id, action, dueAt: LATER, reason: 'ends' }),
  ).toBeNull();
  return who;
};
const makeDue = (...people: graphql.Person[]) =>
  sql(
    'update offboardings set try_at = now(), due_at = now() where user_id = any($1::uuid[])',
    people.map(({ id }) => decodeId('User', id)),
  );
const carryOut = async (...people: graphql.Person[]) => {
  await makeDue(...people);
  await runTask(service, 'offboard');
};
const statusOf = ({ id }: graphql.Person) => graphql.statusOf(admin, id);
const planOf = async ({ id }: graphql.Person) =>
  (
    await graphql.ok(
      admin(
        'query ($id: ID!) { user(by: { id: $id }) { offboarding { action tries problem failedAt heldUpReason } } }',
        { id },
      ),
    )
  ).user.offboarding;
const stays = async (who: graphql.Person, heldUpReason: string) => {
  expect(await statusOf(who)).toBe('ACTIVE');
  expect(await planOf(who)).toEqual({
    ...{ action: 'DISABLE', tries: 0, problem: 'FORBIDDEN', heldUpReason },
    failedAt: expect.any(String) as string,
  });
};

/** Everybody here is a scheduler of their own; each way ends what they could do. */
const ENDINGS: [string, string, () => Promise<{ ask: graphql.Ask; end(): Promise<unknown> }>][] = [
  [
    'was disabled',
    'CREATOR_ENDED',
    async () => {
      const boss = await person('ADMIN');
      return { ask: await asPerson(boss), end: () => mutate(admin, 'disableUser', { userId: boss.id }) };
    },
  ],
  [
    'was deleted',
    'CREATOR_ENDED',
    async () => {
      const boss = await person('ADMIN');
      const end = async () => {
        await mutate(admin, 'disableUser', { userId: boss.id });
        await mutate(admin, 'deleteUser', { userId: boss.id });
      };
      return { ask: await asPerson(boss), end };
    },
  ],
  [
    'has an account that expired',
    'CREATOR_ENDED',
    async () => {
      const boss = await person('ADMIN');
      const end = () => sql('update users set expires_at = now() where id = $1', decodeId('User', boss.id));
      return { ask: await asPerson(boss), end };
    },
  ],
  [
    'lost the role',
    'CREATOR_NOT_ENTITLED',
    async () => {
      const boss = await person('ADMIN');
      const end = () => mutate(admin, 'unassignRole', { userId: boss.id, role: 'ADMIN' });
      return { ask: await asPerson(boss), end };
    },
  ],
  [
    'lost the role on the folder',
    'CREATOR_NOT_ENTITLED',
    async () => {
      const boss = await person();
      const held = { userId: boss.id, role: 'Leavers', on: { path: 'emea' } };
      await graphql.assign(admin, held);
      const ask = await asPerson(boss);
      const inFolder: graphql.Ask = async (query, variables) => {
        const { userId } = (variables as { input: { userId: string } }).input;
        await mutate(admin, 'updateUser', { userId, path: 'emea/sales' });
        return ask(query, variables);
      };
      return { ask: inFolder, end: () => mutate(admin, 'unassignRole', held) };
    },
  ],
  [
    'left the group that has the role',
    'CREATOR_NOT_ENTITLED',
    async () => {
      const boss = await person();
      const { createGroup } = await graphql.ok(
        mutate(admin, 'createGroup', { name: `Leavers of ${boss.username}` }, 'group { id }'),
      );
      const groupId = createGroup.group.id as string;
      await graphql.assign(admin, { groupId, role: 'Leavers' });
      await graphql.ok(mutate(admin, 'addGroupMember', { groupId, userId: boss.id }));
      return {
        ask: await asPerson(boss),
        end: () => graphql.ok(mutate(admin, 'removeGroupMember', { groupId, userId: boss.id })),
      };
    },
  ],
  [
    'used an application that was disabled',
    'CREATOR_ENDED',
    async () => {
      const client = await graphql.webApplication(service, admin, 'Console');
      const ask = await asPerson(await person('ADMIN'), client);
      return { ask, end: () => mutate(admin, 'disableApplication', { applicationId: client.applicationId }) };
    },
  ],
  [
    'used an application whose scopes were taken away',
    'CREATOR_NOT_ENTITLED',
    async () => {
      const client = await graphql.webApplication(service, admin, 'Console');
      const ask = await asPerson(await person('ADMIN'), client);
      const input = { applicationId: client.applicationId, scopes: ['openid', 'self'] };
      return { ask, end: () => graphql.ok(mutate(admin, 'updateApplication', input)) };
    },
  ],
  [
    'is a service that was disabled',
    'CREATOR_ENDED',
    async () => {
      const { ask, applicationId } = await machine();
      return { ask, end: () => mutate(admin, 'disableApplication', { applicationId }) };
    },
  ],
  [
    'is a service whose scope was taken away',
    'CREATOR_NOT_ENTITLED',
    async () => {
      const { ask, applicationId } = await machine();
      const input = { applicationId, scopes: ['users:read'] };
      return { ask, end: () => graphql.ok(mutate(admin, 'updateApplication', input)) };
    },
  ],
];

const machine = async () => {
  const input = { name: `HR ${(made += 1)}`, kind: 'MACHINE', scopes: ['users:offboard'] };
  const client = await graphql.createApplication(service, admin, input);
  const { access_token } = await clientCredentials(
    { issuer: client.issuer, clientId: client.clientId, clientSecret: client.clientSecret },
    { scope: 'users:offboard' },
  );
  return { ask: graphql.as(service, access_token), applicationId: client.applicationId };
};

test.each(ENDINGS)('whose scheduler %s is not carried out, and says so', async (_name, reason, make) => {
  const { ask, end } = await make();
  const [before, who] = [await scheduled(ask), await scheduled(ask)];
  await carryOut(before);
  expect(await statusOf(before)).toBe('DISABLED');
  await end();
  await carryOut(who);
  await stays(who, reason);
  const { events } = await graphql.ok(
    admin(
      'query ($id: ID!) { events(filter: { userId: $id, type: [OFFBOARDING_FAILED] }) { nodes { outcome reason actor { __typename } details } } }',
      { id: who.id },
    ),
  );
  expect(events.nodes).toEqual([
    {
      ...{ outcome: 'FAILURE', reason: 'ends', actor: null },
      details: { action: 'DISABLE', problem: 'FORBIDDEN', cause: reason },
    },
  ]);
  // Nothing comes of it later either.
  await carryOut(who);
  await stays(who, reason);
});

describe('one that is held up', () => {
  const heldUp = async () => {
    const boss = await person('ADMIN');
    const who = await scheduled(await asPerson(boss));
    await mutate(admin, 'disableUser', { userId: boss.id });
    return { boss, who };
  };

  test('keeps nobody behind it waiting', async () => {
    const { who } = await heldUp();
    const others = [await scheduled(admin), await scheduled(admin)];
    await carryOut(who, ...others);
    await stays(who, 'CREATOR_ENDED');
    for (const other of others) expect(await statusOf(other)).toBe('DISABLED');
  });

  test('is scheduled again by another administrator, or cancelled', async () => {
    const [first, second] = [await heldUp(), await heldUp()];
    await carryOut(first.who, second.who);
    const input = { action: 'DISABLE', dueAt: LATER, userId: first.who.id };
    expect(await refusal(admin, 'scheduleOffboarding', input)).toBeNull();
    expect(await planOf(first.who)).toMatchObject({ problem: null, failedAt: null, heldUpReason: null });
    await carryOut(first.who);
    expect(await statusOf(first.who)).toBe('DISABLED');
    expect(await refusal(admin, 'cancelOffboarding', { userId: second.who.id })).toBeNull();
    expect(await planOf(second.who)).toBeNull();
  });
});

test('whose scheduler was let in again before it was due is carried out', async () => {
  const boss = await person('ADMIN');
  const who = await scheduled(await asPerson(boss));
  await mutate(admin, 'disableUser', { userId: boss.id });
  await mutate(admin, 'enableUser', { userId: boss.id });
  await carryOut(who);
  expect(await statusOf(who)).toBe('DISABLED');
});

test('of one who has come to hold more than the scheduler is neither carried out nor scheduled', async () => {
  const ask = await asPerson(await person('Leavers'));
  const who = await scheduled(ask);
  await graphql.assign(admin, { userId: who.id, role: 'ADMIN' });
  await carryOut(who);
  await stays(who, 'CREATOR_NOT_ENTITLED');
  const input = { action: 'DISABLE', dueAt: LATER, userId: who.id };
  expect(await refusal(ask, 'scheduleOffboarding', input)).toBe('FORBIDDEN');
  const { user } = await graphql.ok(
    ask('query ($id: ID!) { user(by: { id: $id }) { viewerCanScheduleOffboarding { allowed code } } }', { id: who.id }),
  );
  expect(user.viewerCanScheduleOffboarding).toEqual({ allowed: false, code: 'FORBIDDEN' });
});

test('counts with the scopes of the token that scheduled it, and one from before these were kept with everything', async () => {
  const boss = await person('ADMIN');
  const ask = await asPerson(boss);
  const [now, before] = [await scheduled(ask), await scheduled(ask)];
  const id = (who: graphql.Person) => decodeId('User', who.id);
  expect(await sql('select actor_scopes from offboardings where user_id = $1', id(now))).toEqual([
    { actor_scopes: ['openid', 'admin'] },
  ]);
  await sql(`update offboardings set actor_scopes = '{openid,self}' where user_id = $1`, id(now));
  await sql('update offboardings set actor_scopes = null, actor_application_id = null where user_id = $1', id(before));
  await carryOut(now, before);
  await stays(now, 'CREATOR_NOT_ENTITLED');
  expect(await statusOf(before)).toBe('DISABLED');
});

describe('races: the job', () => {
  test('waits for an end of the scheduler that is under way, and then does nothing', async () => {
    for (const ending of [
      'update users set disabled_at = now() where id = $1',
      'delete from users where id = $1',
      'update users set expires_at = now() where id = $1',
    ]) {
      const boss = await person('ADMIN');
      const who = await scheduled(await asPerson(boss));
      const end = await hold(service);
      await end.run(ending, decodeId('User', boss.id));
      await makeDue(who);
      const done = runTask(service, 'offboard');
      await end.blocks();
      await end.commit();
      await done;
      await stays(who, 'CREATOR_ENDED');
    }
  });

  test('that came first is done before the scheduler is disabled', async () => {
    const boss = await person('ADMIN');
    const who = await scheduled(await asPerson(boss));
    const target = await hold(service);
    await target.run('select 1 from users where id = $1 for update', decodeId('User', who.id));
    await makeDue(who);
    const done = runTask(service, 'offboard');
    await target.blocks();
    let ended = false;
    const disabling = mutate(admin, 'disableUser', { userId: boss.id }).then(() => (ended = true));
    await target.blocks(2);
    expect(ended).toBe(false);
    await target.commit();
    await Promise.all([done, disabling]);
    expect(await statusOf(who)).toBe('DISABLED');
    expect(await statusOf(boss)).toBe('DISABLED');
  });

  test('finds none carried out after its scheduler was disabled, in twenty rounds at once', async () => {
    const rounds = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const boss = await person('ADMIN');
        return { boss, who: await scheduled(await asPerson(boss)) };
      }),
    );
    await makeDue(...rounds.map(({ who }) => who));
    await Promise.all([
      runTask(service, 'offboard'),
      ...rounds.map(({ boss }) => mutate(admin, 'disableUser', { userId: boss.id })),
    ]);
    const left = async () =>
      (
        await sql<{ n: number }>(
          'select count(*)::int as n from offboardings where failed_at is null and try_at <= now()',
        )
      )[0]!.n === 0;
    await until(left, 'all are done or held up');
    // Ids of events are in the order of writing, under the locks.
    const [{ after, done }] = (await sql<{ after: number; done: number }>(
      `select count(*) filter (where c.id > d.id)::int as after, count(*)::int as done from events c
       join events d on d.user_id = c.actor_user_id and d.type = 'USER_DISABLED'
       where c.type = 'OFFBOARDING_CARRIED_OUT' and c.user_id = any($1::uuid[])`,
      rounds.map(({ who }) => decodeId('User', who.id)),
    )) as [{ after: number; done: number }];
    expect(after).toBe(0);
    expect(done).toBeLessThanOrEqual(rounds.length);
  }, 60_000);
});
