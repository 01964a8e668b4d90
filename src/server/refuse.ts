/**
 * Refuses a mutation as a whole if the caller may not use one of its fields: nothing is executed, regardless of field order and executor. The
 * same rules guard each field again when it is resolved.
 */
import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
} from 'graphql';
import { collectFields } from 'graphql/execution/collectFields';
import { carried, type FieldRules, type RuleContext } from '../schema/rules';

export interface OperationRequest {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

/** One error per refused field. Empty for operations that are not mutations, or are malformed, which execution will report. */
export const refusals = (asked: OperationRequest, rules: FieldRules, context: RuleContext): GraphQLError[] => {
  const { schema, document, operation, variables } = asked;
  const type = schema.getMutationType();
  if (operation.operation !== OperationTypeNode.MUTATION || !type) return [];
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) return [];
  const fragments = Object.fromEntries(
    document.definitions
      .filter((d): d is FragmentDefinitionNode => d.kind === Kind.FRAGMENT_DEFINITION)
      .map((d) => [d.name.value, d]),
  );
  const errors: GraphQLError[] = [];
  for (const [key, nodes] of collectFields(schema, fragments, coerced, type, operation.selectionSet)) {
    const rule = rules['Mutation']?.[nodes[0]!.name.value];
    const refusal = rule && rule !== carried ? rule.refuse(context, `Mutation.${nodes[0]!.name.value}`) : null;
    if (refusal) errors.push(new GraphQLError(refusal.message, { nodes, path: [key], extensions: refusal.extensions }));
  }
  return errors;
};
