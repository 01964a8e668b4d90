/** The README is true: its tour and its client run as they are written, and its table of settings is the one of src/config.ts. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { blocksOf, type Reader, readerBeside, readPage } from '../support/page-code';
import { type Service, startService } from '../support/service';

const ROOT = resolve(__dirname, '../..');
const readme = readPage('README.md');

const codeOf = (language: string): string => {
  const blocks = blocksOf(readme).filter(({ tag }) => tag === language);
  expect(blocks).toHaveLength(1);
  return blocks[0]!.code;
};

let service: Service;
let reader: Reader;

beforeAll(async () => {
  service = await startService();
  reader = readerBeside(service);
});
afterAll(async () => {
  await service?.stop();
  reader?.remove();
});

it('leads through ten lines of curl: a token, a query, a revocation, and the token is dead', async () => {
  const tour = codeOf('bash');
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

it('shows a client that works, and says where to save it and how to run it', async () => {
  const [file, command] = [/Save it as `([^`]+)`/, /run it with `([^`]+)`/].map((text) => text.exec(readme)![1]!);
  reader.save(file!, codeOf('js'));
  const { stdout } = await reader.bash(command!);
  expect(stdout).toBe('{ data: { users: { totalCount: 1 } } }\n');
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
