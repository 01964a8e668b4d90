/** Folds the manifests of all modules into one, in their order, and refuses what is told twice. */
import { carried } from '../../schema/rules';
import { composeUserChanges } from '../mutation/user-change';
import { composeDerivedEndings } from '../derived/endings';
import { composeDependents } from '../revocation/dependents';
import type { House, Module } from './module';

/** One map of what each module tells by name; a name that two modules tell stops the start. */
const mapOf = <Key extends string, Value>(
  modules: readonly Module[],
  partOf: (module: Module) => [string, Value][],
): ReadonlyMap<Key, Value> => {
  const told = new Map<string, [by: string, value: Value]>();
  for (const module of modules)
    for (const [key, value] of partOf(module)) {
      const earlier = told.get(key);
      if (earlier) throw new Error(`${key} is told by the modules ${earlier[0]} and ${module.name}`);
      told.set(key, [module.name, value]);
    }
  return new Map([...told].map(([key, [, value]]) => [key as Key, value]));
};

const entriesOf = <Value>(part: Partial<Record<string, Value>> | undefined): [string, Value][] =>
  Object.entries(part ?? {}) as [string, Value][];

export const composeModules = (modules: readonly Module[]): House => {
  composeDerivedEndings(mapOf(modules, ({ endsDerived }) => entriesOf(endsDerived)));
  composeDependents(modules.flatMap(({ endsWith }) => endsWith ?? []));
  composeUserChanges(modules.flatMap(({ aroundUserChange }) => aroundUserChange ?? []));
  const house: House = {
    entities: modules.flatMap(({ entities = [] }) => entities),
    resolvers: modules.flatMap(({ resolvers = [] }) => resolvers),
    orphanedTypes: modules.flatMap(({ orphanedTypes = [] }) => orphanedTypes),
    rules: modules.flatMap(({ rules }) => (rules ? [rules] : [])),
    nodes: mapOf(modules, ({ nodes }) => entriesOf(nodes)),
    plannable: mapOf(modules, ({ name, plannable, rules }) =>
      entriesOf(plannable).map(([mutation, ending]) => {
        const rule = rules?.['Mutation']?.[mutation];
        if (!rule || rule === carried) throw new Error(`${mutation} has no rule in the module ${name}`);
        return [mutation, { ...ending, rule }];
      }),
    ),
    jobs: modules.flatMap(({ jobs = [] }) => jobs),
    // Later modules hang on earlier ones, so what is theirs goes first.
    retention: modules.toReversed().flatMap(({ retention = [] }) => retention),
    personalData: modules.flatMap(({ personalData = [] }) => personalData),
    withoutPersonalData: Object.fromEntries(modules.flatMap((module) => entriesOf(module.withoutPersonalData))),
    letters: mapOf(modules, ({ letters }) => entriesOf(letters)),
  };
  for (const module of modules) module.compose?.(house);
  return house;
};
