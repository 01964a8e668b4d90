/** What CONTRIBUTING.md lists for a new mutation and a new entity, and what would otherwise be forgotten without a sound. */
import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type GraphQLSchema, isObjectType } from 'graphql';
import { getMetadataArgsStorage } from 'typeorm';
import { composeModules } from '../../src/core/module/compose';
import { composedModules, modules } from '../../src/app/modules';
import { ID_PREFIXES, type IdType } from '../../src/platform/type-id';
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

test('every class with @Entity is one that TypeORM is told of', async () => {
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
  expect(nodes.filter((name) => !Object.hasOwn(ID_PREFIXES, name))).toEqual([]);
  expect(nodes.filter((name) => !composedModules.nodes.has(name as IdType))).toEqual([]);
  const prefixes = Object.values(ID_PREFIXES);
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
    .filter((file) => file.endsWith('.ts') && file !== path.join('schema', 'enums.ts'))
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
