/** An import that cannot go on never holds up the others: a line that clashes is refused, and an import that keeps failing is stopped. */
import { setTimeout as sleep } from 'node:timers/promises';
import { decodeId } from '../../../src/platform/type-id';
import * as graphql from '../../support/graphql';
import { ok } from '../../support/graphql';
import { startWithAdmin, type WithAdmin } from '../../support/start';
import { finished, importAll, start, upload } from '../../support/upload';

let { service, admin, sql, stop } = {} as WithAdmin;
let token: string;
beforeAll(async () => {
  ({ service, admin, sql, stop } = await startWithAdmin());
  token = await graphql.adminToken(service);
}, 60_000);
afterAll(() => stop?.());

const send = async (mode: string, ...users: object[]): Promise<string> => {
  const file = users.map((user) => JSON.stringify(user)).join('\n');
  const { import: uploaded, message } = await upload(service, token, `format=json-lines&mode=${mode}`, file);
  if (!uploaded) throw new Error(message ?? '');
  return uploaded.id;
};
const create = async (...users: object[]) => importAll(admin, await send('create', ...users));

test('two files that give two users the same previous id: the second is refused, and later imports run', async () => {
  await create({ username: 'twin1' }, { username: 'twin2' });
  const [first, second] = [
    await send('update', { username: 'twin1', previousId: 'the-same' }),
    await send('update', { username: 'twin2', previousId: 'the-same' }),
  ];
  expect(await importAll(admin, first)).toMatchObject({ status: 'DONE', refused: 0 });
  expect(await importAll(admin, second)).toMatchObject({
    status: 'DONE',
    refused: 1,
    faults: [{ line: 1, field: 'previousId', code: 'CONFLICT' }],
  });
  expect(await create({ username: 'after-twins' })).toMatchObject({ status: 'DONE', created: 1 });
}, 60_000);

test('an import that keeps failing lets the others finish, stops with a cause, and can be resumed', async () => {
  await sql(`create function fail_poison() returns trigger language plpgsql as
    $$ begin if new.username_key = 'poison' then raise exception 'no such luck'; end if; return new; end $$`);
  await sql('create trigger fail_poison before insert on users for each row execute function fail_poison()');
  const poisoned = await send('create', { username: 'poison' }, { username: 'beside-poison' });
  const healthy = await send('create', { username: 'healthy' });
  await ok(start(admin, poisoned));
  await ok(start(admin, healthy));
  expect(await finished(admin, healthy)).toMatchObject({ status: 'DONE', created: 1 });
  // The queue waits longer and longer between the tries.
  const id = decodeId('Import', poisoned);
  const failures = async () =>
    (await sql<{ failures: number }>('select failures from imports where id = $1', id))[0]!.failures;
  while ((await failures()) === 0) await sleep(20);
  await sql('update imports set failures = greatest(failures, 3) where id = $1', id);
  expect(await finished(admin, poisoned)).toMatchObject({ status: 'STOPPED', created: 0 });
  const { import: found } = await ok(
    admin('query ($id: ID!) { import(id: $id) { heldUpReason viewerCanImport { allowed } } }', { id: poisoned }),
  );
  expect(found).toEqual({ heldUpReason: 'FAILED', viewerCanImport: { allowed: true } });
  const { events } = await ok(
    admin('{ events(filter: { type: [IMPORT_FINISHED] }, first: 50) { nodes { outcome details } } }'),
  );
  expect(events.nodes).toContainEqual(
    expect.objectContaining({
      outcome: 'FAILURE',
      details: expect.objectContaining({ importId: poisoned, stopped: true, cause: 'FAILED' }),
    }),
  );
  expect(await create({ username: 'after-poison' })).toMatchObject({ status: 'DONE', created: 1 });

  await sql('drop trigger fail_poison on users');
  expect(await importAll(admin, poisoned)).toMatchObject({ status: 'DONE', created: 2 });
  expect(await failures()).toBe(0);
}, 90_000);
