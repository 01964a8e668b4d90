/** Deleting a person: what happened stays in the audit trail, who it was does not; and what belongs to others is left alone. */
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { ERRORS, ok, PASSWORD } from '../../support/graphql';
import { startWithAdmin, type WithAdmin } from '../../support/start';
import { enrolledTotp } from '../../support/totp';

let { service, admin, sql, stop } = {} as WithAdmin;
beforeAll(async () => void ({ service, admin, sql, stop } = await startWithAdmin()), 60_000);
afterAll(() => stop?.());

/** Every row of every table in which the text occurs, as text. */
const traces = async (...words: string[]): Promise<string[]> => {
  const tables = await sql<{ schema: string; name: string }>(
    `select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('public', 'graphile_worker')`,
  );
  const found: string[] = [];
  for (const { schema, name } of tables)
    for (const { row } of await sql<{ row: string }>(
      `select x::text as row from ${schema}."${name}" x where x::text ~* any($1)`,
      words,
    ))
      found.push(`${name}: ${row}`);
  return found;
};

test('nothing that names the person is left in any table, and the events are', async () => {
  const web = await graphql.webApplication(service, admin);
  await graphql.createPerson(admin, 'root', 'ADMIN');
  const root = await graphql.signedIn(service, web, 'root', 'openid account admin');
  const { createUser } = await ok(
    admin(`mutation ($i: CreateUserInput!) { createUser(input: $i) { user { id } ${ERRORS} } }`, {
      i: {
        username: 'wanda.x+y',
        email: 'Wanda.Maximoff@example.com',
        name: 'Wanda Maximoff',
        password: PASSWORD,
        attributes: { nick: 'Wandawitch' },
        reason: 'Wanda Maximoff begins on Monday',
      },
    }),
  );
  const { id } = createUser.user;
  const uuid = decodeId('User', id)!;
  await graphql.assign(admin, { userId: id, role: 'ADMIN' });
  const { access_token } = await graphql.tokensOf(web, 'wanda.x+y', 'openid offline_access admin account');
  const wanda = graphql.as(service, access_token);
  // She does something to somebody else, and that one's name stays.
  const bob = await ok(
    wanda(
      `mutation { createUser(input: { username: "robert", reason: "for the desk", idempotencyKey: "wanda1" }) { user { id } ${ERRORS} } }`,
    ),
  );
  const { id: app } = await enrolledTotp(wanda);
  await ok(
    wanda(`mutation { renameAuthenticator(input: { authenticatorId: "${app}", name: "Wandas phone" }) { ${ERRORS} } }`),
  );
  await ok(
    admin(
      `mutation { revokeAllSessions(input: { userId: "${id}", reason: "ask WANDA.X+Y, wanda.maximoff@example.com" }) { ${ERRORS} } }`,
    ),
  );
  await ok(
    root(`mutation { disableUser(input: { userId: "${id}", reason: "Maximoff left; not Maximoffs" }) { ${ERRORS} } }`),
  );
  const before = await sql<{ n: number }>('select count(*)::int as n from events where user_id = $1', uuid);
  expect((await traces('wanda')).length).toBeGreaterThan(5);

  const { deleteUser } = await ok(
    admin(
      `mutation { deleteUser(input: { userId: "${id}", reason: "erase Wanda Maximoff, ticket 7" }) { revocation { id reason } ${ERRORS} } }`,
    ),
  );
  // Usage is written a moment later.
  await sleep(1_500);
  expect(deleteUser.revocation.reason).toBe('erase …, ticket 7');
  expect(await traces('wanda', 'maximoff(?!s)')).toEqual([]);

  const { events } = await ok(
    admin(
      `{ events(filter: { userId: "${id}" }, first: 100) { nodes { type reason ip userAgent details actor { __typename } } } }`,
    ),
  );
  expect(events.nodes).toHaveLength(before[0]!.n + 1);
  const types = events.nodes.map(({ type }: { type: string }) => type);
  expect(types).toEqual(expect.arrayContaining(['USER_CREATED', 'SIGN_IN', 'USER_DISABLED', 'USER_DELETED']));
  const of = (type: string) => events.nodes.find((event: { type: string }) => event.type === type);
  expect(of('USER_CREATED')).toMatchObject({ reason: '… begins on Monday', details: {} });
  expect(of('SESSIONS_REVOKED')).toMatchObject({ reason: 'ask …, …' });
  expect(of('USER_DISABLED')).toMatchObject({ reason: '… left; not Maximoffs' });
  // From where she acted is gone; from where others did is theirs.
  expect(of('SIGN_IN')).toMatchObject({ ip: null, userAgent: null });
  expect(of('USER_DISABLED').ip).toBe('127.0.0.1');

  const { events: bobs } = await ok(
    admin(`{ events(filter: { userId: "${bob.createUser.user.id}" }) { nodes { type ip reason details } } }`),
  );
  expect(bobs.nodes).toEqual([
    { type: 'USER_CREATED', ip: null, reason: 'for the desk', details: { username: 'robert' } },
  ]);
  const { revocations } = await ok(
    admin(`{ revocations(filter: { userId: "${id}" }) { nodes { action reason counts { users } } } }`),
  );
  expect(revocations.nodes.map(({ action }: { action: string }) => action)).toEqual([
    'deleteUser',
    'disableUser',
    'revokeAllSessions',
  ]);
});

test('the setting leaves everything as it was', async () => {
  await ok(admin(`mutation { updateSettings(input: { usersDeleteAnonymizeEvents: false }) { ${ERRORS} } }`));
  const { id } = await graphql.createPerson(admin, 'keeper');
  await ok(admin(`mutation { disableUser(input: { userId: "${id}" }) { ${ERRORS} } }`));
  await ok(admin(`mutation { deleteUser(input: { userId: "${id}", reason: "keeper goes" }) { ${ERRORS} } }`));
  const { events } = await ok(admin(`{ events(filter: { userId: "${id}" }) { nodes { type reason details } } }`));
  expect(events.nodes).toMatchObject([
    { type: 'USER_DELETED', reason: 'keeper goes' },
    { type: 'USER_DISABLED' },
    { type: 'USER_CREATED', details: { username: 'keeper' } },
  ]);
});
