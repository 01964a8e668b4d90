/**
 * Executes operations compiled by graphql-jit, which costs a third less than interpreting them. Operations that it cannot compile are
 * interpreted by graphql-js.
 */
import type { GatewayExecutionResult, GatewayInterface } from '@apollo/server-gateway-interface';
import { type DocumentNode, execute, type ExecutionResult, type GraphQLError, type GraphQLSchema } from 'graphql';
import type { Context } from '../core/context/context';
import { withSpan } from '../platform/spans';
import { compile, type CompiledOperation } from './compile';
import { normalizedErrors } from './execution-errors';
import { variableErrors } from './input-errors';
import type { KnownOperation, KnownOperations } from './known-operations';
import type { OperationRequest } from './refuse';

export type Variables = Record<string, unknown>;

/** An execution that has begun before Apollo was asked. */
export interface Executed {
  /** What the errors refer to. */
  document: DocumentNode;
  result: Promise<GatewayExecutionResult>;
}

/** The context of a request, as plugins and the executor see it. */
export interface RequestContext extends Context {
  executed?: Executed;
}

/** Returns why an operation must not be executed at all. */
export type Refuse = (asked: OperationRequest, context: Context) => GraphQLError[];

export type Execute = (
  known: KnownOperation,
  variables: Variables,
  context: Context,
) => Promise<GatewayExecutionResult>;

/** An operation is interpreted the first time it is seen: compiling pays off from the second time on. */
const compiledOf = (schema: GraphQLSchema, known: KnownOperation, variables: Variables): CompiledOperation | null => {
  if (known.compiled === null) {
    known.compiled = 'seen';
    return null;
  }
  if (known.compiled === 'seen')
    known.compiled = compile(schema, known.document, known.operation, known.operationName) ?? 'interpret';
  if (known.compiled === 'interpret') return null;
  return known.compiled.withDefault.some((name) => variables[name] === null) ? null : known.compiled;
};

const MAX_NAME = 64;

/** The operation without any values: its kind, its root fields, and the name that the client gave it. */
const describeOperation = ({ operation, rootFields }: KnownOperation) => {
  const fields = [...new Set(rootFields.map(({ field }) => field))].join(' ');
  const name = operation.name?.value.slice(0, MAX_NAME);
  return {
    name: `${operation.operation} ${fields}`.slice(0, 4 * MAX_NAME),
    attributes: { 'graphql.operation.type': operation.operation, ...(name ? { 'graphql.operation.name': name } : {}) },
  };
};

export const createExecute = (schema: GraphQLSchema, refuse: Refuse = () => []): Execute => {
  const run: Execute = async (known, variables, context) => {
    const { document, operation } = known;
    const errors = known.isMutation ? refuse({ schema, document, operation, variables }, context) : [];
    if (errors.length > 0) return { data: null, errors };
    /** Errors are rare, so the additional work is only done if there are any. */
    const settled = (result: ExecutionResult, wasCompiled: boolean): GatewayExecutionResult => {
      const found = result.errors;
      return {
        errors: found && normalizedErrors({ schema, document, operation, variables }, result.data, found, wasCompiled),
        data: result.data,
      } as GatewayExecutionResult;
    };
    const compiled = compiledOf(schema, known, variables);
    const result = compiled && (await compiled.query(undefined, context, variables));
    // No data means nothing was executed because variables were invalid; graphql-js decides.
    if (result && 'data' in result) return settled(result as ExecutionResult, true);
    const interpreted = await execute({
      schema,
      document,
      contextValue: context,
      variableValues: variables,
      operationName: known.operationName ?? undefined,
    });
    if ('data' in interpreted) return settled(interpreted, false);
    return { errors: variableErrors(schema, operation, variables) };
  };
  return (known, variables, context) =>
    withSpan(
      () => describeOperation(known),
      () => run(known, variables, context),
    );
};

/** Connects Apollo Server to the executor. */
export const gatewayOf = (schema: GraphQLSchema, operations: KnownOperations, run: Execute): GatewayInterface => ({
  load: async () => ({
    schema,
    executor: async ({ document, operation, source, request, context }) => {
      const { executed } = context as Partial<RequestContext>;
      if (executed) return executed.result;
      const known = operations.remember(source!, request.operationName ?? null, document, operation);
      return run(known, request.variables ?? {}, context as unknown as Context);
    },
  }),
  onSchemaLoadOrUpdate: (callback) => {
    callback({ apiSchema: schema, coreSupergraphSdl: '' });
    return () => {};
  },
  stop: async () => {},
});
