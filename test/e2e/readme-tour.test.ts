/** The README is true: its tour runs as it is written. Its table of settings is generated. */
import { type Block, blocksOf, DocumentPage, type Reading, startReading } from '../support/page-code';

const page = new DocumentPage('README.md');
const readme = page.text;

let { reader, stop } = {} as Reading;
beforeAll(async () => {
  ({ reader, stop } = await startReading(page));
});
afterAll(() => stop?.());

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
