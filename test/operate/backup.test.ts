/** The commands for backup and restore of docs/operate.md: what was live is served, what was dead stays dead, and what the backup cannot know. */
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { introspect } from '../../src/tools/oidc-flow';
import { adminToken, as, createPerson, ERRORS, ok, sql, tokensOf, webApplication } from '../support/graphql';
import { operate } from '../support/operate';
import { blocksOf, readPage } from '../support/page-code';
import { postgresPrograms, preparePostgres } from '../support/postgres';
import { freePort, type Service, startService } from '../support/service';
import { undoes } from '../support/undo';

const undo = undoes(afterEach);

const page = readPage('docs/operate.md').split('\n## Backup and restore\n')[1]!.split('\n## ')[0]!;
const [dump, restore, endEverything, copy] = blocksOf(page).map(({ code }) => code) as [string, string, string, string];

const bash = (code: string, cwd: string, env: Record<string, string> = {}) =>
  promisify(execFile)('bash', ['--norc', '-euo', 'pipefail', '-c', code], {
    cwd,
    env: { PATH: `${postgresPrograms() ?? ''}:${path.dirname(process.execPath)}:${process.env.PATH}`, ...env },
  });

interface World {
  service: Service;
  active(token: string): Promise<boolean>;
  live: string;
  endedBefore: string;
  endedAfter: string;
  /** Ends what is only ended after the backup. */
  end(): Promise<void>;
}

/** Three people who are signed in; one is signed out by an administrator now, one later. */
const worldOf = async (service: Service): Promise<World> => {
  const admin = as(service, await adminToken(service));
  const web = await webApplication(service, admin);
  const token = async (name: string) => (await tokensOf(web, name, 'openid self')).access_token;
  const people = await Promise.all(['live', 'before', 'after'].map((name) => createPerson(admin, name)));
  const [live, endedBefore, endedAfter] = [await token('live'), await token('before'), await token('after')];
  const revoke = (userId: string) =>
    ok(
      admin(`mutation ($input: RevokeAllSessionsInput!) { revokeAllSessions(input: $input) { ${ERRORS} } }`, {
        input: { userId },
      }),
    );
  await revoke(people[1]!.id);
  return {
    ...{ service, live, endedBefore, endedAfter },
    active: async (value) => (await introspect(web, value)).active === true,
    end: async () => void (await revoke(people[2]!.id)),
  };
};
const states = async ({ active, live, endedBefore, endedAfter }: World): Promise<boolean[]> =>
  Promise.all([live, endedBefore, endedAfter].map(active));

operate('pg_dump and pg_restore into an empty server', postgresPrograms() !== null, async () => {
  const directory = undo.directory();
  const old = await preparePostgres();
  undo.push(() => old.remove());
  await old.start();
  await sql(old.url('postgres'), 'create database castellan');
  const port = String(await freePort());
  const env = { DATABASE_URL: old.url(), DATA_DIR: path.join(directory, '.data'), PORT: port };
  fs.mkdirSync(env.DATA_DIR);
  const first = await startService({ alone: true, env });
  undo.push(() => first.stop());
  const world = await worldOf(first);
  expect(await states(world)).toEqual([true, false, true]);

  await bash(dump, directory, { DATABASE_URL: old.url() });
  await world.end();
  expect(await states(world)).toEqual([true, false, false]);
  const bootstrap = fs.readFileSync(path.join(env.DATA_DIR, 'bootstrap.json'));
  await first.stop();
  await old.kill('SIGQUIT');

  const other = await preparePostgres();
  undo.push(() => other.remove());
  await other.start();
  await sql(other.url('postgres'), 'create database castellan');
  await bash(restore, directory, { RESTORED_URL: other.url() });
  const restoredData = path.join(directory, 'restored-data');
  // For the test's own way to the accounts; an operator knows them.
  fs.writeFileSync(path.join(restoredData, 'bootstrap.json'), bootstrap);
  const second = await startService({
    alone: true,
    env: { DATABASE_URL: other.url(), DATA_DIR: restoredData, PORT: port },
  });
  undo.push(() => second.stop());
  expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
  // The backup does not know what ended after it.
  expect(await states(world)).toEqual([true, false, true]);

  const { stdout } = await bash(endEverything, path.resolve(__dirname, '../..'), {
    TOKEN: await adminToken(second),
    ADDRESS: second.url,
  });
  expect(stdout).toMatch(/^Ended [1-9]\d* sessions, [1-9]\d* more tokens and \d+ access grants\.$/m);
  expect(await states(world)).toEqual([false, false, false]);
  const receipts = await sql<{ reason: string }>(
    other.url(),
    `select reason from revocations where reason is not null`,
  );
  expect(new Set(receipts.map(({ reason }) => reason))).toEqual(new Set(['restored from a backup']));
});

test('a copy of DATA_DIR with the embedded server', async () => {
  const directory = undo.directory();
  const port = String(await freePort());
  const start = async (dataDir: string): Promise<Service> => {
    const service = await startService({ alone: true, env: { DATABASE_URL: '', DATA_DIR: dataDir, PORT: port } });
    undo.push(() => service.stop());
    return service;
  };
  const dataDir = path.join(directory, '.data');
  fs.mkdirSync(dataDir);
  fs.chmodSync(dataDir, 0o711);
  const first = await start(dataDir);
  const world = await worldOf(first);
  const halt = async ({ process: child }: Service) => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  };
  await halt(first);
  await bash(copy, directory);
  const again = await start(dataDir);
  await world.end();
  expect(await states(world)).toEqual([true, false, false]);
  await halt(again);
  await start(path.join(directory, 'castellan-backup'));
  expect(await states(world)).toEqual([true, false, true]);
}, 180_000);
