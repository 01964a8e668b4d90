/** Merges the manifests of all modules in order and rejects duplicates. */
import { registerIds } from '../../platform/type-id';
import { MailKind } from '../../schema/enums';
import { registerEventType } from '../../schema/enums/event';
import { registerPermissions, type PermissionKind } from '../../schema/permissions';
import { carried } from '../../schema/rules';
import { registerNotices, type EventDefinition } from '../notice/notice';
import type { Definition as SettingDefinition } from '../setting/definition';
import { registerSettings } from '../setting/registry';
import { composeUserChanges } from '../mutation/user-change';
import { composeDerivedEndings } from '../derived/endings';
import { composeDependents } from '../revocation/dependents';
import type { ComposedModules, Module } from './module';

/** Merges each module's named entries into one map. A duplicate name stops the start. */
const mapOf = <Key extends string, Value>(
  modules: readonly Module[],
  partOf: (module: Module) => [string, Value][],
): ReadonlyMap<Key, Value> => {
  const entries = new Map<string, [by: string, value: Value]>();
  for (const module of modules)
    for (const [key, value] of partOf(module)) {
      const earlier = entries.get(key);
      if (earlier) throw new Error(`${key} is defined by the modules ${earlier[0]} and ${module.name}`);
      entries.set(key, [module.name, value]);
    }
  return new Map([...entries].map(([key, [, value]]) => [key as Key, value]));
};

const entriesOf = <Value>(part: Partial<Record<string, Value>> | undefined): [string, Value][] =>
  Object.entries(part ?? {}) as [string, Value][];

/** Registers the id prefixes, permissions, events and settings of all modules. */
const registerVocabulary = (modules: readonly Module[]): void => {
  registerIds(Object.fromEntries(mapOf<string, string>(modules, ({ ids }) => entriesOf(ids))));
  registerPermissions(
    Object.fromEntries(mapOf<string, PermissionKind>(modules, ({ permissions }) => entriesOf(permissions))),
  );
  const events = mapOf<string, EventDefinition>(modules, (module) => entriesOf(module.events));
  for (const [type, { description }] of events) registerEventType(type, description);
  registerNotices(Object.fromEntries(events));
  registerSettings(
    Object.fromEntries(mapOf<string, SettingDefinition>(modules, ({ settings }) => entriesOf(settings))),
  );
};

const PARTS: Record<keyof Module, true> = {
  ...{ name: true, ids: true, permissions: true, events: true, settings: true, entities: true, resolvers: true },
  ...{ orphanedTypes: true, rules: true, nodes: true, plannable: true, endsWith: true, endsDerived: true },
  ...{ aroundUserChange: true, jobs: true, retention: true, withoutRetention: true, personalData: true },
  ...{ withoutPersonalData: true, letters: true, compose: true },
};

/** A spread can bring parts into a manifest that the compiler does not check. */
const checkManifests = (modules: readonly Module[]): void => {
  const names = new Set<string>();
  for (const module of modules) {
    const unknown = Object.keys(module).find((part) => !Object.hasOwn(PARTS, part));
    if (unknown) throw new Error(`the module ${module.name} has an unknown part: ${unknown}`);
    if (names.has(module.name)) throw new Error(`the module ${module.name} is listed twice`);
    names.add(module.name);
  }
};

export const composeModules = (modules: readonly Module[]): ComposedModules => {
  checkManifests(modules);
  registerVocabulary(modules);
  composeDerivedEndings(mapOf(modules, ({ endsDerived }) => entriesOf(endsDerived)));
  composeDependents(modules.flatMap(({ endsWith }) => endsWith ?? []));
  composeUserChanges(modules.flatMap(({ aroundUserChange }) => aroundUserChange ?? []));
  const composed: ComposedModules = {
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
    // Later modules depend on earlier ones, so their rows go first.
    retention: modules.toReversed().flatMap(({ retention = [] }) => retention),
    withoutRetention: Object.fromEntries(
      mapOf<string, string>(modules, (module) => entriesOf(module.withoutRetention)),
    ),
    personalData: modules.flatMap(({ personalData = [] }) => personalData),
    withoutPersonalData: Object.fromEntries(
      mapOf<string, string>(modules, (module) => entriesOf(module.withoutPersonalData)),
    ),
    letters: mapOf(modules, ({ letters }) => entriesOf(letters)),
  };
  const unwritten = Object.values(MailKind).filter((kind) => !composed.letters.has(kind));
  if (unwritten.length > 0) throw new Error(`no module writes mails of the kind ${unwritten.join(', ')}`);
  for (const module of modules) module.compose?.(composed);
  return composed;
};
