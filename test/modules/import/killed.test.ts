/** An import whose process is killed in the middle goes on in another: nobody is lost, and nobody is there twice. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as graphql from '../../support/graphql';
import { ok } from '../../support/graphql';
import { type Service, startService } from '../../support/service';
import { finished, importOf, start, upload } from '../../support/upload';

const PEOPLE = 8_000;
const HASH = '$pbkdf2-sha256$i=1000$MDEyMzQ1Njc4OWFiY2RlZg$DGzF4+RpmttWHV7FCaK41NYsG4Rc9QqDO8q71k0T1OA';

let service: Service;
let another: Service | undefined;
beforeAll(async () => void (service = await startService({ alone: true })), 60_000);
afterAll(async () => {
  await another?.stop();
  await service?.stop();
});

const counts = async () =>
  (
    await graphql.sql<{
      users: number;
      names: number;
      passwords: number;
      events: number;
      left: number;
      disabled: number;
    }>(
      service.databaseUrl,
      `select (select count(*)::int from users where username_key like 'person%') as users,
         (select count(distinct username_key)::int from users where username_key like 'person%') as names,
         (select count(*)::int from passwords p join users u on u.id = p.user_id where u.username_key like 'person%') as passwords,
         (select count(*)::int from events where type = 'USER_CREATED' and details ->> 'username' like 'person%') as events,
         (select count(*)::int from users where username_key like 'person%' and status = 'DISABLED') as disabled,
         (select count(*)::int from import_lines where username_key like 'person%') as left`,
    )
  )[0]!;

test('kill -9 in the middle loses nobody and doubles nobody', async () => {
  const token = await graphql.adminToken(service);
  const line = (n: number) => `person${n},person${n}@example.com,${n % 100 === 0},${HASH}`;
  const file = ['username,email,disabled,passwordHash', ...Array.from({ length: PEOPLE }, (_, n) => line(n))];
  // Every thousandth cannot be.
  for (let n = 1_000; n <= PEOPLE; n += 1_000) file[n] = line(0).replace('person0', 'per\u0000son');
  const refused = PEOPLE / 1_000;
  const { import: uploaded } = await upload(service, token, 'format=csv', file.join('\n'));
  expect(uploaded).toMatchObject({ lines: PEOPLE, ready: PEOPLE - refused, refused });

  // Another upload is on its way when the process is killed.
  const half = new ReadableStream({
    start: (controller) => {
      const lines = Array.from({ length: 2_500 }, (_, n) => `{"username":"half${n}"}\n`);
      controller.enqueue(new TextEncoder().encode(lines.join('')));
    },
  });
  const broken = upload(service, token, 'format=json-lines', half).catch(() => 'broken');
  const halfway = async () =>
    (
      await graphql.sql<{ id: string; n: number }>(
        service.databaseUrl,
        `select import_id as id, count(*)::int as n from import_lines where username_key like 'half%' group by 1`,
      )
    )[0];
  while (((await halfway())?.n ?? 0) < 2_000) await sleep(20);

  const ask = graphql.as(service, token);
  await ok(start(ask, uploaded.id));
  while ((await counts()).users === 0) await sleep(2);
  service.process.kill('SIGKILL');
  expect(await broken).toBe('broken');
  const atKill = await counts();
  expect(atKill.users).toBeGreaterThan(0);
  expect(atKill.users).toBeLessThan(PEOPLE - refused);
  expect(atKill.users + atKill.left).toBe(PEOPLE - refused);

  another = await startService({ beside: service });
  const later = graphql.as(another, token);
  expect(await importOf(later, uploaded.id)).toMatchObject({ status: 'RUNNING' });
  // The worker of the killed process loses its job after a while; whoever asks again need not wait for that.
  await ok(start(later, uploaded.id));
  expect(await finished(later, uploaded.id)).toMatchObject({
    status: 'DONE',
    created: PEOPLE - refused,
    refused,
  });
  const all = PEOPLE - refused;
  expect(await counts()).toEqual({
    users: all,
    names: all,
    passwords: all,
    events: all,
    left: 0,
    disabled: PEOPLE / 100,
  });

  // What was on its way is not taken for the whole.
  const { id } = (await halfway())!;
  const [row] = await graphql.sql<{ uploaded: boolean }>(
    service.databaseUrl,
    'select uploaded_at is not null as uploaded from imports where id = $1',
    [id],
  );
  expect(row).toEqual({ uploaded: false });
}, 60_000);
