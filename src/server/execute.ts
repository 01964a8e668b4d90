/**
 * Executes operations compiled by graphql-jit, which costs a third less than interpreting them. Operations that it cannot compile are
 * interpreted by graphql-js. A limited number of compiled operations is cached.
 */
import type { GatewayExecutionResult, GatewayExecutor, GatewayInterface } from '@apollo/server-gateway-interface';
import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  typeFromAST,
  valueFromAST,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { normalizedErrors } from './execution-errors';
import { withSpan } from '../platform/spans';
import { variableErrors } from './input-errors';
import { rootFieldNames } from './root-fields';
import type { OperationRequest } from './refuse';

const MAX_COMPILED = 500;
interface Compiled {
  query: CompiledQuery<unknown, Record<string, unknown>>['query'];
  /** Variables with a default value. If null is passed, they may end up where null is not allowed, which compiled operations do not check. */
  withDefault: string[];
}

/** An operation is interpreted the first time it is seen: compiling pays off from the second time on. */
class CompiledOperations {
  private readonly compiled = new Map<string, Compiled | 'seen' | 'interpret'>();
  constructor(private readonly schema: GraphQLSchema) {}

  get(
    key: string,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    operationName: string | null,
  ): Compiled | null {
    const found = this.compiled.get(key);
    if (found === undefined) {
      if (this.compiled.size >= MAX_COMPILED) this.compiled.delete(this.compiled.keys().next().value!);
      this.compiled.set(key, 'seen');
      return null;
    }
    if (found === 'interpret') return null;
    if (found !== 'seen') return found;
    const usable = this.isCompilable(operation) ? this.compile(document, operation, operationName) : null;
    this.compiled.set(key, usable ?? 'interpret');
    return usable;
  }

  /**
   * A compiled mutation would continue after a failed field, although nothing further may run; and a default that is not plain JSON, such as a
   * time, would lose its type.
   */
  private isCompilable({ operation, selectionSet, variableDefinitions }: OperationDefinitionNode): boolean {
    const [first, ...others] = selectionSet.selections;
    if (operation === 'mutation' && (others.length > 0 || first!.kind !== 'Field')) return false;
    return (variableDefinitions ?? []).every(({ type, defaultValue }) =>
      isPlain(defaultValue && valueFromAST(defaultValue, typeFromAST(this.schema, type as never) as never)),
    );
  }

  private compile(
    document: DocumentNode,
    { variableDefinitions }: OperationDefinitionNode,
    operationName: string | null,
  ): Compiled | null {
    const result = compileQuery(this.schema, document, operationName ?? undefined, { disableLeafSerialization: false });
    if (!isCompiledQuery(result)) return null;
    const defaulted = (variableDefinitions ?? []).filter(({ defaultValue }) => defaultValue);
    return {
      query: result.query as Compiled['query'],
      withDefault: defaulted.map(({ variable }) => variable.name.value),
    };
  }
}

const isPlain = (value: unknown): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (!(value instanceof Date) && Object.values(value as object).every(isPlain));

const isIntrospection = ({ selectionSet }: OperationDefinitionNode): boolean =>
  selectionSet.selections.some((selection) => selection.kind === 'Field' && selection.name.value.startsWith('__'));

/** Returns why an operation must not be executed at all. */
export type Refuse = (asked: OperationRequest, context: Record<string, unknown>) => GraphQLError[];

type AskedOperation = Parameters<GatewayExecutor>[0];

const MAX_NAME = 64;

/** The operation without any values: its kind, its root fields, and the name that the client gave it. */
const describeOperation = ({ operation, document }: AskedOperation) => {
  const fields = rootFieldNames(operation, document).join(' ');
  const name = operation.name?.value.slice(0, MAX_NAME);
  return {
    name: `${operation.operation} ${fields}`.slice(0, 4 * MAX_NAME),
    attributes: { 'graphql.operation.type': operation.operation, ...(name ? { 'graphql.operation.name': name } : {}) },
  };
};

/** The executor for Apollo Server. */
export const compiledExecution = (schema: GraphQLSchema, refuse: Refuse = () => []): GatewayInterface => {
  const operations = new CompiledOperations(schema);
  const executor: GatewayExecutor = async ({ document, operation, operationName, queryHash, request, context }) => {
    const variables = request.variables ?? {};
    const errors = refuse({ schema, document, operation, variables }, context);
    if (errors.length > 0) return { data: null, errors };
    const asked = { schema, document, operation, variables };
    /** Errors are rare, so the additional work is only done if there are any. */
    const settled = ({ data, errors: found }: ExecutionResult, wasCompiled: boolean): GatewayExecutionResult =>
      ({ errors: found && normalizedErrors(asked, data, found, wasCompiled), data }) as GatewayExecutionResult;
    const found = isIntrospection(operation)
      ? null
      : operations.get(`${queryHash} ${operationName ?? ''}`, document, operation, operationName ?? null);
    const compiled = found?.withDefault.some((name) => variables[name] === null) ? null : found;
    const result = compiled && (await compiled.query(undefined, context, variables));
    // No data means nothing was executed because variables were invalid; graphql-js decides.
    if (result && 'data' in result) return settled(result as ExecutionResult, true);
    const interpreted = await execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables,
      operationName: operationName ?? undefined,
    });
    if ('data' in interpreted) return settled(interpreted, false);
    return { errors: variableErrors(schema, operation, variables) };
  };
  return {
    load: async () => ({
      schema,
      executor: (asked) =>
        withSpan(
          () => describeOperation(asked),
          () => executor(asked),
        ),
    }),
    onSchemaLoadOrUpdate: (callback) => {
      callback({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    stop: async () => {},
  };
};
