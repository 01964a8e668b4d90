/** Compiles operations with graphql-jit. */
import {
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
  typeFromAST,
  valueFromAST,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { DateTime } from '../schema/date-time';

export interface CompiledOperation {
  query: CompiledQuery<unknown, Record<string, unknown>>['query'];
  /** Variables with a default value. If null is passed, they may end up where null is not allowed, which compiled operations do not check. */
  withDefault: string[];
}

const isPlain = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (!(value instanceof Date) && Object.values(value as object).every(isPlain));

const isIntrospection = ({ selectionSet }: OperationDefinitionNode): boolean =>
  selectionSet.selections.some(
    (selection) =>
      selection.kind === 'Field' && selection.name.value.startsWith('__') && selection.name.value !== '__typename',
  );

/**
 * A compiled mutation would continue after a failed field, although nothing further may run; and a default that is not plain JSON, such as a
 * time, would lose its type.
 */
const isCompilable = (schema: GraphQLSchema, asked: OperationDefinitionNode): boolean => {
  const { operation, selectionSet, variableDefinitions } = asked;
  const [first, ...others] = selectionSet.selections;
  if (isIntrospection(asked)) return false;
  if (operation === OperationTypeNode.MUTATION && (others.length > 0 || first!.kind !== 'Field')) return false;
  return (variableDefinitions ?? []).every(({ type, defaultValue }) =>
    isPlain(defaultValue && valueFromAST(defaultValue, typeFromAST(schema, type as never) as never)),
  );
};

/** As text: JSON.stringify writes an object of class Date at several times the cost. */
const serializeTime = (value: unknown): unknown => {
  const time: unknown = DateTime.serialize(value);
  return time instanceof Date ? time.toJSON() : time;
};

/** Null if it must be interpreted. */
export const compile = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  operationName: string | null,
): CompiledOperation | null => {
  if (!isCompilable(schema, operation)) return null;
  const result = compileQuery(schema, document, operationName ?? undefined, {
    disableLeafSerialization: false,
    customSerializers: { DateTime: serializeTime },
  });
  if (!isCompiledQuery(result)) return null;
  const defaulted = (operation.variableDefinitions ?? []).filter(({ defaultValue }) => defaultValue);
  return {
    query: result.query as CompiledOperation['query'],
    withDefault: defaulted.map(({ variable }) => variable.name.value),
  };
};
