/** docs/data-model.md shows all tables, as they are now. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { dataModel } from '../../src/app/data-model';
import { createDataSource } from '../../src/app/data-source';
import { createLogger } from '../../src/platform/logger';
import { sql } from '../support/graphql';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('docs/data-model.md is what the entities say (npm run data-model)', async () => {
  const committed = readFileSync(path.resolve(__dirname, '../../docs/data-model.md'), 'utf8');
  expect(await dataModel()).toBe(committed);
});

test('every table has an entity, and every entity a table', async () => {
  const rows = await sql<{ name: string }>(
    database.url,
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and relname <> 'migrations'`,
  );
  const source = await createDataSource(database.url, 1, createLogger('fatal')).initialize();
  const tables = source.entityMetadatas.map(({ tableName }) => tableName);
  await source.destroy();
  expect(tables.sort()).toEqual(rows.map(({ name }) => name).sort());
});
