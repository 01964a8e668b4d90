/** `npm run import` against a running service. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { built } from '../../support/built';
import * as graphql from '../../support/graphql';
import { type Service, startService } from '../../support/service';

let service: Service;

let directory: string;

beforeAll(async () => {
  service = await startService();
  directory = mkdtempSync(path.join(tmpdir(), 'castellan-import-'));
}, 60_000);

afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await service?.stop();
});

const run = (args: string[], env: Record<string, string> = {}) =>
  new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
    const child = spawn(process.execPath, [built('tools/import.js'), ...args], {
      cwd: path.resolve(__dirname, '../../..'),
      env: { PATH: process.env.PATH, DATA_DIR: service.dataDir, ...env },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.on('close', (code) => resolve({ code, out, err }));
  });

const write = (name: string, text: string | Buffer): string => {
  const file = path.join(directory, name);
  writeFileSync(file, text);
  return file;
};

const names = async () =>
  (
    await graphql.sql<{ username: string; path: string }>(
      service.databaseUrl,
      `select username, path from users where username like 'cli%' order by 1`,
    )
  ).map(({ username, path: folder }) => `${username} ${folder}`);

test('says what is wrong, and creates the others unless it is a dry run', async () => {
  const file = write('people.csv', 'username,email\ncli1,cli1@example.com\ncli2,nonsense\ncli3,cli3@example.com\n');
  const dry = await run([file, '--dry-run', '--path', 'emea']);
  expect(dry).toMatchObject({ code: 0, err: '' });
  expect(dry.out).toContain('line 3, email: `email` must be a valid email address.');
  expect(dry.out).toContain('2 of 3 users can be created, 1 were rejected.');
  expect(await names()).toEqual([]);
  const done = await run([file, '--path', 'emea', '--reason', 'moving in']);
  expect(done.out).toContain('uploading 100%');
  expect(done.out).toContain('DONE: 2 created, 1 rejected.');
  expect(await names()).toEqual(['cli1 emea', 'cli3 emea']);
});

test('takes an access token instead of the machine client', async () => {
  const env = { CASTELLAN_TOKEN: await graphql.adminToken(service), DATA_DIR: directory };
  const done = await run([write('more.jsonl', '{"username":"cli4"}\n'), '--url', service.url], env);
  expect(done).toMatchObject({ code: 0, out: expect.stringContaining('DONE: 1 created') });
});

test('passes on how to read the file, and what to do with passwords that cannot come', async () => {
  const file = write('old.csv', Buffer.from('username,name,passwordHash\ncli5,Bj\xf6rn,$1$abcdefgh$x\n', 'latin1'));
  const refused = await run([file, '--dry-run']);
  expect(refused.out).toContain('line 2, name: `name` is not valid UTF-8.');
  expect(refused.out).toContain('encoding=windows-1252');
  const dry = await run([file, '--dry-run', '--encoding', 'windows-1252']);
  expect(dry.out).toContain('passwords=omit');
  const done = await run([file, '--encoding', 'windows-1252', '--omit-passwords']);
  expect(done).toMatchObject({ code: 0, err: '', out: expect.stringContaining('DONE: 1 created') });
  const realms = '[{"realm":"a","users":[{"username":"x"}]},{"realm":"b","users":[{"username":"cli6"}]}]';
  const exported = write('realms.json', realms);
  expect(await run([exported, '--format', 'keycloak'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('a, b'),
  });
  const works = await run([exported, '--format', 'keycloak', '--realm', 'b']);
  expect(works.out).toContain('DONE: 1 created');
  expect(await run([file, '--encoding', 'ebcdic'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('windows-1252'),
  });
});

test.each([
  ['no file', [], 'Usage'],
  ['a file that is not there', ['/nowhere/people.csv'], 'ENOENT'],
  ['a format that is not said', ['package.json'], 'Usage'],
  ['another document', ['package.json', '--format', 'scim'], 'Resources'],
  ['an unknown option', ['package.json', '--fromat', 'scim'], 'fromat'],
])('%s is said in words', async (_name, args, says) => {
  const { code, err } = await run(args as string[]);
  expect([code, err]).toEqual([1, expect.stringContaining(says)]);
  expect(err).not.toMatch(/\n {4}at /);
});
