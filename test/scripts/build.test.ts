/** Builds in a checkout of its own: commands that build at the same time, over a running service, or are killed do not disturb each other. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { createTestDatabase, type TestDatabase } from '../support/test-database';

jest.setTimeout(120_000);

const ROOT = path.resolve(__dirname, '../..');
let checkout: string;
let database: TestDatabase;
const children: ChildProcess[] = [];

beforeAll(async () => {
  checkout = fs.mkdtempSync(path.join(tmpdir(), 'castellan-test-'));
  for (const name of ['.swcrc', 'migrations', 'package.json', 'package-lock.json', 'scripts', 'src'])
    fs.cpSync(path.join(ROOT, name), path.join(checkout, name), { recursive: true });
  fs.symlinkSync(fs.realpathSync(path.join(ROOT, 'node_modules')), path.join(checkout, 'node_modules'));
  database = await createTestDatabase();
});

const ended = (child: ChildProcess) =>
  new Promise<void>((done) =>
    child.exitCode === null && child.signalCode === null ? child.once('exit', done) : done(),
  );

afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    await ended(child);
  }
});

afterAll(async () => {
  await database.drop();
  fs.rmSync(checkout, { recursive: true, force: true });
});

const dist = (...names: string[]) => path.join(checkout, 'dist', ...names);
const builds = () => fs.readdirSync(dist()).filter((name) => /^[0-9a-f]{16}$/.test(name));
const halves = () => fs.readdirSync(dist()).filter((name) => name.startsWith('.new.'));
const build = async (...args: string[]) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['scripts/build.js', ...args], { cwd: checkout });
  return path.basename(stdout.trim());
};
/** Each edit makes sources that were never built. */
const edit = (text: string) => fs.appendFileSync(path.join(checkout, 'src/main.ts'), `\n// ${text}\n`);

const start = async (...args: string[]) => {
  const child = spawn(process.execPath, ['scripts/run.js', ...args], {
    cwd: checkout,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
      DATABASE_URL: database.url,
      DATA_DIR: path.join(checkout, '.data'),
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const url = await new Promise<string>((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
      const ready = /^castellan ready (\S+)/m.exec(out);
      if (ready) resolve(ready[1]!);
    });
    child.on('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
  return { child, url };
};

/** All that the playground loads comes from files of the build. */
const playground = async (url: string) => {
  const page = await (await fetch(`${url}/playground`)).text();
  const script = /src="([^"]+)"/.exec(page)![1]!;
  return [script, (await fetch(new URL(script, url))).status];
};

test('two builds of the same sources at once are one build, and a third finds it made', async () => {
  const names = await Promise.all([build(), build()]);
  expect(names[0]).toBe(names[1]);
  expect({ builds: builds(), halves: halves() }).toEqual({ builds: [names[0]], halves: [] });
  const main = () => fs.statSync(dist(names[0]!, 'main.js'));
  const { ino, mtimeMs } = main();
  expect(await build()).toBe(names[0]);
  expect(main()).toMatchObject({ ino, mtimeMs });
});

test('a service keeps its files while changed sources are built, and until it ends', async () => {
  const first = await build();
  const { child, url } = await start('main.js');
  const [script, status] = await playground(url);
  expect(status).toBe(200);
  const files = () => fs.readdirSync(dist(first), { recursive: true }).sort();
  const before = files();
  const age = (name: string, days: number) => {
    const at = new Date(Date.now() - days * 86_400_000);
    fs.utimesSync(dist(name), at, at);
  };
  const unused = [1, 2, 3, 4, 5, 6].map((n) => `000000000000000${n}`);
  for (const [i, name] of unused.entries()) {
    fs.mkdirSync(dist(name));
    age(name, i + 1);
  }
  age(first, 30);
  edit('one');
  const second = await build();
  expect(builds().sort()).toEqual([...unused.slice(0, 4), first, second].sort());
  expect(files()).toEqual(before);
  expect(await playground(url)).toEqual([script, 200]);

  child.kill('SIGTERM');
  await ended(child);
  age(first, 30);
  edit('two');
  await build();
  expect(builds()).not.toContain(first);
});

test('`serve` runs the last `npm run build`, whatever others have built since', async () => {
  const served = await build();
  edit('newer');
  const newer = await build('--for', String(process.pid));
  expect(fs.readlinkSync(dist('latest'))).toBe(served);
  const { url } = await start('--built', 'main.js');
  expect((await playground(url))[1]).toBe(200);
  expect(newer).not.toBe(served);
});

test('a killed build leaves nothing that is taken for a build, and the next one clears it away', async () => {
  edit('killed');
  const known = builds();
  const child = spawn(process.execPath, ['scripts/build.js'], { cwd: checkout, detached: true, stdio: 'ignore' });
  while (halves().length === 0 || fs.readdirSync(dist(halves()[0]!)).length === 0) await sleep(5);
  process.kill(-child.pid!, 'SIGKILL');
  await ended(child);
  expect(halves()).toHaveLength(1);
  expect(builds()).toEqual(known);
  const name = await build();
  expect(known).not.toContain(name);
  expect(halves()).toEqual([]);
  expect(fs.existsSync(dist(name, 'server/playground/assets/manifest.json'))).toBe(true);
});

test('a source that is edited during the build is not missing in it', async () => {
  edit('before');
  const child = build();
  while (halves().length === 0) await sleep(5);
  edit('during');
  const name = await child;
  expect(await build()).toBe(name);
});

test('sources that do not compile end the command with what is wrong, and leave no build', async () => {
  const file = path.join(checkout, 'src/broken.ts');
  fs.writeFileSync(file, 'const = 1;\n');
  const known = builds();
  const failure = (await build().catch((error: unknown) => error)) as { code: number; stderr: string };
  fs.rmSync(file);
  expect(failure.code).toBe(1);
  expect(failure.stderr).toContain('The build failed');
  expect({ builds: builds(), halves: halves() }).toEqual({ builds: known, halves: [] });
});
