/** Everything that is held about a person is told by `exportUserData`, or is known to hold nothing to tell; and none of it is a secret. */
import { composedModules } from '../../src/app/modules';
import { sql } from '../support/graphql';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

const { personalData: SECTIONS, withoutPersonalData: UNTOLD } = composedModules;

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

test('every table with a user_id is told, or named as one that has nothing to tell', async () => {
  const tables = await sql<{ name: string }>(
    database.url,
    `select c.relname as name from pg_attribute a join pg_class c on c.oid = a.attrelid
     where a.attname = 'user_id' and c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`,
  );
  expect(tables.length).toBeGreaterThan(15);
  const known = [...SECTIONS.map(({ table }) => table), ...Object.keys(UNTOLD)];
  expect(tables.map(({ name }) => name).filter((name) => !known.includes(name))).toEqual([]);
  expect(Object.keys(UNTOLD).filter((name) => !tables.some((table) => table.name === name))).toEqual([]);
});

test('no section tells a hash, a key or what a push service addresses', () => {
  for (const { name, select } of SECTIONS)
    expect([name, select.match(/hash|secret|seed|jwk|payload|thumbprint|cookie|challenge\b|x\.\*/g)]).toEqual([
      name,
      null,
    ]);
  expect(SECTIONS.find(({ name }) => name === 'pushEnrollments')!.select).not.toContain('address');
});
