/** Scheduled off-boarding: one at a time, in view, in the name and with the words of whoever asked, tried again, and given up where everybody sees it. */
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { runTask, until } from '../../support/jobs';
import { mutate, refusal } from '../../support/mutate';
import { startWithWeb, type WithWeb } from '../../support/start';

let { service, admin, web, sql, stop } = {} as WithWeb;
/** Who schedules. */
let boss: graphql.Person;
let asBoss: graphql.Ask;
beforeAll(async () => {
  ({ service, admin, web, sql, stop } = await startWithWeb());
  boss = await graphql.createPerson(admin, 'boss', 'ADMIN');
  asBoss = await graphql.signedIn(service, web, 'boss', 'openid admin');
}, 60_000);
afterAll(() => stop?.());

const soon = (ms: number) => new Date(Date.now() + ms).toISOString();
const LATER = '2099-01-01T00:00:00.000Z';
let made = 0;
const person = (...roles: string[]) => graphql.createPerson(admin, `leaver${(made += 1)}`, ...roles);
const PLAN = `offboarding { action dueAt reason tries problem failedAt scheduler { ... on User { username } } }`;
const userOf = async ({ id }: graphql.Person) =>
  (await graphql.ok(admin(`query ($id: ID!) { user(by: { id: $id }) { status ${PLAN} } }`, { id }))).user;
const eventsOf = async ({ id }: graphql.Person, type: string) =>
  (
    await graphql.ok(
      admin(
        `query ($id: ID!) { events(filter: { userId: $id, type: [${type}] }) { nodes { type outcome reason details
           actor { ... on User { username } } revocation { action } } } }`,
        { id },
      ),
    )
  ).events.nodes;
const schedule = (who: graphql.Person, input: Record<string, unknown>) =>
  refusal(asBoss, 'scheduleOffboarding', { userId: who.id, reason: 'contract ends', ...input });

test('it is seen on the user, cancelled, and then nothing comes of it', async () => {
  const who = await person();
  const dueAt = soon(1_000);
  expect(await schedule(who, { action: 'DELETE', dueAt })).toBeNull();
  expect((await userOf(who)).offboarding).toEqual({
    ...{ action: 'DELETE', dueAt, reason: 'contract ends', scheduler: { username: 'boss' } },
    ...{ tries: 0, problem: null, failedAt: null },
  });
  expect(await refusal(admin, 'cancelOffboarding', { userId: who.id, reason: 'she stays' })).toBeNull();
  expect((await userOf(who)).offboarding).toBeNull();
  expect(await eventsOf(who, 'OFFBOARDING_CANCELLED')).toMatchObject([{ reason: 'she stays' }]);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  await runTask(service, 'offboard');
  expect((await userOf(who)).status).toBe('ACTIVE');
  expect(await refusal(admin, 'cancelOffboarding', { userId: who.id })).toBe('INVALID_STATE');
});

test('at its time the user is deleted, whether disabled or not, with the words of the scheduler', async () => {
  const [active, disabled] = [await person(), await person()];
  await mutate(admin, 'disableUser', { userId: disabled.id });
  for (const who of [active, disabled]) {
    expect(await schedule(who, { action: 'DELETE', dueAt: soon(500) })).toBeNull();
    await until(async () => (await userOf(who)) === null, 'not deleted');
    expect(await eventsOf(who, 'USER_DELETED, OFFBOARDING_CARRIED_OUT')).toMatchObject(
      ['OFFBOARDING_CARRIED_OUT', 'USER_DELETED'].map((type) => ({
        ...{ type, outcome: 'SUCCESS', reason: 'contract ends', actor: { username: 'boss' } },
        revocation: { action: 'offboarding' },
      })),
    );
  }
  expect(await sql('select 1 from offboardings')).toEqual([]);
});

test('who is disabled already stays so, and the plan is over', async () => {
  const who = await person();
  await mutate(admin, 'disableUser', { userId: who.id, reason: 'before' });
  expect(await schedule(who, { action: 'DISABLE', dueAt: soon(300) })).toBeNull();
  await until(async () => (await userOf(who)).offboarding === null, 'not over');
  expect(await eventsOf(who, 'OFFBOARDING_CARRIED_OUT')).toMatchObject([
    { details: { action: 'DISABLE', changed: false }, revocation: null },
  ]);
  expect(await eventsOf(who, 'USER_DISABLED')).toMatchObject([{ reason: 'before' }]);
});

test('a second is refused, and so are a time that has passed, oneself, and strangers', async () => {
  const who = await person();
  expect(await schedule(who, { action: 'DISABLE', dueAt: LATER })).toBeNull();
  expect(await schedule(who, { action: 'DELETE', dueAt: LATER })).toBe('CONFLICT');
  expect(await schedule(await person(), { action: 'DELETE', dueAt: soon(-1_000) })).toBe('INVALID_INPUT');
  expect(await schedule(boss, { action: 'DISABLE', dueAt: LATER })).toBe('SELF_ACTION');
  expect(await schedule({ ...who, id: 'usr_nobody' }, { action: 'DISABLE', dueAt: LATER })).toBe('NOT_FOUND');
  const internal = await person();
  await sql(`update users set type = 'INTERNAL_SERVICE_ACCOUNT' where id = $1`, decodeId('User', internal.id));
  expect(await schedule(internal, { action: 'DISABLE', dueAt: LATER })).toBe('INVALID_STATE');

  // The user is not told, nor may do anything about it.
  const token = (await graphql.tokensOf(web, who.username, 'openid self')).access_token;
  const asSelf = graphql.as(service, token);
  const { viewer } = await graphql.ok(asSelf('{ viewer { user { offboarding { dueAt } } } }'));
  expect(viewer.user.offboarding).toBeNull();
  expect(await refusal(asSelf, 'cancelOffboarding', { userId: who.id })).toBe('FORBIDDEN');
});

test('whoever holds the permission on a folder does it there, and nowhere else', async () => {
  await graphql.createRole(admin, 'Leavers', ['USERS_READ', 'USERS_OFFBOARD', 'USERS_LOCK_DOWN']);
  const delegate = await person();
  await graphql.assign(admin, { userId: delegate.id, role: 'Leavers', on: { path: 'emea' } });
  const ask = await graphql.signedIn(service, web, delegate.username, 'openid admin');
  const [inside, outside] = [await person(), await person()];
  await mutate(admin, 'updateUser', { userId: inside.id, path: 'emea/sales' });
  const input = { action: 'DISABLE', dueAt: LATER };
  expect(await refusal(ask, 'scheduleOffboarding', { userId: outside.id, ...input })).toBe('NOT_FOUND');
  expect(await refusal(ask, 'lockdownUser', { userId: outside.id, reason: 'stolen' })).toBe('NOT_FOUND');
  expect(await refusal(ask, 'scheduleOffboarding', { userId: inside.id, ...input })).toBeNull();
  expect(await refusal(ask, 'lockdownUser', { userId: inside.id, reason: 'stolen' })).toBeNull();
  expect((await userOf(inside)).status).toBe('DISABLED');
});

describe('what stands against it', () => {
  const due = (who: graphql.Person) =>
    sql('update offboardings set try_at = now() where user_id = $1', decodeId('User', who.id));

  test('is seen, and it is tried again until that has passed', async () => {
    const who = await person();
    // Not in yet when it is due, which nobody can be disabled from.
    await sql(`update users set onboarding = 'INVITED' where id = $1`, decodeId('User', who.id));
    expect(await schedule(who, { action: 'DISABLE', dueAt: soon(300) })).toBeNull();
    await until(async () => (await userOf(who)).offboarding.tries === 1, 'not tried');
    expect((await userOf(who)).offboarding).toMatchObject({ problem: 'INVALID_STATE', failedAt: null });
    await sql('update users set onboarding = null where id = $1', decodeId('User', who.id));
    await due(who);
    await runTask(service, 'offboard');
    expect(await userOf(who)).toEqual({ status: 'DISABLED', offboarding: null });
  });

  test('for as long as the last administrator is the last, he stays', async () => {
    const { user: bootstrap } = await graphql.ok(admin('{ user(by: {username: "admin"}) { id username } }'));
    // By the machine: whoever schedules it must still be let in.
    const input = { userId: bootstrap.id, action: 'DELETE', dueAt: LATER };
    expect(await refusal(admin, 'scheduleOffboarding', input)).toBeNull();
    await mutate(admin, 'disableUser', { userId: boss.id });
    await due(bootstrap);
    await runTask(service, 'offboard');
    expect(await userOf(bootstrap)).toMatchObject({
      status: 'ACTIVE',
      offboarding: { problem: 'LAST_ADMINISTRATOR', tries: 1 },
    });
    await mutate(admin, 'enableUser', { userId: boss.id });
    await due(bootstrap);
    await runTask(service, 'offboard');
    expect(await userOf(bootstrap)).toBeNull();
    asBoss = await graphql.signedIn(service, web, 'boss', 'openid admin');
  });

  test('a fault of the service counts as a try too, and harms no other', async () => {
    const [broken, fine] = [await person(), await person()];
    await sql(
      `create function fail() returns trigger language plpgsql as $$ begin if new.id = '${decodeId('User', broken.id)}' and new.disabled_at is not null then raise 'broken'; end if; return new; end $$`,
    );
    await sql('create trigger fail before update on users for each row execute function fail()');
    for (const who of [broken, fine]) {
      expect(await schedule(who, { action: 'DISABLE', dueAt: LATER })).toBeNull();
      await due(who);
    }
    await runTask(service, 'offboard');
    expect(await userOf(fine)).toEqual({ status: 'DISABLED', offboarding: null });
    expect(await userOf(broken)).toMatchObject({ status: 'ACTIVE', offboarding: { tries: 1, problem: null } });
    await sql('drop trigger fail on users');
    await due(broken);
    await runTask(service, 'offboard');
    expect(await userOf(broken)).toEqual({ status: 'DISABLED', offboarding: null });
  });

  test('after the last try it is given up, with an event, and makes room for another', async () => {
    const who = await person();
    await sql(`update users set onboarding = 'INVITED' where id = $1`, decodeId('User', who.id));
    expect(await schedule(who, { action: 'DISABLE', dueAt: LATER })).toBeNull();
    await sql('update offboardings set tries = 19 where user_id = $1', decodeId('User', who.id));
    await due(who);
    await runTask(service, 'offboard');
    expect((await userOf(who)).offboarding).toMatchObject({
      tries: 20,
      problem: 'INVALID_STATE',
      failedAt: expect.any(String) as string,
    });
    expect(await eventsOf(who, 'OFFBOARDING_FAILED')).toMatchObject([
      { outcome: 'FAILURE', reason: 'contract ends', details: { action: 'DISABLE', problem: 'INVALID_STATE' } },
    ]);
    await runTask(service, 'offboard');
    expect((await userOf(who)).offboarding.tries).toBe(20);
    expect(await schedule(who, { action: 'DELETE', dueAt: soon(300) })).toBeNull();
    await until(async () => (await userOf(who)) === null, 'not deleted');
  });
});
