/** The migration of keys that end words with a final sigma: keys that earlier releases have written become those of today, where they are free. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { nameKey } from '../../src/platform/name-key';
import { sql } from '../support/graphql';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const MIGRATION = path.resolve(__dirname, '../../migrations/0042_final_sigma.up.sql');

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()), 60_000);
afterAll(() => database?.drop());

/** As earlier releases made them. */
const formerKey = (text: string): string => text.normalize('NFKC').toLowerCase().normalize('NFKC');

const run = (text: string, values: unknown[] = []) => sql<Record<string, string>>(database.url, text, values);
const add = (username: string, email: string | null = null) =>
  run(
    `insert into users (id, username, username_key, email, email_key, created_at, updated_at)
     values (gen_random_uuid(), $1, $2, $3, $4, now() + random() * interval '1 day', now())`,
    [username, formerKey(username), email, email && formerKey(email)],
  );

test('the keys are those that are made today, except where they are taken', async () => {
  const changing: [string, string | null][] = [
    ['Νίκος', 'Νίκος@example.org'],
    ['γιώργος.π', null],
    ['άρης@βόλος.example', 'άρης@βόλος.example'],
    ['@τέλος', 'maria@λόφος.example'],
    ['plain', 'plain@example.org'],
  ];
  for (const [username, email] of changing) await add(username, email);
  // Taken: as the username of somebody, as their address, and by one of two that become the same.
  await add('πάρις', 'πάρις@example.org');
  await add('πάρισ', null);
  await add('λάκης@example.org');
  await add('lakis', 'λάκησ@example.org');
  await add('ας.ας');
  await add('ασ.ας');
  const group = (name: string) =>
    run(
      `insert into groups (id, name, name_key, created_at, updated_at) values (gen_random_uuid(), $1, $1, now(), now())`,
      [name],
    );
  for (const name of ['ομάδες', 'όροι', 'νόμος', 'νόμοσ']) await group(name);
  await run(`update users set proved_email_key = email_key where username = 'Νίκος'`);

  for (let time = 0; time < 2; time += 1) {
    await sql(database.url, readFileSync(MIGRATION, 'utf8'));
    const users = await run('select username, username_key, email, email_key, proved_email_key as proved from users');
    const keysOf = (name: string) => users.find(({ username }) => username === name)!;
    for (const [username, email] of changing)
      expect(keysOf(username)).toMatchObject({
        ...{ username_key: nameKey(username), email_key: email && nameKey(email) },
        proved: username === 'Νίκος' ? nameKey(email!) : null,
      });
    expect(keysOf('πάρις')).toMatchObject({ username_key: 'πάρις', email_key: 'πάρισ@example.org' });
    expect(keysOf('λάκης@example.org')).toMatchObject({ username_key: 'λάκης@example.org' });
    expect([keysOf('ας.ας').username_key, keysOf('ασ.ας').username_key]).toContain('ασ.ασ');
    const names = (await run('select name_key from login_names')).map((row) => row.name_key).sort();
    const keys = users.flatMap((user) => [user.username_key, user.email_key]).filter((key) => key !== null);
    expect(names).toEqual([...new Set(keys)].sort());
    expect((await run('select name_key from groups order by 1')).map((row) => row.name_key).sort()).toEqual(
      ['ομάδεσ', 'όροι', 'νόμος', 'νόμοσ'].sort(),
    );
  }
});
