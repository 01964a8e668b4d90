/** The README is true: its tour runs as it is written. Its table of settings is generated. */
import { type Block, blocksOf, DocumentPage, type Reader, readerBeside } from '../support/page-code';
import { type Service, startService } from '../support/service';

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

it('runs every block but those that need Docker', () => {
  const docker = page.section('Docker').map(({ code }) => code.split('\n')[0]!);
  expect(docker).toEqual(['docker compose up --build --wait']);
  expect(page.left).toEqual(docker);
});
