/**
 * The manifest of a module. Its `index.ts` defines it, and `app/modules.ts` lists all of them in order. Everything that spans modules, such as
 * the schema, the rules, the worker and retention, is composed from these.
 */
import type { ClassType } from 'type-graphql';
import type { MailKind } from '../../schema/enums';
import type { PermissionKind } from '../../schema/permissions';
import type { FieldRules, Rule } from '../../schema/rules';
import type { Context, NodeLookup } from '../context/context';
import type { LetterWriter } from '../letter/letter';
import type { EventDefinition } from '../notice/notice';
import type { Definition as SettingDefinition } from '../setting/definition';
import type { AroundUserChange } from '../mutation/user-change';
import type { OperationInput } from '../mutation/input';
import type { MutationResult } from '../mutation/run';
import type { JobDefinition } from '../job/task';
import type { IdType } from '../../platform/type-id';
import type { EndsDerived } from '../derived/endings';
import type { EndsWith } from '../revocation/dependents';
import type { PersonalData } from './personal-data';
import type { RetentionRule } from './retention';

type Class = abstract new (...args: never[]) => object;

/** A mutation that only ends something and carries no secret can be planned. Its rule comes from the module's `rules`. */
export interface Plannable {
  input: ClassType<OperationInput>;
  run(context: Context, input: OperationInput): Promise<MutationResult<unknown>>;
}

export interface PlannableMutation extends Plannable {
  rule: Rule;
}

export interface Module {
  name: string;
  /** Type name to prefix of its public ids. */
  ids?: Readonly<Record<string, string>>;
  permissions?: Readonly<Record<string, PermissionKind>>;
  events?: Readonly<Record<string, EventDefinition>>;
  settings?: Readonly<Record<string, SettingDefinition>>;
  /** Classes with `@Entity`. */
  entities?: readonly Class[];
  /** Classes with `@Resolver`, including those that add fields to types of earlier modules. */
  resolvers?: readonly Class[];
  /** GraphQL types that are reachable only through an interface. */
  orphanedTypes?: readonly Class[];
  rules?: FieldRules;
  /** How `node` finds an object of each type. */
  nodes?: Partial<Record<IdType, NodeLookup>>;
  /** Plannable mutations by name. */
  plannable?: Record<string, Plannable>;
  /** What this module ends when objects of other modules end. */
  endsWith?: EndsWith;
  /** Ends things of this module that were created with something that ends. */
  endsDerived?: EndsDerived;
  /** Wraps a change of a user's properties with this module's consequences. */
  aroundUserChange?: AroundUserChange;
  /** Background tasks and their schedules. */
  jobs?: readonly JobDefinition[];
  /** Retention of this module's tables. */
  retention?: readonly RetentionRule[];
  /** Tables without a retention rule, and until when their rows are kept. */
  withoutRetention?: Record<string, string>;
  /** The sections of `exportUserData` for this module's tables. */
  personalData?: readonly PersonalData[];
  /** Tables with a `user_id` that contain no personal data, and why. */
  withoutPersonalData?: Record<string, string>;
  /** Writers of mails, by kind. */
  letters?: Partial<Record<MailKind, LetterWriter>>;
  /** Called once, after all modules are known and before the schema is built. */
  compose?(composed: ComposedModules): void;
}

/** All modules, composed. */
export interface ComposedModules {
  entities: readonly Class[];
  resolvers: readonly Class[];
  orphanedTypes: readonly Class[];
  rules: readonly FieldRules[];
  nodes: ReadonlyMap<IdType, NodeLookup>;
  plannable: ReadonlyMap<string, PlannableMutation>;
  jobs: readonly JobDefinition[];
  retention: readonly RetentionRule[];
  withoutRetention: Readonly<Record<string, string>>;
  personalData: readonly PersonalData[];
  withoutPersonalData: Readonly<Record<string, string>>;
  letters: ReadonlyMap<MailKind, LetterWriter>;
}

export const defineModule = (module: Module): Module => module;

/** Defines a plannable mutation by its input and its service. */
export const plannable = <Input extends OperationInput>(
  input: ClassType<Input>,
  run: (context: Context, input: Input) => Promise<MutationResult<unknown>>,
): Plannable => ({ input, run: run as Plannable['run'] });
