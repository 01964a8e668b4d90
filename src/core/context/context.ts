/** The context of one GraphQL request: the caller, the database, and loaders that live as long as the request. */
import DataLoader from 'dataloader';
import type { Database } from '../../database/database';
import { byId, type ByIdOptions, PageLoader } from '../../database/loaders';
import type { RowsOf } from '../../database/rows';
import type { IdType } from '../../platform/type-id';
import type { Clock } from '../../platform/clock';
import type { SealingKeys } from '../../platform/sealing-keys';
import type { ProviderName } from '../../push';
import type { EffectDeclaration } from '../../schema/effects';
import type { Shown } from '../../schema/reads';
import type { Selection } from '../../schema/selection';
import { principalsFor } from '../authority/object-permissions';
import type { Principal } from '../authority/principal';
import { morePrivilegedAmong } from '../authority/rights';
import { Denials } from '../event/denials';
import type { Caller } from '../event/record';
import type { Receipt } from '../revocation/engine';
import { readSetting, type Settings } from '../setting/settings';

/** A batch loader of a module. It is created once per request, on first use. */
export type LoaderDefinition<Key, Value> = (
  database: Database,
  principal: Principal,
  selection: Selection | null,
) => DataLoader<Key, Value>;

/** Defines a loader for `context.load(definition, key)`. */
export const defineLoader = <Key, Value>(create: LoaderDefinition<Key, Value>): LoaderDefinition<Key, Value> => create;

/** Loads rows by id: all columns, or only those that the operation shows. */
export interface RowLoaderDefinition<Row, Known> extends LoaderDefinition<string, Row | null> {
  shown: LoaderDefinition<string, Known | null>;
}

/** Defines a loader for `context.load(definition, id)` and `context.show(definition, id)`. */
export const defineById = <Row extends object, Always extends keyof Row>(
  rows: RowsOf<Row, Always>,
  options?: ByIdOptions,
): RowLoaderDefinition<Row, Shown<Row, Always>> =>
  Object.assign((database: Database) => byId<Row>(database, rows, null, options), {
    shown: (database: Database, _: Principal, selection: Selection | null) =>
      byId<Shown<Row, Always>>(database, rows, selection, options),
  });

/** The caller including permissions granted on each of these users. */
const callerPrincipals = defineLoader(
  (database, principal) =>
    new DataLoader<string, Principal>(async (ids) => {
      const as = await principalsFor(database, principal, ids);
      return ids.map(as);
    }),
);

/** Whether a user holds permissions that the caller does not. */
export const isMorePrivilegedThanCaller = defineLoader(
  (database, principal) =>
    new DataLoader<string, boolean>(async (ids) => {
      const exceeding = await morePrivilegedAmong(database, principal, ids);
      return ids.map((id) => exceeding.has(id));
    }),
);

const settingByKey = defineLoader(
  (database) =>
    new DataLoader<keyof Settings, unknown>((keys) => Promise.all(keys.map((key) => readSetting(database, key)))),
);

/** Finds an object of one type for the caller, with the same result as the type's own root field. */
export type NodeLookup = (context: Context, publicId: string, uuid: string) => Promise<object | null>;

/** Services shared by all requests. */
export interface Services {
  /** The push services that are configured. */
  pushProviders: ReadonlySet<ProviderName>;
  /** Whether a mail server is configured. */
  canMail: boolean;
  sealing: SealingKeys;
  /** The public origin of this service. */
  publicUrl: string;
  clock: Clock;
  /** What each mutation can create and the assurance it requires. */
  declarations: ReadonlyMap<string, EffectDeclaration>;
  /** How `node` finds an object of each type. */
  nodes: ReadonlyMap<IdType, NodeLookup>;
}

export interface Context extends Services {
  principal: Principal;
  /** The caller including permissions granted on this user. In a transaction use `principalFor` of `core/authority/object-permissions` instead. */
  principalFor(userId: string | null): Promise<Principal>;
  /** What a mutation can create and the assurance it requires. */
  declared(mutation: string): EffectDeclaration;
  caller: Caller;
  database: Database;
  /** The columns that the operation shows; null for all. Set before its first field is resolved. */
  selection: Selection | null;
  /** Reads through a loader of this request. */
  load<Key, Value>(definition: LoaderDefinition<Key, Value>, key: Key): Promise<Value>;
  /** Reads a row to be shown: it has only the columns that the operation shows, and the few that are always read. */
  show<Row, Known>(definition: RowLoaderDefinition<Row, Known>, id: string): Promise<Known | null>;
  setting<Key extends keyof Settings>(key: Key): Promise<Settings[Key]>;
  pages: PageLoader;
  /** Refusals for lack of permission; written as events before the response is sent. */
  denials: Denials;
  /** When the request began to be executed, in milliseconds of the clock. */
  startedAt: number;
  /** Inspects what a mutation has ended, within its transaction; throwing rolls the mutation back. */
  inspect?: (database: Database, receipt: Receipt | null) => Promise<void>;
}

/** Most requests need few of its parts, so these are made on first use. */
class ContextOfRequest implements Context {
  readonly denials = new Denials();
  readonly startedAt: number;
  selection: Selection | null = null;
  private loading: Context['load'] | null = null;
  private paging: PageLoader | null = null;

  constructor(
    readonly database: Database,
    readonly principal: Principal,
    readonly caller: Caller,
    private readonly services: Services,
  ) {
    this.startedAt = services.clock.now().getTime();
  }

  get load(): Context['load'] {
    return (this.loading ??= this.loaders());
  }

  private loaders(): Context['load'] {
    const loaders = new Map<unknown, unknown>();
    return <Key, Value>(definition: LoaderDefinition<Key, Value>, key: Key): Promise<Value> => {
      let loader = loaders.get(definition) as DataLoader<Key, Value> | undefined;
      if (!loader) loaders.set(definition, (loader = definition(this.database, this.principal, this.selection)));
      return loader.load(key);
    };
  }

  get show(): Context['show'] {
    const { load } = this;
    return ({ shown }, id) => load(shown, id);
  }

  get pages(): PageLoader {
    return (this.paging ??= new PageLoader(this.database));
  }

  get setting(): Context['setting'] {
    const { load } = this;
    return <Key extends keyof Settings>(key: Key) => load(settingByKey, key) as Promise<Settings[Key]>;
  }

  get pushProviders() {
    return this.services.pushProviders;
  }

  get canMail() {
    return this.services.canMail;
  }

  get sealing() {
    return this.services.sealing;
  }

  get publicUrl() {
    return this.services.publicUrl;
  }

  get clock() {
    return this.services.clock;
  }

  get declarations() {
    return this.services.declarations;
  }

  get nodes() {
    return this.services.nodes;
  }

  async principalFor(userId: string | null): Promise<Principal> {
    return userId === null || this.principal.scoped.length === 0 ? this.principal : this.load(callerPrincipals, userId);
  }

  declared(mutation: string): EffectDeclaration {
    const declaration = this.declarations.get(mutation);
    if (!declaration) throw new Error(`${mutation} has no declared effect`);
    return declaration;
  }
}

export const createContext = (database: Database, principal: Principal, caller: Caller, services: Services): Context =>
  new ContextOfRequest(database, principal, caller, services);

/** The same context, in which the next mutation is inspected. */
export const withInspection = (context: Context, inspect: NonNullable<Context['inspect']>): Context =>
  Object.assign(Object.create(context) as Context, { inspect });
