/** The documents of the repository: what they name exists, and a test runs every page that has code. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buildSchema, type GraphQLInputObjectType } from 'graphql';
import { blocksOf, DocumentPage, readPage } from '../support/page-code';

const ROOT = resolve(__dirname, '../..');
const filesOf = (...patterns: string[]): string[] =>
  execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...patterns], { cwd: ROOT })
    .toString()
    .trim()
    .split('\n')
    .filter((file) => existsSync(join(ROOT, file)));
const pages = filesOf('*.md');

it('docs/applications.md names every field of CreateApplicationInput', () => {
  const schema = buildSchema(readPage('schema.graphql'));
  const fields = Object.keys((schema.getType('CreateApplicationInput') as GraphQLInputObjectType).getFields());
  const page = readPage('docs/applications.md');
  expect(fields.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});

it('every page with code has a test that opens it and requires that every block was run', () => {
  const tests = filesOf('test/*.test.ts').map((file) => readFileSync(join(ROOT, file), 'utf8'));
  const withCode = pages.filter((file) => new DocumentPage(file).left.length > 0);
  expect(withCode).toContain('docs/recipes.md');
  const isRun = (file: string) =>
    tests.some((text) => text.includes(`new DocumentPage('${file}'`) && /expect\(\w+\.left\)/.test(text));
  expect(withCode.filter((file) => !isRun(file))).toEqual([]);
});

it('no page has a block that is not closed', () => {
  const fences = (text: string) => (text.match(/^ *```/gm) ?? []).length;
  expect(pages.filter((file) => fences(readPage(file)) !== 2 * blocksOf(readPage(file)).length)).toEqual([]);
});

it('the pages name only commands and files that exist', () => {
  const { scripts } = JSON.parse(readPage('package.json')) as { scripts: object };
  const headingsOf = (text: string): string[] =>
    [...text.matchAll(/^#+ (.+)$/gm)].map(
      ([, heading]) =>
        `#${heading!
          .toLowerCase()
          .replace(/[^\p{L}\p{N} _-]/gu, '')
          .replaceAll(' ', '-')}`,
    );
  const faultsOf = (file: string): string[] => {
    const text = readPage(file);
    const commands = [...text.matchAll(/npm run ([a-z][a-z:-]*)/g)].map(([, name]) => name!);
    const links = [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/\]\((?!https?:|mailto:)([^)\s]+)\)/g)];
    return [
      ...commands.filter((name) => !(name in scripts)).map((name) => `${file}: npm run ${name}`),
      ...links
        .map(([, link]) => link!)
        .filter((link) => {
          const [path, heading] = link.split(/(?=#)/) as [string, string?];
          const target = path.startsWith('#') ? file : join(dirname(file), path);
          const anchor = path.startsWith('#') ? path : heading;
          if (!existsSync(join(ROOT, target))) return true;
          return anchor !== undefined && target.endsWith('.md') && !headingsOf(readPage(target)).includes(anchor);
        })
        .map((link) => `${file}: ${link}`),
    ];
  };
  expect(pages.flatMap(faultsOf)).toEqual([]);
});
