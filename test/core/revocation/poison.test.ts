/** A receipt that cannot be settled waits, and never keeps others from it; after a few tries it is an event, and shows. */
import { In } from 'typeorm';
import { SYSTEM_CALLER } from '../../../src/core/event/record';
import type { Job } from '../../../src/core/job/task';
import { MAX_FAILURES, settle } from '../../../src/core/revocation/settle';
import type { Database } from '../../../src/database/database';
import { disableUsers, users } from '../../../src/modules/user';
import { createLogger } from '../../../src/platform/logger';
import { encodeId } from '../../../src/platform/type-id';
import { fill, idOf, type InProcess, startInProcess } from '../../support/in-process';

jest.setTimeout(60_000);

let inside: InProcess;
let database: Database;
beforeAll(async () => {
  inside = await startInProcess();
  ({ database } = inside);
  await fill(database, 4);
});
afterAll(() => inside?.stop());

/** The receipt of a user whose many sessions were ended, and the user. */
const largeEnding = async (n: number) => {
  const userId = (await database.one<{ id: string }>(`select ${idOf(2, String(n))} as id`))!.id;
  await database.execute(
    `insert into sessions (id, uid, cookie_hash, user_id, user_epoch, platform, created_at, authenticated_at, last_seen_at, expires_at)
     select gen_random_uuid(), u.id || '.' || k, sha256((u.id || '.' || k)::bytea), u.id, u.epoch, 'LINUX', now(), now(), now(), now() + interval '1 day'
     from users u, generate_series(1, 1500) k where u.id = $1`,
    [userId],
  );
  const { id } = await database.transaction(async (tx) =>
    disableUsers(tx, SYSTEM_CALLER, {
      ...{ action: 'disableUsers', target: null, reason: 'Left', dryRun: false },
      users: await users(tx).findBy({ id: In([userId]) }),
    }),
  );
  return { id, userId };
};

const run = () =>
  settle({}, { database, logger: createLogger('silent'), signal: new AbortController().signal } as unknown as Job);
const isSettled = async (id: string) =>
  (await database.one('select 1 from revocations where id = $1 and counts is not null', [id])) !== null;
const shown = async (id: string) =>
  (
    await inside.run(
      'query ($id: ID!) { revocation(id: $id) { settlingFailed countsAreFinal items { totalCount } } }',
      {
        id: encodeId('Revocation', id),
      },
    )
  ).data.revocation;

it('lets the others go on, waits between its tries, becomes an event, and is settled once it can be', async () => {
  const poisoned = await largeEnding(1);
  const sound = await largeEnding(2);
  await database.execute(
    `create function poison() returns trigger language plpgsql as $$ begin
       if new.user_id = '${poisoned.userId}' then raise 'poison'; end if; return new; end $$`,
  );
  await database.execute('create trigger poison before update on sessions for each row execute function poison()');
  await run();
  expect(await isSettled(sound.id)).toBe(true);
  expect(await isSettled(poisoned.id)).toBe(false);
  const failures = async () =>
    (await database.one<{ n: number }>('select settle_failures as n from revocations where id = $1', [poisoned.id]))!.n;
  expect(await failures()).toBe(1);
  await run();
  expect(await failures()).toBe(1);

  const events = () =>
    database.query('select 1 from events where type = $1 and revocation_id = $2', ['RECEIPT_INCOMPLETE', poisoned.id]);
  const later = () => database.execute(`update revocations set settle_failed_at = settle_failed_at - interval '1 day'`);
  for (let n = 2; n <= MAX_FAILURES + 1; n += 1) {
    expect(await shown(poisoned.id)).toMatchObject({ settlingFailed: n > MAX_FAILURES, countsAreFinal: false });
    expect(await events()).toHaveLength(n > MAX_FAILURES ? 1 : 0);
    await later();
    await run();
    expect(await failures()).toBe(n);
  }
  expect(await events()).toHaveLength(1);
  const third = await largeEnding(3);
  await run();
  expect(await isSettled(third.id)).toBe(true);

  const { items } = await shown(poisoned.id);
  await database.execute('drop function poison cascade');
  await later();
  await run();
  expect(await shown(poisoned.id)).toEqual({ settlingFailed: false, countsAreFinal: true, items });
});
