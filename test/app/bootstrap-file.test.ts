/** bootstrap.json follows PUBLIC_URL and PORT from start to start; its secrets and its mode stay as they are. */
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { updateBootstrapFile, writeBootstrapFile } from '../../src/app/bootstrap-file';
import type { Logger } from '../../src/platform/logger';
import { clientCredentials } from '../../src/tools/oidc-flow';
import { type Service, startService } from '../support/service';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

jest.setTimeout(90_000);

let database: TestDatabase;
let dataDir: string;
let file: string;
beforeAll(async () => {
  database = await createTestDatabase();
  dataDir = fs.mkdtempSync(path.join(tmpdir(), 'castellan-test-'));
  file = path.join(dataDir, 'bootstrap.json');
});
afterAll(async () => {
  await database?.drop();
  fs.rmSync(dataDir, { recursive: true, force: true });
});

interface Content {
  issuer: string;
  graphql: string;
  admin: object;
  client: { client_id: string; client_secret: string };
}
const read = () => JSON.parse(fs.readFileSync(file, 'utf8')) as Content;

/** Runs a start of the same service, and ends it without removing what it keeps. */
const during = async (env: Record<string, string>, work: (service: Service) => Promise<void> | void) => {
  const service = await startService({ alone: true, env: { DATABASE_URL: database.url, DATA_DIR: dataDir, ...env } });
  try {
    await work(service);
  } finally {
    const ended = new Promise((done) => service.process.once('exit', done));
    service.process.kill('SIGTERM');
    await ended;
  }
};

test('the first start does not write secrets into a file that others can read', () => {
  const directory = fs.mkdtempSync(path.join(tmpdir(), 'castellan-test-'));
  try {
    const [written, other] = [path.join(directory, 'bootstrap.json'), path.join(directory, 'other.json')];
    fs.writeFileSync(other, 'before', { mode: 0o644 });
    fs.symlinkSync(other, written);
    writeBootstrapFile(directory, 'https://id.example.com', { admin: { password: 'secret' } });
    expect(fs.readFileSync(other, 'utf8')).toBe('before');
    expect([fs.lstatSync(written).isFile(), fs.statSync(written).mode & 0o777]).toEqual([true, 0o600]);
  } finally {
    fs.rmSync(directory, { recursive: true });
  }
});

test('each start brings its addresses up to date, and the client in the file can use them', async () => {
  let first: Content;
  await during({}, (service) => {
    first = read();
    expect(first.issuer).toBe(`${service.url}/oidc`);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
  });
  fs.chmodSync(file, 0o640);
  await during({}, async (service) => {
    const now = read();
    expect(now).toEqual({ ...first, issuer: `${service.url}/oidc`, graphql: `${service.url}/graphql` });
    expect(now.issuer).not.toBe(first.issuer);
    expect(fs.statSync(file).mode & 0o777).toBe(0o640);
    const { issuer, client } = now;
    const machine = { issuer, clientId: client.client_id, clientSecret: client.client_secret };
    expect((await clientCredentials(machine, { scope: 'admin' })).access_token).toBeTruthy();
  });
  await during({ PUBLIC_URL: 'https://id.example.com/auth' }, () => {
    expect(read()).toEqual({
      ...first,
      issuer: 'https://id.example.com/auth/oidc',
      graphql: 'https://id.example.com/auth/graphql',
    });
  });
  expect(fs.readdirSync(dataDir).filter((name) => name.startsWith('bootstrap.json'))).toEqual(['bootstrap.json']);
});

test('a start with the same addresses leaves the file alone; one that is damaged is said, and no obstacle', async () => {
  const env = { PUBLIC_URL: 'https://id.example.com/auth' };
  const { ino, mtimeMs } = fs.statSync(file);
  await during(env, () => expect(fs.statSync(file)).toMatchObject({ ino, mtimeMs }));
  fs.writeFileSync(file, '{');
  const lines: string[] = [];
  updateBootstrapFile(dataDir, 'https://id.example.com', {
    warn: (_: object, message: string) => lines.push(message),
  } as unknown as Logger);
  expect(lines).toEqual(['the addresses in bootstrap.json could not be updated']);
  expect(fs.readFileSync(file, 'utf8')).toBe('{');
});
