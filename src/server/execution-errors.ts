/**
 * Makes execution errors independent of the executor. graphql-js and graphql-jit report them in different orders, with different objects, and
 * differ in what they report about a part that became null.
 */
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  getNullableType,
  getVariableValues,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import { collectFields, collectSubfields } from 'graphql/execution/collectFields';
import { toError } from 'graphql/jsutils/toError';

export interface Executed {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

type Path = readonly (string | number)[];
/** One element of a path: whether it is nullable, its position among its siblings, and the fields that requested it. */
interface Step {
  nullable: boolean;
  order: number;
  candidates: readonly (readonly FieldNode[])[];
}

/** Resolves a path in an operation. The type of an object is not known here, so all possible types are followed. */
const stepsOf = ({ schema, document, operation, variables }: Executed) => {
  const fragments = Object.fromEntries(
    document.definitions
      .filter((d): d is FragmentDefinitionNode => d.kind === Kind.FRAGMENT_DEFINITION)
      .map((d) => [d.name.value, d]),
  );
  const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const root = schema.getRootType(operation.operation)!;
  const possible = (type: GraphQLOutputType): readonly GraphQLObjectType[] => {
    const named = getNamedType(type);
    return isObjectType(named) ? [named] : isAbstractType(named) ? schema.getPossibleTypes(named) : [];
  };

  const follow = (path: Path): Step[] => {
    let parents = [{ type: root, fields: collectFields(schema, fragments, coerced, root, operation.selectionSet) }];
    let type: GraphQLOutputType = root;
    let candidates: FieldNode[][] = [];
    return path.map((element): Step => {
      if (typeof element === 'number') {
        const list: GraphQLOutputType = getNullableType(type);
        type = isListType(list) ? list.ofType : list;
        return { nullable: !isNonNullType(type), order: 0, candidates };
      }
      const found = parents.flatMap((parent) => {
        const nodes = parent.fields.get(element);
        const field = nodes && parent.type.getFields()[nodes[0]!.name.value];
        return nodes && field ? [{ nodes: [...nodes], field }] : [];
      });
      if (found[0]) type = found[0].field.type;
      candidates = found.map(({ nodes }) => nodes);
      parents = found.flatMap(({ nodes, field }) =>
        possible(field.type).map((one) => ({
          type: one,
          fields: collectSubfields(schema, fragments, coerced, one, nodes),
        })),
      );
      return { nullable: !isNonNullType(type), order: found[0]?.nodes[0]?.loc?.start ?? 0, candidates };
    });
  };

  // List items differ only in their position.
  const known = new Map<string, Step[]>();
  return (path: Path): Step[] => {
    const key = path.map((element) => (typeof element === 'number' ? 0 : element)).join('.');
    let steps = known.get(key);
    if (!steps) known.set(key, (steps = follow(path)));
    return steps.map((step, i) => (typeof path[i] === 'number' ? { ...step, order: path[i] } : step));
  };
};

/** The number of path elements that lead to a null in the result; all of them if the error is about that very position. */
const lengthToNull = (data: unknown, path: Path): number => {
  let value = data;
  for (let length = 0; length < path.length; length += 1) {
    if (value === null || value === undefined) return length;
    value = (value as Record<string | number, unknown>)[path[length]!];
  }
  return path.length;
};

const isAt = (node: FieldNode, locations: GraphQLError['locations']): boolean =>
  !!locations?.some(({ line, column }) => node.loc?.startToken.line === line && node.loc.startToken.column === column);

/** Converts an error of graphql-jit to that of graphql-js: with its fields, its extensions and the original error. */
const asGraphqlJsError = (error: GraphQLError, steps: Step[]): GraphQLError => {
  const { message, path, locations } = error;
  const thrown = error.originalError as unknown;
  const originalError =
    thrown !== undefined ? toError(thrown) : message.startsWith('Cannot return null') ? new Error(message) : undefined;
  const candidates = (steps.at(-1)?.candidates ?? []).filter((nodes) => nodes.every((node) => isAt(node, locations)));
  const nodes = candidates.sort((a, b) => b.length - a.length)[0] ?? steps.at(-1)?.candidates[0];
  return new GraphQLError(message, { nodes, path, originalError: originalError ?? new GraphQLError(message) });
};

const byDocument = (a: Step[], b: Step[]): number => {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const difference = a[i]!.order - b[i]!.order;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};

/**
 * Sorts the errors in document order. Below a position that became null, only the first error is kept, which made it null: graphql-js stops
 * after it, but graphql-jit reports every one.
 */
export const normalizedErrors = (
  executed: Executed,
  data: unknown,
  errors: readonly GraphQLError[],
  compiled: boolean,
): GraphQLError[] => {
  const stepsTo = stepsOf(executed);
  const explained = new Set<string>();
  const kept: { error: GraphQLError; steps: Step[] }[] = [];
  for (const error of errors) {
    const path = error.path ?? [];
    const steps = stepsTo(path);
    const length = lengthToNull(data, path);
    if (length < path.length) {
      const place = JSON.stringify(path.slice(0, length));
      const madeItNull = steps.slice(length).every(({ nullable }) => !nullable);
      if (!madeItNull || explained.has(place)) continue;
      explained.add(place);
    }
    kept.push({ error: compiled ? asGraphqlJsError(error, steps) : error, steps });
  }
  return kept.sort((a, b) => byDocument(a.steps, b.steps)).map(({ error }) => error);
};
