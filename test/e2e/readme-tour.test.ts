/** The README is true: its tour runs as it is written, and its table of settings is the one of src/config.ts. */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readConfig } from '../../src/config';
import { type Block, blocksOf, DocumentPage, type Reader, readerBeside } from '../support/page-code';
import { type Service, startService } from '../support/service';

const ROOT = resolve(__dirname, '../..');
const page = new DocumentPage('README.md');
const readme = page.text;

let service: Service;
let reader: Reader;

beforeAll(async () => {
  service = await startService();
  reader = readerBeside(service, page);
});
afterAll(async () => {
  await service?.stop();
  reader?.remove();
});

it('leads through ten lines of curl: a token, a query, a revocation, and the token is dead', async () => {
  const [{ code: tour }] = page.section('A tour with curl') as [Block];
  expect(tour.trim().split('\n')).toHaveLength(10);
  const { stdout, stderr } = await reader.bash(tour);
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

it('has a block of its own for each command of the start, so that neither waits behind the other', () => {
  const start = readme.slice(readme.indexOf('## Getting started'), readme.indexOf('## A tour'));
  expect(blocksOf(start).map(({ code }) => code)).toEqual(['npm ci && npm start\n', 'npm ci && npm test\n']);
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

it('runs every block but those that need Docker', () => {
  const docker = page.section('Docker').map(({ code }) => code.split('\n')[0]!);
  expect(docker).toEqual(['docker compose up --build --wait']);
  expect(page.left).toEqual(docker);
});
