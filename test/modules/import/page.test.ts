/** docs/people.md is true: its commands run as they are written, on exports of the systems that it names. */
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import * as graphql from '../../support/graphql';
import { DocumentPage, type Reader, readerBeside } from '../../support/page-code';
import { startWithMail, type WithMail } from '../../support/start';

jest.setTimeout(120_000);

const ROOT = resolve(__dirname, '../../..');
const FIXTURES = join(ROOT, 'test/support/fixtures/foreign');
/** The parameters of the project that the fixture comes from. */
const FIREBASE_KEY = 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==';

const page = new DocumentPage('docs/people.md', (text) => text.replace('--hash-key KEY', `--hash-key ${FIREBASE_KEY}`));

let started: WithMail;
let reader: Reader;
beforeAll(async () => {
  started = await startWithMail();
  reader = readerBeside(started.service, page);
  writeFileSync(
    join(reader.directory, 'package.json'),
    JSON.stringify({ scripts: { import: `exec node ${ROOT}/scripts/run.js tools/import.js` } }),
  );
  writeFileSync(
    join(reader.directory, 'people.csv'),
    'username,email,previousId,path\npage1,page1@example.com,p1,emea\npage2,nonsense,p2,emea\n',
  );
});
afterAll(async () => {
  reader?.remove();
  await started?.stop();
});

/** A program of another system: prints an export, or writes it to a file. */
const program = (path: string, script: string): void => {
  const file = join(reader.directory, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `#!/bin/bash\n${script}\n`);
  chmodSync(file, 0o755);
};

/** Runs the blocks of a section in one terminal, with those programs. */
const follow = async (title: string): Promise<string> => {
  const token = await graphql.adminToken(started.service);
  const code = page.section(title).map((block) => block.code);
  const terminal = `export PATH="$PWD/programs:$PATH" URL=${started.service.url} TOKEN=${token} OKTA_TOKEN=x\n`;
  const { stdout } = await reader.bash(`${terminal}${code.join('')}`);
  return stdout;
};
const usernames = async (): Promise<string[]> =>
  (await started.sql<{ username: string }>('select username from users')).map(({ username }) => username);

test('a file of one’s own: the dry run, the import, and the same again as an upsert', async () => {
  const out = await follow('Importing users');
  expect(out).toMatch(/line 3, email/);
  expect(out).toMatch(/DONE: 1 created, 1 rejected/);
  expect(out).toMatch(/"ready":0/);
  expect(await usernames()).toContain('page1');
});

test.each([
  ['Keycloak', 'bin/kc.sh', `mkdir -p export; cp ${FIXTURES}/keycloak-realm-users-0.json export/works-realm.json`],
  ['Firebase', 'programs/firebase', `cp ${FIXTURES}/firebase-users.json "$2"`],
  ['Okta', 'programs/curl', `cat ${FIXTURES}/okta-users.json`],
  ['Cognito', 'programs/aws', `cat ${FIXTURES}/cognito-users.json`],
])('%s: its export is imported', async (title, path, script) => {
  program(path, script);
  expect(await follow(title)).toMatch(/DONE: [1-9]\d* created/);
});

test('Auth0: its export is imported', async () => {
  writeFileSync(
    join(reader.directory, 'export.json.gz'),
    gzipSync(readFileSync(join(FIXTURES, 'auth0-export.ndjson'))),
  );
  expect(await follow('Auth0')).toMatch(/DONE: [1-9]\d* created/);
});

test('users are exported, all and by a filter', async () => {
  writeFileSync(
    join(reader.directory, 'programs/curl'),
    '#!/bin/bash\nexec /usr/bin/env -i PATH=/usr/bin:/bin curl "$@"\n',
  );
  const out = await follow('Exporting users');
  expect(readFileSync(join(reader.directory, 'users.csv'), 'utf8')).toContain('page1');
  expect(
    out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { username: string }).username),
  ).toEqual(['page1']);
});

test('runs every block', () => expect(page.left).toEqual([]));
