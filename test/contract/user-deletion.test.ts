/** Deleting a user deletes every row of theirs: each module deletes from its own tables, and a table that none of them deletes from is named here. */
import { decodeId } from '../../src/platform/type-id';
import { ERRORS, ok } from '../support/graphql';
import { startWithAdmin, type WithAdmin } from '../support/start';

/** Tables with a `user_id` whose rows stay when the user is deleted, and why. */
const KEPT: Record<string, string> = {
  events: 'the audit trail, without names',
  revocation_items: 'what the receipts list',
  revocations: 'the receipts, without names',
};

let { admin, sql, stop } = {} as WithAdmin;
beforeAll(async () => void ({ admin, sql, stop } = await startWithAdmin()), 60_000);
afterAll(() => stop?.());

/** Later than any job asks for. */
const LATER = `'2100-01-01'::timestamptz`;
const BY_TYPE: Record<string, string> = {
  uuid: 'gen_random_uuid()',
  text: `'x'`,
  bytea: `gen_random_uuid()::text::bytea`,
  boolean: 'false',
  integer: '0',
  bigint: '0',
  jsonb: `'{}'`,
  ARRAY: `'{}'`,
  'timestamp with time zone': LATER,
};
/** Where a row of any text would not do. */
const VALUES: Record<string, Record<string, string>> = {
  tokens: { kind: `'API'` },
  authenticators: { kind: `'TOTP'` },
};

interface Column {
  table: string;
  name: string;
  type: string;
  needed: boolean;
}

const columnsOfTablesOfUsers = async (): Promise<Map<string, Column[]>> => {
  const columns = await sql<Column>(
    `select c.table_name as "table", c.column_name as name, c.data_type as type,
       c.is_nullable = 'NO' and c.column_default is null and c.is_generated = 'NEVER' and c.is_identity = 'NO' as needed
     from information_schema.columns c join pg_class t on t.relname = c.table_name and t.relnamespace = 'public'::regnamespace
     where c.table_schema = 'public' and t.relkind in ('r', 'p') and not t.relispartition order by c.table_name, c.ordinal_position`,
  );
  const tables = Map.groupBy(columns, ({ table }) => table);
  return new Map([...tables].filter(([, all]) => all.some(({ name }) => name === 'user_id')));
};

/** A row of the user in a table, without regard to what it refers to. */
const insertRow = async (table: string, columns: Column[], userId: string): Promise<void> => {
  const checks = await sql<{ name: string }>(
    `select conname as name from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
    table,
  );
  for (const { name } of checks) await sql(`alter table ${table} drop constraint "${name}"`);
  const given = columns.filter(({ name, needed }) => needed || name === 'user_id');
  const values = given.map(
    ({ name, type }) => VALUES[table]?.[name] ?? (name === 'user_id' ? `'${userId}'` : BY_TYPE[type]),
  );
  await sql(
    `set session_replication_role = replica; insert into ${table} (${given.map(({ name }) => name).join(', ')}) values (${values.join(', ')})`,
  );
};

test('no row with the user_id of a deleted user is left, but for what is kept on purpose', async () => {
  const { createUser } = await ok(
    admin(`mutation { createUser(input: { username: "gone" }) { user { id } ${ERRORS} } }`),
  );
  const { id } = createUser.user;
  const userId = decodeId('User', id)!;
  await ok(admin(`mutation { disableUser(input: { userId: "${id}" }) { ${ERRORS} } }`));

  const tables = await columnsOfTablesOfUsers();
  expect(tables.size).toBeGreaterThan(20);
  expect(Object.keys(KEPT).filter((table) => !tables.has(table))).toEqual([]);
  const rowsIn = async (table: string): Promise<number> =>
    (await sql<{ n: number }>(`select count(*)::int as n from ${table} where user_id = $1`, userId))[0]!.n;
  const deleted = [...tables.keys()].filter((table) => !(table in KEPT));
  for (const table of deleted) {
    if ((await rowsIn(table)) === 0) await insertRow(table, tables.get(table)!, userId);
    expect([table, await rowsIn(table)]).toEqual([table, 1]);
  }

  await ok(admin(`mutation { deleteUser(input: { userId: "${id}" }) { ${ERRORS} } }`));
  const left: string[] = [];
  for (const table of deleted) if ((await rowsIn(table)) > 0) left.push(table);
  expect(left).toEqual([]);
  // What is kept is there to be kept.
  expect(await rowsIn('events')).toBeGreaterThan(0);
});
