/**
 * The operations that Apollo Server has let through before, by their text and name: parsed, valid and within the limits that do not depend on
 * variables. Holds facts about the text under this schema only, nothing about callers, variables or results.
 */
import {
  type DocumentNode,
  type GraphQLSchema,
  NoSchemaIntrospectionCustomRule,
  type OperationDefinitionNode,
  OperationTypeNode,
  validate,
} from 'graphql';
import { bytesOf } from './documents';
import { costVaries } from './limits';
import { RecentMap } from './recent-map';
import { type RootField, rootFieldsOf } from './root-fields';
import type { CompiledOperation } from './compile';

const MAX_KNOWN = 500;
const MAX_KNOWN_BYTES = 64 * 1_024 * 1_024;

export interface KnownOperation {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** As sent; an operation can be the only one of its document. */
  operationName: string | null;
  isMutation: boolean;
  rootFields: readonly RootField[];
  /** Whether it reads the schema, which may be refused to a caller. */
  introspects: boolean;
  /** Whether its cost depends on variables. */
  costVaries: boolean;
  /** Compiled when the operation is executed for the second time. */
  compiled: CompiledOperation | 'seen' | 'interpret' | null;
}

export class KnownOperations {
  private readonly known = new RecentMap<KnownOperation>(MAX_KNOWN, MAX_KNOWN_BYTES);
  constructor(private readonly schema: GraphQLSchema) {}

  /** Null if Apollo has not let it through yet. */
  find(text: string, operationName: string | null): KnownOperation | null {
    const found = this.known.get(keyOf(text, operationName));
    // An empty name is no name of an operation, but is not the same as none.
    return found && operationName !== '' ? found : null;
  }

  /** Called for what Apollo executes. The result refers to this very document, because errors do too. */
  remember(
    text: string,
    operationName: string | null,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): KnownOperation {
    const key = keyOf(text, operationName);
    const found = this.known.get(key);
    if (found?.document === document) return found;
    const remembered = found ? { ...found, document, operation } : this.describe(operationName, document, operation);
    this.known.set(key, remembered, bytesOf(document));
    return remembered;
  }

  private describe(
    operationName: string | null,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ): KnownOperation {
    return {
      document,
      operation,
      operationName,
      isMutation: operation.operation === OperationTypeNode.MUTATION,
      rootFields: rootFieldsOf(operation, document),
      introspects: validate(this.schema, document, [NoSchemaIntrospectionCustomRule]).length > 0,
      costVaries: costVaries(document),
      compiled: null,
    };
  }
}

/** Unambiguous, because neither a valid name nor a valid document contains NUL. */
const keyOf = (text: string, operationName: string | null): string => `${operationName ?? ''}\0${text}`;
