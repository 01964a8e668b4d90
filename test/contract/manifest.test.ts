/** What CONTRIBUTING.md lists for a new mutation and a new entity, and what would otherwise be forgotten unnoticed. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { getMetadataArgsStorage } from 'typeorm';
import { composeModules } from '../../src/core/module/compose';
import { composedModules, jobs, modules } from '../../src/app/modules';
import type { Module } from '../../src/core/module/module';
import type { IdType } from '../../src/platform/type-id';
import { buildSchema } from '../../src/app/schema';

const ROOT = path.resolve(__dirname, '../..');
const MODULES = path.join(ROOT, 'src/modules');

/** What every file of this name in the modules exports, by `module/export`. */
const exportsOf = async (file: string): Promise<Map<string, unknown>> => {
  const found = new Map<string, unknown>();
  for (const module of readdirSync(MODULES, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    if (!readdirSync(path.join(MODULES, module.name)).includes(`${file}.ts`)) continue;
    const exported = (await import(path.join(MODULES, module.name, file))) as Record<string, unknown>;
    for (const [name, value] of Object.entries(exported)) found.set(`${module.name}/${name}`, value);
  }
  return found;
};

/** The names of those that the list lacks. */
const missing = (exported: Map<string, unknown>, list: readonly unknown[]): string[] =>
  [...exported].filter(([, value]) => !list.includes(value)).map(([name]) => name);

/** Not at once: where the manifest lacks something there is none, and the test of the manifest says so by name. */
let built: GraphQLSchema | undefined;
const schema = () => (built ??= buildSchema());

test('every resolver and every set of rules of a module is in the manifest', async () => {
  const ofModules = new Map([...(await exportsOf('resolver'))].filter(([name]) => name.endsWith('Resolver')));
  expect(ofModules.size).toBeGreaterThan(10);
  expect(missing(ofModules, composedModules.resolvers)).toEqual([]);
  expect(missing(await exportsOf('rules'), composedModules.rules)).toEqual([]);
});

test('every word of every vocabulary is in the manifest of its module', async () => {
  const files = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => path.basename(file) === 'vocabulary.ts' && !file.startsWith('platform'),
  );
  expect(files.length).toBeGreaterThan(20);
  const declared = new Set<unknown>(
    modules.flatMap(({ ids, permissions, events, settings }) => [ids, permissions, events, settings]),
  );
  for (const file of files) {
    const exported = Object.entries((await import(path.join(ROOT, 'src', file))) as Record<string, unknown>);
    expect([file, exported.filter(([, words]) => !declared.has(words)).map(([name]) => name)]).toEqual([file, []]);
  }
});

test('every retention rule, section of personal data, letter and task of a module is in its manifest', async () => {
  const parts = (pick: (module: Module) => unknown[]) => modules.flatMap(pick);
  const rules = new Map([...(await exportsOf('retention'))].filter(([name]) => name.endsWith('/retention')));
  const known = parts(({ retention }) => [retention]);
  expect(missing(rules, known)).toEqual([]);
  const personal = parts((module) => [module.personalData, module.withoutPersonalData]);
  expect(missing(await exportsOf('personal-data'), personal)).toEqual([]);
  expect(missing(await exportsOf('letters'), [...composedModules.letters.values()])).toEqual([]);
  const sources = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(ROOT, 'src', file), 'utf8'));
  const tasks = sources
    .flatMap((text) => [...text.matchAll(/defineTask(?:<[^>]*>)?\('([^']+)'/g)])
    .map(([, name]) => name);
  expect(tasks.length).toBeGreaterThan(8);
  expect(tasks.filter((name) => !jobs.some(({ task }) => task === name))).toEqual([]);
});

test.each([
  ['an unknown part', { name: 'x', setting: {} }, 'the module x has an unknown part: setting'],
  ['a name that is taken', { name: 'user' }, 'the module user is listed twice'],
  ['a permission that is spelled alike', { name: 'x', permissions: { users_read: 'GLOBAL' } }, 'USERS_READ'],
  ['a setting that is spelled alike', { name: 'x', settings: { usersDormantDays: {} } }, 'usersDormantDays'],
  ['a prefix that is taken', { name: 'x', ids: { Other: 'usr' } }, 'Other and User share the prefix usr'],
  ['a prefix of another length', { name: 'x', ids: { Other: 'othr' } }, 'three lower-case letters'],
] as [string, Module, string][])('the start stops at a manifest with %s', (_what, module, message) => {
  expect(() => composeModules([...modules, module])).toThrow(message);
});

test('every class with @Entity is registered with TypeORM', async () => {
  await exportsOf('entity');
  // By name: the storage is global, so that in one process with other tests it holds their copies of the classes too.
  const declared = getMetadataArgsStorage().tables.map(({ target }) => (target as { name: string }).name);
  expect(declared.length).toBeGreaterThan(10);
  expect(declared.filter((name) => !composedModules.entities.some((entity) => entity.name === name))).toEqual([]);
});

test('every type that has an id has a prefix of its own, and node finds it', () => {
  const nodes = Object.values(schema().getTypeMap())
    .filter(isObjectType)
    .filter((type) => type.getInterfaces().some(({ name }) => name === 'Node'))
    .map(({ name }) => name);
  expect(nodes.length).toBeGreaterThan(8);
  const ids = Object.assign({}, ...modules.map((module) => module.ids ?? {})) as Partial<Record<string, string>>;
  expect(nodes.filter((name) => !Object.hasOwn(ids, name))).toEqual([]);
  expect(nodes.filter((name) => !composedModules.nodes.has(name as IdType))).toEqual([]);
  const prefixes = Object.values(ids);
  expect(new Set(prefixes).size).toBe(prefixes.length);
});

test('every mutation is called by a test', () => {
  const tests = readdirSync(path.join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.startsWith('contract'))
    .map((file) => readFileSync(path.join(ROOT, 'test', file), 'utf8'))
    .join('\n');
  const mutations = Object.keys(schema().getMutationType()!.getFields());
  expect(mutations.filter((name) => !new RegExp(`\\b${name}\\b`).test(tests))).toEqual([]);
});

test('every kind of event is recorded somewhere', () => {
  const sources = readdirSync(path.join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(ROOT, 'src', file), 'utf8'))
    .join('\n');
  const types = schema().getType('EventType') as unknown as { getValues(): { name: string }[] };
  const names = types.getValues().map(({ name }) => name);
  expect(names.filter((name) => !sources.includes(`'${name}'`))).toEqual([]);
});

test('every kind of derived thing has a module that ends it; without one the start stops', () => {
  const kinds = modules.flatMap(({ endsDerived = {} }) => Object.keys(endsDerived));
  expect(kinds.length).toBeGreaterThan(10);
  for (const kind of kinds) {
    const others = modules.map(({ endsDerived = {}, ...module }) => ({
      ...module,
      endsDerived: Object.fromEntries(Object.entries(endsDerived).filter(([name]) => name !== kind)),
    }));
    expect(() => composeModules(others)).toThrow(`no module ends derived things of the kind ${kind}`);
  }
});
