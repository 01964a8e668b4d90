/** What the migrations make is what the entities say, and their down scripts undo all of it. */
import { randomBytes } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../src/app/data-source';
import { migrate, migrateDown } from '../../src/database/migrate';
import { createLogger } from '../../src/platform/logger';
import { sql } from '../support/graphql';
import { databaseUrl } from '../support/test-database';

const name = `${process.env.CASTELLAN_TEST_TEMPLATE!.replace(/template$/, '')}${randomBytes(6).toString('hex')}`;
const url = databaseUrl(name);
let source: DataSource;

beforeAll(async () => {
  await sql(process.env.CASTELLAN_TEST_SERVER!, `create database ${name}`);
  await migrate(url);
  source = await createDataSource(url, 2, createLogger('fatal')).initialize();
});
afterAll(async () => {
  await source.destroy();
  await sql(process.env.CASTELLAN_TEST_SERVER!, `drop database ${name} with (force)`);
});

interface Column {
  table: string;
  column: string;
  type: string;
  nullable: boolean;
  keyed: boolean;
}

const columns = () =>
  sql<Column>(
    url,
    `select c.relname as "table", a.attname as "column", format_type(a.atttypid, a.atttypmod) as "type", not a.attnotnull as "nullable",
       exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary and a.attnum = any(i.indkey)) as "keyed"
     from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition order by 1, 2`,
  );

const TYPES: Record<string, string> = { timestamptz: 'timestamp with time zone', int: 'integer', bool: 'boolean' };

test('every column of every entity is there, of its type, its nullability and its place in the key', async () => {
  const found = new Map((await columns()).map((column) => [`${column.table}.${column.column}`, column]));
  const drift: string[] = [];
  for (const entity of source.entityMetadatas)
    for (const column of entity.columns) {
      const at = `${entity.tableName}.${column.databaseName}`;
      const type = source.driver.normalizeType(column);
      const expected = {
        type: `${TYPES[type] ?? type}${column.isArray ? '[]' : ''}`,
        nullable: column.isNullable,
        keyed: column.isPrimary,
      };
      const { type: actual, nullable, keyed } = found.get(at) ?? {};
      if (actual !== expected.type || nullable !== expected.nullable || keyed !== expected.keyed)
        drift.push(
          `${at}: ${JSON.stringify({ type: actual, nullable, keyed })}, the entity says ${JSON.stringify(expected)}`,
        );
    }
  expect(drift).toEqual([]);
  expect(source.entityMetadatas.length).toBeGreaterThan(10);
});

/** The provider's own columns, which no code that reads through an entity may see. */
const WRITTEN_BY_SQL = [
  ...['application_epoch', 'client_id', 'family_id', 'hash', 'payload', 'user_epoch'].map((c) => `access_grants.${c}`),
  ...['cookie_hash', 'uid'].map((c) => `sessions.${c}`),
  ...['application_epoch', 'client_id', 'user_epoch'].map((c) => `token_families.${c}`),
  ...['application_epoch', 'client_id', 'hash'].map((c) => `tokens.${c}`),
];

test('a row can be written with what an entity knows: other columns have a default or may be null', async () => {
  const rows = await sql<{ table: string; column: string }>(
    url,
    `select table_name as "table", column_name as "column" from information_schema.columns
     where table_schema = 'public' and is_nullable = 'NO' and column_default is null and is_generated = 'NEVER'`,
  );
  const known = new Map(
    source.entityMetadatas.map((entity) => [entity.tableName, entity.columns.map((c) => c.databaseName)]),
  );
  const missing = rows.filter(({ table, column }) => known.has(table) && !known.get(table)!.includes(column));
  expect(missing.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(WRITTEN_BY_SQL);
});

/** Everything that a migration can make, as text. */
const catalog = async (): Promise<Record<string, unknown[]>> => {
  const schema = `n.nspname = 'public'`;
  const read = (text: string) => sql<object>(url, text);
  const foreign = `not exists (select from pg_depend d where d.objid = x.oid and d.deptype = 'e')`;
  return {
    columns: await read(
      `select table_name, column_name, data_type, is_nullable, column_default, generation_expression from information_schema.columns where table_schema = 'public' and table_name <> 'migrations' order by 1, 2`,
    ),
    constraints: await read(
      `select conrelid::regclass::text as t, conname, pg_get_constraintdef(x.oid) as def from pg_constraint x join pg_namespace n on n.oid = x.connamespace where ${schema} and conrelid <> coalesce(to_regclass('migrations'), 0) order by 1, 2`,
    ),
    indexes: await read(
      `select indexname, indexdef from pg_indexes where schemaname = 'public' and tablename <> 'migrations' order by 1`,
    ),
    relations: await read(
      `select relname, relkind, reloptions from pg_class x join pg_namespace n on n.oid = x.relnamespace where ${schema} and relname not like '%migrations%' and relname not like 'PK_%' order by 1`,
    ),
    functions: await read(
      `select proname, pg_get_functiondef(x.oid) as def from pg_proc x join pg_namespace n on n.oid = x.pronamespace where ${schema} and ${foreign} order by 1`,
    ),
    triggers: await read(
      `select tgname, pg_get_triggerdef(oid) as def from pg_trigger where not tgisinternal order by 1`,
    ),
    types: await read(
      `select typname from pg_type x join pg_namespace n on n.oid = x.typnamespace where ${schema} and typtype in ('e', 'd') and ${foreign} order by 1`,
    ),
    migrations: await read('select name from migrations order by 1'),
  };
};

/** The number 2 was never released; a database keeps the numbers of its migrations, so none can move up. */
const FIRST = [1, 3];

test('migrations are numbered without gaps, and each has an up and a down script', () => {
  const files = readdirSync(path.resolve(__dirname, '../../migrations'));
  expect(files.filter((file) => !/^\d{4}_[a-z_]+\.(up|down)\.sql$/.test(file))).toEqual([]);
  const namesOf = (direction: string) =>
    files.flatMap((file) => (file.endsWith(`.${direction}.sql`) ? file.replace(`.${direction}.sql`, '') : [])).sort();
  const up = namesOf('up');
  expect(namesOf('down')).toEqual(up);
  expect(up.map((name) => Number(name.slice(0, 4)))).toEqual([
    ...FIRST,
    ...Array.from({ length: up.length - FIRST.length }, (_, i) => FIRST.at(-1)! + 1 + i),
  ]);
});

test('down undoes everything, and up after it gives the same catalog', async () => {
  const before = await catalog();
  expect(before.columns!.length).toBeGreaterThan(100);
  await migrateDown(url);
  const empty = await catalog();
  for (const [kind, found] of Object.entries(empty)) expect([kind, found]).toEqual([kind, []]);
  await migrate(url);
  expect(await catalog()).toEqual(before);
});

test('migrating again, and by several at once, changes nothing', async () => {
  const before = await catalog();
  await Promise.all([migrate(url), migrate(url), migrate(url)]);
  expect(await catalog()).toEqual(before);
  await migrateDown(url);
  await Promise.all([migrate(url), migrate(url), migrate(url), migrate(url)]);
  expect(await catalog()).toEqual(before);
});
