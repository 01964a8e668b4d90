/** Counts the root fields of GraphQL operations and how they ended. */
import type { ApolloServerPlugin } from '@apollo/server';
import type { DocumentNode, FieldNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import type { Context } from '../core/context/context';
import { graphqlFields } from '../platform/metrics';
import { PUBLIC_CODES } from './format-error';

/** The root fields of a valid operation, including those in fragments. */
const rootFields = (operation: OperationDefinitionNode, document: DocumentNode): FieldNode[] => {
  const fieldsOf = ({ selections }: SelectionSetNode): FieldNode[] =>
    selections.flatMap((selection) => {
      if (selection.kind === 'Field') return selection;
      if (selection.kind === 'InlineFragment') return fieldsOf(selection.selectionSet);
      const fragment = document.definitions.find(
        (one) => one.kind === 'FragmentDefinition' && one.name.value === selection.name.value,
      );
      return fragment?.kind === 'FragmentDefinition' ? fieldsOf(fragment.selectionSet) : [];
    });
  return fieldsOf(operation.selectionSet);
};

/** The names of the root fields, each once. Those of introspection are one. */
export const rootFieldNames = (operation: OperationDefinitionNode, document: DocumentNode): string[] => [
  ...new Set(rootFields(operation, document).map(({ name }) => nameOf(name.value))),
];

const nameOf = (name: string): string => (name.startsWith('__') ? 'introspection' : name);

const outcomeOf = (code: unknown): string => (PUBLIC_CODES.includes(String(code)) ? String(code) : 'fault');

export const operationMetrics: ApolloServerPlugin<Context> = {
  requestDidStart: async () => ({
    willSendResponse: async ({ operation, document, response }) => {
      if (response.body.kind !== 'single') return;
      const { data, errors } = response.body.singleResult;
      const failed = errors?.[0] && outcomeOf(errors[0].extensions?.['code']);
      // Only valid operations have one, so all names are the schema's.
      if (!operation || !document) return graphqlFields.inc({ field: 'none', outcome: failed ?? 'success' });
      for (const field of rootFields(operation, document)) {
        const value = data?.[field.alias?.value ?? field.name.value] as { errors?: unknown } | null | undefined;
        const refused = operation.operation === 'mutation' && Array.isArray(value?.errors) && value.errors.length > 0;
        graphqlFields.inc({ field: nameOf(field.name.value), outcome: failed ?? (refused ? 'refused' : 'success') });
      }
    },
  }),
};
