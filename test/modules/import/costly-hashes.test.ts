/** People whose imported hashes take long to check: they wait for each other, and hold up nobody else. */
import * as graphql from '../../support/graphql';
import { startWithWeb, type WithWeb } from '../../support/start';
import { importAll, upload } from '../../support/upload';
import { Visitor } from '../../support/visitor';

let { service, admin, web, sql, stop } = {} as WithWeb;
beforeAll(async () => void ({ service, admin, web, sql, stop } = await startWithWeb()), 60_000);
afterAll(() => stop?.());

test('wrong passwords of imported users with costly hashes delay no one else; too many at once are refused', async () => {
  const costly = `$6$rounds=50000$saltstring$${'a'.repeat(86)}`;
  const names = Array.from({ length: 24 }, (_, n) => `costly${n}`);
  const lines = names.map((username) => JSON.stringify({ username, passwordHash: costly })).join('\n');
  const { import: uploaded } = await upload(service, await graphql.adminToken(service), 'format=json-lines', lines);
  await importAll(admin, uploaded.id);
  const someone = await graphql.createPerson(admin, 'quick');
  const visitors = await Promise.all(names.map(() => new Visitor(service.url).begin(web)));
  const quick = await new Visitor(service.url).begin(web);

  let left = names.length;
  const answers = Promise.all(
    visitors.map(async (who, n) => {
      await who.send({ password: 'wrong password', username: names[n]! });
      left -= 1;
      return who;
    }),
  );
  // Once the queue is full, the answers that are not refusals take their turn.
  while (left === names.length) await new Promise((resolve) => setTimeout(resolve, 10));
  await quick.send({ password: graphql.PASSWORD, username: someone.username });
  expect(left).toBeGreaterThan(8);
  expect(quick.page.status === 200 || quick.left !== null).toBe(true);
  expect(quick.alert).toBeUndefined();

  const refused = (await answers).filter(({ page }) => page.status === 429);
  expect(refused.length).toBeGreaterThan(0);
  for (const who of refused) {
    expect(who.alert).toContain('Too many people are signing in at the moment.');
    expect(who.page.headers.get('retry-after')).toBe('60');
  }
  // A refused attempt counts nowhere.
  const failures = await sql<{ cause: string }>(
    `select details ->> 'cause' as cause from events where type = 'SIGN_IN_FAILED' and details ->> 'cause' = 'WRONG_PASSWORD'`,
  );
  expect(failures).toHaveLength(names.length - refused.length);
}, 120_000);
