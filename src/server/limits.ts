/**
 * Limits of one operation, checked on the parsed document with its variables before execution: depth, aliases, directives, cost, and the number
 * of credential checks.
 */
import type { ApolloServerPlugin } from '@apollo/server';
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionSetNode,
  type ValueNode,
  visit,
} from 'graphql';
import { badOperation } from '../schema/errors';

/** Comments are not counted as tokens, but are kept as such. */
export const parseLimits = { maxTokens: 4_000, maxComments: 500 };
const MAX_DEPTH = 20;
const MAX_ALIASES = 50;
const MAX_DIRECTIVES = 50;
/** One for each object that could be returned if every page were full. */
const MAX_COST = 100_000;
const DEFAULT_PAGE = 20;
/** Mutations that check a value an attacker could be guessing, or hash a password for anyone. */
const CREDENTIAL_FIELDS = new Set([
  'introspectToken',
  'explainToken',
  'registerUser',
  'resendConfirmation',
  'acceptInvitation',
  'changeMyPassword',
  'requestPasswordReset',
]);

interface Totals {
  cost: number;
  depth: number;
  aliases: number;
  directives: number;
  credentials: number;
}

/** The value of the argument that decides how many objects a page has. */
const pagingOf = ({ arguments: given }: FieldNode): ValueNode | undefined =>
  given?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;

/** Whether the cost of an operation in this document depends on variables. Nothing else does. */
export const costVaries = (document: DocumentNode): boolean => {
  let varies = false;
  visit(document, { Field: (field) => void (varies ||= pagingOf(field)?.kind === Kind.VARIABLE) });
  return varies;
};

/** The total of a selection. Fragments are measured once and multiplied, so that exponential nesting costs nothing here. */
const measure = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): Totals => {
  const fragments = new Map(
    document.definitions
      .filter((d): d is FragmentDefinitionNode => d.kind === Kind.FRAGMENT_DEFINITION)
      .map((d) => [d.name.value, d]),
  );
  const defaults = new Map(
    operation.variableDefinitions?.map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue?.kind === Kind.INT ? Number(defaultValue.value) : undefined,
    ]),
  );
  const known = new Map<string, Totals>();
  const total = (set: SelectionSetNode | undefined): Totals => {
    const totals: Totals = { cost: 0, depth: 0, aliases: 0, directives: 0, credentials: 0 };
    for (const selection of set?.selections ?? []) {
      totals.directives += selection.directives?.length ?? 0;
      if (selection.kind === Kind.FIELD) {
        const inner = total(selection.selectionSet);
        const paging = pagingOf(selection);
        const given =
          paging?.kind === Kind.INT
            ? Number(paging.value)
            : paging?.kind === Kind.VARIABLE
              ? (variables[paging.name.value] ?? defaults.get(paging.name.value))
              : undefined;
        const isPage = selection.selectionSet?.selections.some(
          (child) => child.kind !== Kind.FIELD || ['edges', 'nodes'].includes(child.name.value),
        );
        const times = typeof given === 'number' && given > 0 ? Math.min(given, 100) : isPage ? DEFAULT_PAGE : 1;
        totals.cost += selection.selectionSet ? 1 + times * inner.cost : 0;
        if (selection.selectionSet && inner.cost === 0) totals.cost += times;
        totals.depth = Math.max(totals.depth, 1 + inner.depth);
        totals.aliases += inner.aliases + (selection.alias ? 1 : 0);
        totals.directives += inner.directives;
        totals.credentials += inner.credentials + (CREDENTIAL_FIELDS.has(selection.name.value) ? 1 : 0);
      } else {
        const inner =
          selection.kind === Kind.INLINE_FRAGMENT ? total(selection.selectionSet) : fragment(selection.name.value);
        totals.cost += inner.cost;
        totals.depth = Math.max(totals.depth, inner.depth);
        totals.aliases += inner.aliases;
        totals.directives += inner.directives;
        totals.credentials += inner.credentials;
      }
    }
    return totals;
  };
  const fragment = (name: string): Totals => {
    let totals = known.get(name);
    if (!totals) known.set(name, (totals = total(fragments.get(name)?.selectionSet)));
    return totals;
  };
  return total(operation.selectionSet);
};

/** Introspection reads no data; it is limited by its depth and by graphql-js. */
const isIntrospection = ({ selectionSet }: OperationDefinitionNode): boolean =>
  selectionSet.selections.every((selection) => selection.kind === Kind.FIELD && selection.name.value.startsWith('__'));

/** What the operation exceeds, as a message; null if nothing. */
export const exceededLimit = (
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): string | null => {
  const { cost, depth, aliases, directives, credentials } = measure(document, operation, variables);
  if (depth > MAX_DEPTH) return `The operation is ${depth} levels deep. The maximum is ${MAX_DEPTH}.`;
  if (aliases > MAX_ALIASES) return `The operation has ${aliases} aliases. The maximum is ${MAX_ALIASES}.`;
  if (directives > MAX_DIRECTIVES)
    return `The operation has ${directives} directives. The maximum is ${MAX_DIRECTIVES}.`;
  if (cost > MAX_COST && !isIntrospection(operation))
    return `The operation could return ${cost} objects. The maximum is ${MAX_COST}. Request smaller pages.`;
  if (credentials > 1 && operation.operation === OperationTypeNode.MUTATION)
    return 'Only one field per operation can check a credential.';
  return null;
};

export const limitsPlugin: ApolloServerPlugin = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ document, operation, request }) => {
      if (!operation) throw badOperation('Specify the operation to run with `operationName`.');
      const exceeded = exceededLimit(document, operation, request.variables ?? {});
      if (exceeded) throw badOperation(exceeded);
    },
  }),
};
