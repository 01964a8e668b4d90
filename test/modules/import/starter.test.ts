/** An import goes on only while whoever started it could still create its users; it stops between two batches, and another administrator goes on with it. */
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { ok } from '../../support/graphql';
import { hold } from '../../support/holding';
import { runTask } from '../../support/jobs';
import { mutate, refusal } from '../../support/mutate';
import { type Service, startService } from '../../support/service';
import { finished, importAll, upload } from '../../support/upload';

jest.setTimeout(60_000);

let service: Service;
let token: string;
let admin: graphql.Ask;
let web: graphql.Registered;
beforeAll(async () => {
  service = await startService();
  token = await graphql.adminToken(service);
  admin = graphql.as(service, token);
  web = await graphql.webApplication(service, admin);
  await graphql.createRole(admin, 'Creators', ['USERS_READ', 'USERS_CREATE']);
}, 60_000);
afterAll(() => service?.stop());

const sql = <Row extends object>(text: string, ...values: unknown[]) =>
  graphql.sql<Row>(service.databaseUrl, text, values);
let made = 0;
const person = async (...roles: string[]) => {
  const who = await graphql.createPerson(admin, `starter${(made += 1)}`, ...roles);
  const bearer = (await graphql.tokensOf(web, who.username, 'openid admin')).access_token;
  return { ...who, uuid: decodeId('User', who.id)!, bearer, ask: graphql.as(service, bearer) };
};
type Starter = Awaited<ReturnType<typeof person>>;
const uploaded = async (lines: object[], by = token): Promise<string> => {
  const file = lines.map((line) => JSON.stringify(line)).join('\n');
  return (await upload(service, by, 'format=json-lines', file)).import.id as string;
};
const numbered = (prefix: string, count: number, path = '') =>
  Array.from({ length: count }, (_, i) => ({ username: `${prefix}-${i}`, path }));
/** Started, and not taken up by the worker yet. */
const begun = async (importId: string, { uuid }: Starter, more = 'may_grant = true') => {
  await sql(
    `update imports set started_at = now(), started_by_user_id = $2, started_scopes = '{openid,admin}', ${more} where id = $1`,
    decodeId('Import', importId),
    uuid,
  );
};
const FIELDS = 'status created refused heldUpReason finishedAt viewerCanImport { allowed code }';
const importOf = async (id: string, ask = admin) =>
  (await ok(ask(`query ($id: ID!) { import(id: $id) { ${FIELDS} } }`, { id }))).import;
const createdBy = async (prefix: string): Promise<number> =>
  (await sql<{ n: number }>('select count(*)::int as n from users where username_key like $1', `${prefix}-%`))[0]!.n;

const ENDINGS: [string, string, (who: Starter) => Promise<unknown>][] = [
  ['was disabled', 'CREATOR_ENDED', ({ id }) => mutate(admin, 'disableUser', { userId: id })],
  [
    'was deleted',
    'CREATOR_ENDED',
    async ({ id }) => {
      await mutate(admin, 'disableUser', { userId: id });
      await mutate(admin, 'deleteUser', { userId: id });
    },
  ],
  [
    'lost the role',
    'CREATOR_NOT_ENTITLED',
    ({ id }) => ok(mutate(admin, 'unassignRole', { userId: id, role: 'Creators' })),
  ],
];

test.each(ENDINGS)('what somebody started who %s stops, and another goes on with it', async (name, reason, end) => {
  const prefix = name.replace(/ /g, '-');
  const starter = await person('Creators');
  const id = await uploaded(numbered(prefix, 3));
  await begun(id, starter);
  await end(starter);
  await runTask(service, 'import');
  expect(await importOf(id)).toEqual({
    ...{ status: 'STOPPED', created: 0, refused: 0, heldUpReason: reason },
    ...{ finishedAt: expect.any(String) as string, viewerCanImport: { allowed: true, code: null } },
  });
  expect(await createdBy(prefix)).toBe(0);
  const stops = await sql(
    `select actor_user_id, outcome, details->>'cause' as cause, details->>'stopped' as stopped from events
     where type = 'IMPORT_FINISHED' and details->>'importId' = $1`,
    id,
  );
  expect(stops).toEqual([{ actor_user_id: null, outcome: 'FAILURE', cause: reason, stopped: 'true' }]);
  expect(await importAll(admin, id)).toMatchObject({ status: 'DONE', created: 3, refused: 0 });
  expect(await importOf(id)).toMatchObject({ heldUpReason: null, viewerCanImport: { allowed: false } });
});

test('it stops between two batches, says how far it came, and no line is done half or twice', async () => {
  const starter = await person();
  for (const path of ['emea', 'apac'])
    await graphql.assign(admin, { userId: starter.id, role: 'Creators', on: { path } });
  const lines = [...numbered('two', 1_000, 'emea/sales'), ...numbered('two-b', 500, 'apac')];
  const id = await uploaded(lines, starter.bearer);
  await begun(id, starter, 'may_grant = false');
  await ok(mutate(admin, 'unassignRole', { userId: starter.id, role: 'Creators', on: { path: 'apac' } }));
  await runTask(service, 'import');
  expect(await importOf(id)).toMatchObject({
    ...{ status: 'STOPPED', created: 1_000, refused: 0, heldUpReason: 'CREATOR_NOT_ENTITLED' },
  });
  // Neither whoever may no longer, nor a delegate whose upload it is not.
  expect(await refusal(starter.ask, 'importUsers', { importId: id })).toBe('FORBIDDEN');
  const delegate = await person();
  await graphql.assign(admin, { userId: delegate.id, role: 'Creators', on: { path: 'apac' } });
  expect(await refusal(delegate.ask, 'importUsers', { importId: id })).toBe('NOT_FOUND');
  const other = await person('ADMIN');
  expect(await importAll(other.ask, id)).toMatchObject({ status: 'DONE', created: 1_500, refused: 0 });
  const creators = await sql(
    `select u.username_key as name, count(*)::int as n from events e join users u on u.id = e.actor_user_id
     where e.type = 'USER_CREATED' and e.details->>'importId' = $1 group by 1 order by 2`,
    id,
  );
  expect(creators).toEqual([
    { name: other.username, n: 500 },
    { name: starter.username, n: 1_000 },
  ]);
});

test('what was stopped is kept for a day, and then can no longer be gone on with', async () => {
  const starter = await person('Creators');
  const id = await uploaded(numbered('late', 1));
  await begun(id, starter);
  await mutate(admin, 'disableUser', { userId: starter.id });
  await sql(`update imports set expires_at = now() + interval '1 minute' where id = $1`, decodeId('Import', id));
  await sql(`update import_lines set expires_at = now() - interval '1 minute'`);
  await runTask(service, 'import');
  await runTask(service, 'retention');
  expect(await importOf(id)).toMatchObject({ status: 'STOPPED', viewerCanImport: { allowed: true } });
  const [{ hours }] = (await sql<{ hours: number }>(
    'select round(extract(epoch from expires_at - now()) / 3600)::int as hours from imports where id = $1',
    decodeId('Import', id),
  )) as [{ hours: number }];
  expect(hours).toBe(24);
  await sql(`update imports set expires_at = now() - interval '1 second' where id = $1`, decodeId('Import', id));
  expect(await refusal(admin, 'importUsers', { importId: id })).toBe('INVALID_STATE');
  await runTask(service, 'retention');
  expect(await sql('select 1 from import_lines where import_id = $1', decodeId('Import', id))).toEqual([]);
});

test('whoever no longer holds what a rule would give gives it no more', async () => {
  const { createGroup } = await ok(
    mutate(admin, 'createGroup', { name: 'Ruled', rule: { path: 'ruled' } }, 'group { id }'),
  );
  await graphql.assign(admin, { groupId: createGroup.group.id, role: 'ADMIN' });
  const starter = await person('ADMIN', 'Creators');
  const id = await uploaded([...numbered('ruled', 1, 'ruled'), ...numbered('plain', 1)]);
  await begun(id, starter);
  await ok(mutate(admin, 'unassignRole', { userId: starter.id, role: 'ADMIN' }));
  await runTask(service, 'import');
  expect(await importOf(id)).toMatchObject({ status: 'DONE', created: 1, refused: 1 });
  expect(await createdBy('ruled')).toBe(0);
});

describe('races: the job', () => {
  test('waits for an end of the starter that is under way, and then creates nobody', async () => {
    const starter = await person('ADMIN');
    const id = await uploaded(numbered('race', 2));
    await begun(id, starter);
    const end = await hold(service);
    await end.run('update users set disabled_at = now() where id = $1', starter.uuid);
    const done = runTask(service, 'import');
    await end.blocks();
    await end.commit();
    await done;
    expect(await importOf(id)).toMatchObject({ status: 'STOPPED', created: 0, heldUpReason: 'CREATOR_ENDED' });
    expect(await createdBy('race')).toBe(0);
  });

  test('creates nobody after the starter was disabled, who waits for the batch that is under way', async () => {
    const starter = await person('ADMIN');
    const id = await uploaded(numbered('long', 3_000), starter.bearer);
    // Somebody else is about to take a name of the second batch: it waits for them.
    const name = await hold(service);
    await name.run(
      `insert into users (id, username, username_key, path, attributes, type, created_at, updated_at)
       values (gen_random_uuid(), 'long-1500', 'long-1500', '', '{}', 'INTERNAL', now(), now())`,
    );
    await ok(mutate(starter.ask, 'importUsers', { importId: id }));
    await name.blocks();
    const disabling = mutate(admin, 'disableUser', { userId: starter.id });
    await name.blocks(2);
    await name.commit();
    await disabling;
    const { created, refused, status } = await finished(admin, id);
    expect(created + refused).toBe(status === 'DONE' ? 3_000 : 2_000);
    expect(refused).toBe(1);
    const late = await sql(
      `select 1 from events c join events d on d.user_id = $2 and d.type = 'USER_DISABLED' and c.id > d.id
       where c.type = 'USER_CREATED' and c.details->>'importId' = $1`,
      id,
      starter.uuid,
    );
    expect(late).toEqual([]);
  });
});
