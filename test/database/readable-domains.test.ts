/** The migration of addresses with internationalized domains: keys that earlier releases have written become those of today. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { nameKey } from '../../src/platform/name-key';
import { sql } from '../support/graphql';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const MIGRATION = path.resolve(__dirname, '../../migrations/0039_readable_domains.up.sql');

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()), 60_000);
afterAll(() => database?.drop());

/** As earlier releases made them. */
const formerKey = (text: string): string => text.normalize('NFKC').toLowerCase().normalize('NFKC');

const ADDRESSES = [
  'Petra@xn--mller-kva.example',
  'a@xn--mller-bau-q9a.xn--hxajbheg2az3al.example',
  'b@mail.XN--FSQU00A.xn--4rr70v',
  'c@xn--strae-oqa.example',
  'd@xn--b1abfaaepdrnnbgefbadotcwatmq2g4l.example',
  'e@example.org',
  'f@xn--a.example',
  'g@xn--zzzzzzzz99999.example',
  'h@xn--.example',
  'i@müller.example',
  '"x@y"@xn--mller-kva.example',
  'xn--mller-kva',
];

test('the keys are those that are made today, and what was proved stays proved', async () => {
  const run = (text: string, values: unknown[] = []) => sql<Record<string, string>>(database.url, text, values);
  for (const [i, address] of ADDRESSES.entries())
    await run(
      `insert into users (id, username, username_key, email, email_key, created_at, updated_at)
       values (gen_random_uuid(), $1, $2, $3, $4, now(), now())`,
      [`user${i}`, `user${i}`, address, formerKey(address)],
    );
  // Somebody whose username is an address, and somebody whose address another has in its other form.
  await run(
    `insert into users (id, username, username_key, created_at, updated_at) values (gen_random_uuid(), $1, $1, now(), now())`,
    ['registered@xn--mller-kva.example'],
  );
  await run(
    `insert into users (id, username, username_key, email, email_key, created_at, updated_at) values (gen_random_uuid(), 'late', 'late', $1, $1, now(), now())`,
    ['i@xn--mller-kva.example'],
  );
  for (let time = 0; time < 2; time += 1) {
    await sql(database.url, readFileSync(MIGRATION, 'utf8'));
    const users = await run('select username, email, email_key, proved_email_key from users where email is not null');
    for (const { username, email, email_key: key, proved_email_key: proved } of users)
      expect([email, key, proved]).toEqual([email, username === 'late' ? email : nameKey(email!), null]);
    const names = await run('select name_key from login_names');
    for (const address of ADDRESSES) expect(names).toContainEqual({ name_key: nameKey(address) });
    expect(names).toContainEqual({ name_key: 'registered@müller.example' });
    expect(names).toHaveLength(2 * ADDRESSES.length + 3);
  }
});
