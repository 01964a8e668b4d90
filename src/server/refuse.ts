/**
 * Refuses a mutation as a whole when one of its fields is not for the caller: nothing of it is carried out, in whatever order its fields
 * come and however it is executed. The same rules guard each field again when it is resolved.
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

export interface Asked {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

/** One error for each field that is refused; none for what is not a mutation, or is malformed, which its execution will say. */
export const refusals = (asked: Asked, rules: FieldRules, context: RuleContext): GraphQLError[] => {
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
