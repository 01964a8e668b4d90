/** A primary and a synchronous standby, set up as docs/operate.md says: the primary dies, and what was ended stays ended on the standby. */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { introspect } from '../../src/tools/oidc-flow';
import { adminToken, as, codes, createPerson, ERRORS, ok, sql, tokensOf, webApplication } from '../support/graphql';
import { until } from '../support/jobs';
import { isLongRun, operate } from '../support/operate';
import { blocksOf, readPage } from '../support/page-code';
import { postgresPrograms, preparePostgres } from '../support/postgres';
import { freePort, startService } from '../support/service';
import { undoes } from '../support/undo';

const undo = undoes(afterEach);

const page = readPage('docs/operate.md').split('\n## A standby, and a failover\n')[1]!.split('\n## ')[0]!;
const statements = blocksOf(page)
  .find(({ tag }) => tag === 'sql')!
  .code.trim()
  .split('\n');

/** An address that leads to one server, and later to another. */
const floatingAddress = async (port: number): Promise<{ port: number; moveTo(port: number): void }> => {
  let target = port;
  const sockets = new Set<Socket>();
  const server: Server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => [near, far].forEach((end) => end.destroy()));
      socket.on('close', () => [near, far].forEach((end) => end.destroy()));
    }
    near.pipe(far).pipe(near);
  });
  const own = await freePort();
  await new Promise<void>((resolve) => server.listen(own, '127.0.0.1', resolve));
  undo.push(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return { port: own, moveTo: (next) => void (target = next) };
};

operate('a failover to a synchronous standby', isLongRun && postgresPrograms() !== null, async () => {
  const primary = await preparePostgres();
  undo.push(() => primary.remove());
  await primary.start();
  await sql(primary.url('postgres'), 'create database castellan');
  const standby = await preparePostgres(primary);
  undo.push(() => standby.remove());
  await standby.start();
  for (const statement of statements) await sql(primary.url('postgres'), statement);
  await until(
    async () => (await sql(primary.url(), `select from pg_stat_replication where sync_state = 'sync'`)).length === 1,
  );

  const address = await floatingAddress(primary.port);
  const url = new URL(primary.url());
  url.port = String(address.port);
  const service = await startService({ alone: true, env: { DATABASE_URL: url.href } });
  undo.push(() => service.stop());
  const admin = as(service, await adminToken(service));
  const web = await webApplication(service, admin);
  const [alice] = [await createPerson(admin, 'alice'), await createPerson(admin, 'bob')];
  const ended = (await tokensOf(web, 'alice', 'openid self')).access_token;
  const live = (await tokensOf(web, 'bob', 'openid self')).access_token;
  const readiness = async () => (await fetch(`${service.url}/readyz`)).status;
  expect(await readiness()).toBe(200);

  // The last thing that the primary does.
  await ok(
    admin(`mutation ($input: RevokeAllSessionsInput!) { revokeAllSessions(input: $input) { ${ERRORS} } }`, {
      input: { userId: alice.id },
    }),
  );
  await primary.kill('SIGKILL');
  expect(await readiness()).toBe(503);
  expect(codes(await admin('{ users { totalCount } }'))).toEqual(['UNAVAILABLE']);
  // A standby answers, but takes no writes.
  address.moveTo(standby.port);
  await until(async () => (await (await fetch(`${service.url}/readyz`)).text()) !== 'the database cannot be reached\n');
  expect(await readiness()).toBe(503);

  await standby.run('pg_ctl', 'promote', '-D', standby.directory, '-w');
  // The promoted server has no standby of its own yet, and must not wait for one.
  await sql(standby.url('postgres'), `alter system set synchronous_standby_names = ''`);
  await sql(standby.url('postgres'), 'select pg_reload_conf()');
  await until(async () => (await readiness()) === 200);
  expect(await introspect(web, ended)).toEqual({ active: false });
  expect((await introspect(web, live)).active).toBe(true);
  expect((await admin('{ users { totalCount } }')).data).toEqual({ users: { totalCount: 3 } });
  await createPerson(admin, 'carol');
  expect(service.process.exitCode).toBeNull();
});
