/**
 * What a module tells the rest of the house: its `index.ts` defines it, and `app/modules.ts` lists all of them in their order. Everything that
 * knows many modules, such as the schema, the rules, the worker or the retention, is folded out of these.
 */
import type { ClassType } from 'type-graphql';
import type { MailKind } from '../../schema/enums';
import type { FieldRules, Rule } from '../../schema/rules';
import type { Context, NodeLookup } from '../context/context';
import type { LetterWriter } from '../letter/letter';
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

/** A mutation that ends something and carries no secret: it can be planned. Its rule is the one of the module's `rules`. */
export interface Plannable {
  input: ClassType<OperationInput>;
  run(context: Context, input: OperationInput): Promise<MutationResult<unknown>>;
}

export interface PlannableMutation extends Plannable {
  rule: Rule;
}

export interface Module {
  name: string;
  /** Classes with `@Entity`. */
  entities?: readonly Class[];
  /** Classes with `@Resolver`, those that add fields to the types of earlier modules included. */
  resolvers?: readonly Class[];
  /** GraphQL types that nothing but an interface leads to. */
  orphanedTypes?: readonly Class[];
  rules?: FieldRules;
  /** How `node` finds an object of a type. */
  nodes?: Partial<Record<IdType, NodeLookup>>;
  /** By the name of the mutation. */
  plannable?: Record<string, Plannable>;
  /** What of this module dies along with things of others. */
  endsWith?: EndsWith;
  /** Ends things of this module that were created with something that ends. */
  endsDerived?: EndsDerived;
  /** Carries out a change of a user's properties together with what follows from it. */
  aroundUserChange?: AroundUserChange;
  /** Tasks of the background worker, and when they come by themselves. */
  jobs?: readonly JobDefinition[];
  /** How long the rows of its tables are kept. */
  retention?: readonly RetentionRule[];
  /** What `exportUserData` tells of its tables. */
  personalData?: readonly PersonalData[];
  /** Tables with a `user_id` that hold nothing to tell, and why. */
  withoutPersonalData?: Record<string, string>;
  /** Who writes the mails of which kind. */
  letters?: Partial<Record<MailKind, LetterWriter>>;
  /** Called once, when all modules are known and before the schema is built. */
  compose?(house: House): void;
}

/** All modules, folded. */
export interface House {
  entities: readonly Class[];
  resolvers: readonly Class[];
  orphanedTypes: readonly Class[];
  rules: readonly FieldRules[];
  nodes: ReadonlyMap<IdType, NodeLookup>;
  plannable: ReadonlyMap<string, PlannableMutation>;
  jobs: readonly JobDefinition[];
  retention: readonly RetentionRule[];
  personalData: readonly PersonalData[];
  withoutPersonalData: Readonly<Record<string, string>>;
  letters: ReadonlyMap<MailKind, LetterWriter>;
}

export const defineModule = (module: Module): Module => module;

/** A mutation of a module, by its input and its service. */
export const plannable = <Input extends OperationInput>(
  input: ClassType<Input>,
  run: (context: Context, input: Input) => Promise<MutationResult<unknown>>,
): Plannable => ({ input, run: run as Plannable['run'] });
