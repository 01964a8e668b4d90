/** The README is true: its tour and its client run as they are written, and its table of settings is the one of src/config.ts. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { readConfig } from '../../src/config';
import { type Service, startService } from '../support/service';

const run = promisify(execFile);
const ROOT = resolve(__dirname, '../..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');

const codeOf = (language: string): string => {
  const blocks = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].filter(([, tag]) => tag === language);
  expect(blocks).toHaveLength(1);
  return blocks[0]![2]!;
};

let service: Service;
/** As the reader's directory is: `.data` and `node_modules` in it. */
let directory: string;

beforeAll(async () => {
  service = await startService();
  directory = mkdtempSync(join(tmpdir(), 'castellan-readme-'));
  symlinkSync(service.dataDir, join(directory, '.data'));
  symlinkSync(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
});
afterAll(async () => {
  await service?.stop();
  if (directory) rmSync(directory, { recursive: true, force: true });
});

it('leads through ten lines of curl: a token, a query, a revocation, and the token is dead', async () => {
  const tour = codeOf('bash');
  expect(tour.trim().split('\n')).toHaveLength(10);
  const { stdout, stderr } = await run('bash', ['--norc', '-euo', 'pipefail', '-c', tour], { cwd: directory });
  expect(stderr).toBe('');
  const answers = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);
  const viewer = { kind: 'SERVICE', application: { name: 'Bootstrap client' } };
  expect(answers).toEqual([
    { data: { viewer } },
    { data: { revokeToken: { revocation: { counts: { accessTokens: 1 } } } } },
    {
      data: {
        revokeToken: {
          token: { status: 'REVOKED', endReason: 'REVOKED' },
          revocation: { id: expect.stringMatching(/^rev_/) as string, counts: { accessTokens: 1 } },
        },
      },
    },
    { errors: [expect.objectContaining({ extensions: { code: 'UNAUTHENTICATED' } })] },
  ]);
});

it('shows a client that works', async () => {
  const file = join(directory, 'client.mjs');
  writeFileSync(file, codeOf('js'));
  const { stdout } = await run(process.execPath, [file], { cwd: directory });
  expect(stdout).toBe('{ data: { users: { totalCount: 1 } } }\n');
});

it('lists every setting with its default', () => {
  const source = readFileSync(join(ROOT, 'src/config.ts'), 'utf8');
  const names = [...source.matchAll(/^\s*'([A-Z][A-Z_]+)',$|read(?:<[^>]+>)?\(\s*'([A-Z][A-Z_]+)'/gm)].map(
    (match) => match[1] ?? match[2],
  );
  const section = readme.slice(readme.indexOf('## Configuration'), readme.indexOf('## Endpoints'));
  const rows = [...section.matchAll(/^\| `(\w+)` +\| (?:`([^`]*)`)? *\| \S/gm)].map(([, name, fallback]) => [
    name!,
    fallback ?? '',
  ]);
  const elsewhere = ['push', 'mail'].flatMap((of) => {
    const read = readFileSync(join(ROOT, `src/${of}/settings.ts`), 'utf8').matchAll(
      /'(PUSH_[A-Z_]+|SMTP_URL|MAIL_FROM)'/g,
    );
    return [...new Set([...read].map(([, name]) => name!))];
  });
  const listed = rows.map(([name]) => name!);
  expect(listed.filter((name) => !elsewhere.includes(name))).toEqual([...new Set(names)]);
  expect(listed.filter((name) => elsewhere.includes(name)).sort()).toEqual(elsewhere.sort());

  const config = readConfig({}) as unknown as Record<string, unknown>;
  for (const [name, fallback] of rows) {
    const property = name!.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
    const value = property === 'dataDir' ? '.data' : String(config[property] ?? '');
    expect([name, fallback]).toEqual([name, value]);
  }
});

it('names only commands and files that exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: object };
  const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(([, name]) => name);
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  const links = [...readme.matchAll(/\]\((?!http)([^)]+)\)/g)].map(([, link]) => link!);
  const headings = [...readme.matchAll(/^#+ (.+)$/gm)].map(
    ([, text]) => `#${text!.toLowerCase().replaceAll(' ', '-')}`,
  );
  expect(links.filter((link) => !headings.includes(link) && !existsSync(join(ROOT, link)))).toEqual([]);
});
