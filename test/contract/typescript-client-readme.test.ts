/** clients/typescript/README.md is true: its package is installed as it says, and its code compiles and runs. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as graphql from '../support/graphql';
import { type Block, DocumentPage } from '../support/page-code';
import { startWithWeb, type WithWeb } from '../support/start';

const ROOT = resolve(__dirname, '../..');
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc');

jest.setTimeout(90_000);

let started: WithWeb;
let directory: string;
let page: DocumentPage;
beforeAll(async () => {
  started = await startWithWeb();
  directory = mkdtempSync(join(tmpdir(), 'castellan-client-'));
  const clone = join(directory, 'clone');
  page = new DocumentPage('clients/typescript/README.md', (text) =>
    text.replaceAll('http://127.0.0.1:4000/graphql', `${started.service.address}/graphql`).replaceAll('<clone>', clone),
  );
  // What `npm run client` makes in the reader's clone.
  mkdirSync(join(clone, 'clients/typescript'), { recursive: true });
  copyFileSync(join(ROOT, 'clients/typescript/package.json'), join(clone, 'clients/typescript/package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
  execFileSync(process.execPath, [
    ...[TSC, '-p', join(ROOT, 'clients/typescript')],
    ...['--outDir', join(clone, 'clients/typescript/dist')],
  ]);
});
afterAll(async () => {
  await started?.stop();
  if (directory) rmSync(directory, { recursive: true, force: true });
});

test('the package is installed in a project, and each example compiles there; those that ask, run', async () => {
  const project = join(directory, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  const [install] = page.blocks.filter(({ code }) => code.startsWith('npm install')) as [Block];
  execFileSync('bash', ['-c', `${page.run(install.code).trim()} --no-audit --no-fund --legacy-peer-deps`], {
    cwd: project,
    stdio: 'pipe',
  });
  for (const scope of ['@apollo', '@urql'])
    symlinkSync(join(ROOT, 'node_modules', scope), join(project, 'node_modules', scope));

  const { admin, web } = started;
  await graphql.createPerson(admin, 'alice');
  await graphql.tokensOf(web, 'alice', 'openid self');
  const { access_token: token } = await graphql.tokensOf(web, 'alice', 'openid self');
  const prelude = `const accessToken: string = ${JSON.stringify(token)};\nconst signInAgain = (): never => { throw new Error('dead'); };\n`;
  const save = (file: string, title: string, more = '') => {
    const [{ code }] = page.section(title) as [Block];
    writeFileSync(join(project, file), `${prelude}${page.run(code)}${more}\nexport { signInAgain };\n`);
  };
  save('fetch.ts', 'With fetch');
  save('apollo.ts', 'With Apollo');
  save('urql.ts', 'With urql', '\nconsole.log(data!.viewer!.user!.sessions.nodes.length);');
  const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck'];
  execFileSync(process.execPath, [TSC, ...options, 'fetch.ts', 'apollo.ts', 'urql.ts'], { cwd: project });

  const run = (file: string) => execFileSync(process.execPath, [file], { cwd: project }).toString();
  expect(run('urql.ts')).toBe('2\n');
  expect(run('fetch.ts')).toBe('ENDED\n');
  expect(run('urql.ts')).toBe('1\n');
  expect(page.left).toEqual([]);
});
