/** The root fields of an operation, for metrics and traces. */
import type { DocumentNode, FieldNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';

/** The root fields of a valid operation, including those in fragments. */
export const rootFields = (operation: OperationDefinitionNode, document: DocumentNode): FieldNode[] => {
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
  ...new Set(rootFields(operation, document).map(({ name }) => fieldName(name.value))),
];

export const fieldName = (name: string): string => (name.startsWith('__') ? 'introspection' : name);
