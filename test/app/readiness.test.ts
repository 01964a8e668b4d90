/** `/readyz` with real processes: what keeps a process from serving is said there, and it is ready again when that is over. */
import * as fs from 'node:fs';
import path from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/database/embedded';
import { adminToken, as, codes, sql } from '../support/graphql';
import { until } from '../support/jobs';
import { runToEnd, type Service, startService } from '../support/service';
import { undoes } from '../support/undo';

jest.setTimeout(90_000);

const undo = undoes(afterAll);

const readiness = async ({ address }: Service): Promise<[number, string]> => {
  const answer = await fetch(`${address}/readyz`);
  return [answer.status, (await answer.text()).trim()];
};
const READY = [200, 'ok'];

describe('on a server of its own', () => {
  let server: EmbeddedPostgres;
  let service: Service;
  beforeAll(async () => {
    server = await startEmbeddedPostgres({ dataDir: undo.directory(), durable: false });
    undo.push(() => server.stop());
    service = await startService({ alone: true, env: { DATABASE_URL: server.url } });
    undo.push(() => service.stop());
  });

  test('a database that turns read-only', async () => {
    expect(await readiness(service)).toEqual(READY);
    await sql(server.url, 'alter system set default_transaction_read_only = on');
    await sql(server.url, 'select pg_reload_conf()');
    await until(async () => (await readiness(service))[0] === 503, 'it does not notice');
    expect(await readiness(service)).toEqual([503, expect.stringContaining('the database is read-only')]);
    await sql(server.url, 'alter system reset default_transaction_read_only');
    await sql(server.url, 'select pg_reload_conf()');
    await until(async () => (await readiness(service))[0] === 200, 'it does not recover');
    expect(service.log()).toMatch(/not ready/);
  });

  test('connections that were opened while the database was read-only', async () => {
    const name = new URL(server.url).pathname.slice(1);
    const reopen = () =>
      sql(
        server.url,
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
    await sql(server.url, `alter database "${name}" set default_transaction_read_only = on`);
    await reopen();
    await until(async () => (await readiness(service))[0] === 503, 'it does not notice');
    await Promise.all(Array.from({ length: 20 }, () => adminToken(service).catch(() => null)));
    // Statements of a session that was opened in the meantime would go on being refused.
    await sql(server.url, `begin read write; alter database "${name}" reset default_transaction_read_only; commit`);
    await until(async () => (await readiness(service))[0] === 200, 'it does not recover');
    const tokens = await Promise.allSettled(Array.from({ length: 40 }, () => adminToken(service)));
    expect(tokens.filter(({ status }) => status === 'rejected')).toEqual([]);
  });

  test('a disk without room: known from the first statement that fails, until a write succeeds', async () => {
    const full = `language plpgsql as $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`;
    await sql(server.url, `create function full_table() returns trigger ${full}`);
    await sql(server.url, 'create trigger full_table before insert on users execute function full_table()');
    await sql(server.url, `create function full_disk() returns event_trigger ${full}`);
    await sql(
      server.url,
      `create event trigger full_disk on ddl_command_start when tag in ('CREATE TABLE AS') execute function full_disk()`,
    );
    expect(await readiness(service)).toEqual(READY);
    const ask = as(service, await adminToken(service));
    const create = () => ask('mutation { createUser(input: {username: "new"}) { user { id } errors { code } } }');
    expect(codes(await create())).toEqual(['UNAVAILABLE']);
    await until(async () => (await readiness(service))[0] === 503, 'it does not notice');
    for (let i = 0; i < 2; i += 1)
      expect(await readiness(service)).toEqual([503, expect.stringContaining('the database has no room')]);
    await sql(server.url, 'drop event trigger full_disk');
    await sql(server.url, 'drop trigger full_table on users');
    await until(async () => (await readiness(service))[0] === 200, 'it does not recover');
    expect((await create()).data.createUser.errors).toEqual([]);
  });
});

describe('the keys of a process', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
    undo.push(() => service.stop());
  });
  const withKeys = (change: (dataDir: string) => void): string => {
    const dataDir = undo.directory();
    for (const name of ['signing-key.json', 'signing-key-rs256.json', 'sealing-key.json'])
      fs.copyFileSync(path.join(service.dataDir, name), path.join(dataDir, name));
    change(dataDir);
    return dataDir;
  };
  const edit = (file: string, change: (jwk: Record<string, string>) => object) =>
    fs.writeFileSync(file, JSON.stringify(change(JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, string>)));

  test.each([
    ['of another pair', (jwk: Record<string, string>) => ({ ...jwk, d: jwk.x })],
    ['without its private part', ({ d: _, ...jwk }: Record<string, string>) => jwk],
    ['of no kind', () => ({})],
  ])('a signing key %s: all else is served, nothing is signed, and restoring it helps', async (_, broken) => {
    const dataDir = withKeys((at) => edit(path.join(at, 'signing-key.json'), broken));
    const other = await startService({ beside: service, env: { DATA_DIR: dataDir } });
    try {
      expect(await readiness(other)).toEqual([
        503,
        expect.stringContaining('DATA_DIR/signing-key.json cannot be used'),
      ]);
      expect(other.log()).toContain('DATA_DIR/signing-key.json');
      const token = await adminToken(service);
      expect((await as(other, token)('{ users { totalCount } }')).data).toEqual({
        users: { totalCount: 1 },
      });
      const exchange = await fetch(`${other.address}/oidc/token`, { method: 'POST', body: new URLSearchParams() });
      expect([exchange.status, await exchange.json()]).toEqual([
        503,
        expect.objectContaining({ error: 'temporarily_unavailable' }),
      ]);
    } finally {
      await other.stop();
    }
    const { keys } = (await (await fetch(`${service.url}/oidc/jwks`)).json()) as { keys: object[] };
    expect(keys).toHaveLength(2);
  });

  test('a signing key that is retired while the process runs', async () => {
    const other = await startService({ beside: service });
    expect(await readiness(other)).toEqual(READY);
    const own = JSON.parse(fs.readFileSync(path.join(other.dataDir, 'signing-key.json'), 'utf8')) as { kid: string };
    await sql(service.databaseUrl, `update signing_keys set retired_at = now() where kid = '${own.kid}'`);
    await until(async () => (await readiness(other))[0] === 503, 'it does not notice');
    expect(await readiness(other)).toEqual([503, expect.stringContaining('was retired')]);
    expect(await readiness(service)).toEqual(READY);
    await other.stop();
  });

  test.each(['signing-key.json', 'sealing-key.json'])('a start names %s when it cannot read it', async (name) => {
    const start = (change: (file: string) => void) => {
      const dataDir = withKeys((at) => change(path.join(at, name)));
      return runToEnd({ PORT: '0', DATABASE_URL: service.databaseUrl, DATA_DIR: dataDir }).then(({ code, stderr }) => ({
        code,
        said: stderr.trim().split('\n').at(-1)!.replace(dataDir, '…'),
      }));
    };
    expect(await start((file) => fs.truncateSync(file, 20))).toEqual({
      code: 1,
      said: `castellan cannot start: …/${name} is damaged; restore it from a backup`,
    });
    const unreadable = await start((file) => {
      fs.rmSync(file);
      fs.mkdirSync(file);
    });
    expect(unreadable).toEqual({
      code: 1,
      said: `castellan cannot start: …/${name} cannot be read (EISDIR); give this account access to it`,
    });
  });

  test('a start names what it cannot write', async () => {
    const { code, stderr } = await runToEnd({ PORT: '0', DATABASE_URL: service.databaseUrl, DATA_DIR: '/proc' });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /castellan cannot start: \/proc\/\S+ cannot be written \(E[A-Z]+\); make DATA_DIR a directory/,
    );
  });
});
