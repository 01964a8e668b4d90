/** Nothing grows without bound by oversight: of each table it is known how long its rows are kept, and docs/retention.md says so. */
import { readFileSync } from 'node:fs';
import { composedModules } from '../../src/app/modules';
import { sql } from '../support/graphql';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

let database: TestDatabase;
beforeAll(async () => void (database = await createTestDatabase()));
afterAll(() => database.drop());

/** TypeORM's own. */
const KEPT = [...Object.keys(composedModules.withoutRetention), 'migrations'];

const tables = async () =>
  (
    await sql<{ name: string }>(
      database.url,
      `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
    )
  ).map(({ name }) => name);

const ruled = composedModules.retention.flatMap(({ table, parts, owner }) => [
  table,
  ...(parts ? [parts.table] : []),
  ...(owner ? [owner.table] : []),
]);

test('every table has a rule in a module, or its module says until when its rows are kept', async () => {
  const found = await tables();
  expect(found.length).toBeGreaterThan(15);
  expect(found.filter((name) => !ruled.includes(name) && !KEPT.includes(name))).toEqual([]);
  expect(KEPT.filter((name) => !found.includes(name) || ruled.includes(name))).toEqual([]);
});

test('docs/retention.md has each of them in its table, with the setting that says how long', async () => {
  const text = readFileSync('docs/retention.md', 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  const silent = ['migrations', 'worker_leases'];
  const unnamed = (await tables()).filter(
    (name) => !silent.includes(name) && !rows.some((row) => row.includes(`\`${name}\``)),
  );
  expect(unnamed).toEqual([]);
  const settings = composedModules.retention.flatMap(({ keepFor: keep }) => (keep === 0 ? [] : [keep]));
  expect(settings.filter((key) => !rows.some((row) => row.includes(`\`${key}\``)))).toEqual([]);
});

test('every rule that looks through a large table has an index by which it looks', async () => {
  const small = ['application_secrets', 'signing_keys', 'events_default', 'graphile_worker._private_jobs'];
  const defined = (await sql<{ def: string }>(database.url, `select indexdef as def from pg_indexes`)).map(({ def }) =>
    def.replace(/public\.|::[a-z ]+/g, '').toLowerCase(),
  );
  const lacking = composedModules.retention
    .filter(({ table }) => !small.includes(table))
    .filter(({ table, endedAt: over }) => {
      const first = over.replaceAll('x.', '').replaceAll(' ', '');
      return !defined.some((def) => {
        const compact = def.replaceAll(' ', '');
        return compact.includes(`on${table}using`) && compact.includes(`btree(${first}`);
      });
    });
  expect(lacking.map(({ name }) => name)).toEqual([]);
});
