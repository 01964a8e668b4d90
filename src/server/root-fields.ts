/** The root fields of an operation, for metrics and traces. */
import type { DocumentNode, FieldNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';

export interface RootField {
  /** Its name in the result. */
  key: string;
  /** Its name in the schema. Those of introspection have one name. */
  field: string;
}

const described = ({ name, alias }: FieldNode): RootField => ({
  key: alias?.value ?? name.value,
  field: name.value.startsWith('__') ? 'introspection' : name.value,
});

/** The root fields of a valid operation, including those in fragments. */
export const rootFieldsOf = (operation: OperationDefinitionNode, document: DocumentNode): RootField[] => {
  const fieldsOf = ({ selections }: SelectionSetNode): RootField[] =>
    selections.flatMap((selection) => {
      if (selection.kind === 'Field') return described(selection);
      if (selection.kind === 'InlineFragment') return fieldsOf(selection.selectionSet);
      const fragment = document.definitions.find(
        (one) => one.kind === 'FragmentDefinition' && one.name.value === selection.name.value,
      );
      return fragment?.kind === 'FragmentDefinition' ? fieldsOf(fragment.selectionSet) : [];
    });
  return fieldsOf(operation.selectionSet);
};
