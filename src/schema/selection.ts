/** Which columns of each type an operation shows: those of all its fields, wherever they stand in it. */
import {
  getNamedType,
  type GraphQLField,
  type GraphQLResolveInfo,
  isAbstractType,
  isCompositeType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';

type Info = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'operation'>;

/** Columns by type. Null stands for all columns: a field has a resolver that does not declare what it reads. */
export type Selection = ReadonlyMap<string, ReadonlySet<string> | null>;

/** The columns of its row that a field needs; undefined if it does not say so. */
export const columnsOfField = ({ extensions }: Pick<GraphQLField<unknown, unknown>, 'extensions'>) =>
  extensions['columns'] as readonly string[] | undefined;

/**
 * Fields that a directive may leave out count as selected, so that an operation sends the same statements whatever its variables are.
 */
const select = ({ schema, fragments, operation }: Info): Selection => {
  const selection = new Map<string, Set<string> | null>();
  const note = (type: string, columns: readonly string[] | undefined): void => {
    if (!columns) selection.set(type, null);
    const known = selection.get(type);
    if (known === undefined) selection.set(type, new Set(columns));
    else for (const column of columns ?? []) known?.add(column);
  };
  const visited = new Set<string>();
  const visit = (typeName: string, { selections }: SelectionSetNode): void => {
    const type = schema.getType(typeName);
    if (!isCompositeType(type)) return;
    const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    for (const node of selections) {
      if (node.kind === 'InlineFragment') visit(node.typeCondition?.name.value ?? typeName, node.selectionSet);
      else if (node.kind === 'FragmentSpread') {
        const { name } = node;
        const fragment = fragments[name.value];
        if (!fragment || visited.has(name.value)) continue;
        visited.add(name.value);
        visit(fragment.typeCondition.name.value, fragment.selectionSet);
      } else {
        for (const object of objects) {
          const field = isObjectType(object) ? object.getFields()[node.name.value] : undefined;
          if (field) note(object.name, columnsOfField(field));
          if (field && node.selectionSet) visit(getNamedType(field.type).name, node.selectionSet);
        }
      }
    }
  };
  const root = schema.getRootType(operation.operation);
  if (root) visit(root.name, operation.selectionSet);
  return selection;
};

const selections = new WeakMap<object, Selection>();

/** Computed once for each parsed operation. */
export const selectionOf = (info: Info): Selection => {
  let selection = selections.get(info.operation);
  if (!selection) selections.set(info.operation, (selection = select(info)));
  return selection;
};
