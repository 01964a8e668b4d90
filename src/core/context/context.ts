/** What one GraphQL request carries: who calls, the database, and loaders that live as long as the request. */
import DataLoader from 'dataloader';
import type { Database } from '../../database/database';
import { PageLoader } from '../../database/loaders';
import type { IdType } from '../../platform/type-id';
import type { Clock } from '../../platform/clock';
import type { SealingKeys } from '../../platform/sealing-keys';
import type { ProviderName } from '../../push';
import type { Declaration } from '../../schema/effects';
import { principalsFor } from '../authority/extent';
import type { Principal } from '../authority/principal';
import { exceedingAmong } from '../authority/rights';
import { Denials } from '../event/denials';
import type { Caller } from '../event/record';
import type { Receipt } from '../revocation/engine';
import { readSetting, type Settings } from '../setting/settings';

/** How a module reads something in batches. The loader itself is made once for each request that uses it. */
export type LoaderDefinition<Key, Value> = (database: Database, principal: Principal) => DataLoader<Key, Value>;

/** `context.load(definition, key)` reads by it. */
export const defineLoader = <Key, Value>(create: LoaderDefinition<Key, Value>): LoaderDefinition<Key, Value> => create;

/** The caller with what is held on each of these users too. */
const callerFacing = defineLoader(
  (database, principal) =>
    new DataLoader<string, Principal>(async (ids) => {
      const as = await principalsFor(database, principal, ids);
      return ids.map(as);
    }),
);

/** Whether a user holds something that the caller does not. */
export const holdsMoreThanCaller = defineLoader(
  (database, principal) =>
    new DataLoader<string, boolean>(async (ids) => {
      const exceeding = await exceedingAmong(database, principal, ids);
      return ids.map((id) => exceeding.has(id));
    }),
);

const settingByKey = defineLoader(
  (database) =>
    new DataLoader<keyof Settings, unknown>((keys) => Promise.all(keys.map((key) => readSetting(database, key)))),
);

/** Finds an object of one type for the caller: exactly what the type's own root field would give. */
export type NodeLookup = (context: Context, publicId: string, uuid: string) => Promise<object | null>;

/** What the service lends to every request. */
export interface Services {
  /** By which push services messages can be sent. */
  pushProviders: ReadonlySet<ProviderName>;
  /** Whether there is a mail server. */
  canMail: boolean;
  sealing: SealingKeys;
  /** The origin that browsers use. */
  publicUrl: string;
  clock: Clock;
  /** What each mutation can create and asks for. */
  declarations: ReadonlyMap<string, Declaration>;
  /** How `node` finds an object of each type. */
  nodes: ReadonlyMap<IdType, NodeLookup>;
}

export interface Context extends Services {
  principal: Principal;
  /** The caller as this user meets them: with what is held on that user too. Within a transaction ask `extent` instead. */
  principalFor(userId: string | null): Promise<Principal>;
  /** What a mutation can create and asks for. */
  declared(mutation: string): Declaration;
  caller: Caller;
  database: Database;
  /** Reads by a loader of this request. */
  load<Key, Value>(definition: LoaderDefinition<Key, Value>, key: Key): Promise<Value>;
  setting<Key extends keyof Settings>(key: Key): Promise<Settings[Key]>;
  pages: PageLoader;
  /** What is refused for lack of permission; written as events before the answer is sent. */
  denials: Denials;
  /** Looks at what a mutation has ended, within its transaction; what it throws undoes the mutation. */
  inspect?: (database: Database, receipt: Receipt | null) => Promise<void>;
}

export const createContext = (
  database: Database,
  principal: Principal,
  caller: Caller,
  services: Services,
): Context => {
  const loaders = new Map<unknown, unknown>();
  const load = <Key, Value>(definition: LoaderDefinition<Key, Value>, key: Key): Promise<Value> => {
    let loader = loaders.get(definition) as DataLoader<Key, Value> | undefined;
    if (!loader) loaders.set(definition, (loader = definition(database, principal)));
    return loader.load(key);
  };
  return {
    ...services,
    principal,
    principalFor: async (userId) =>
      userId === null || principal.scoped.length === 0 ? principal : load(callerFacing, userId),
    declared: (mutation) => {
      const declaration = services.declarations.get(mutation);
      if (!declaration) throw new Error(`${mutation} does not declare what it creates`);
      return declaration;
    },
    caller,
    database,
    load,
    setting: <Key extends keyof Settings>(key: Key) => load(settingByKey, key) as Promise<Settings[Key]>,
    pages: new PageLoader(database),
    denials: new Denials(),
  };
};
