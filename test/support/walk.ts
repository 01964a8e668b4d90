/** Walks the lists of the schema: every field of every kind of row, one level deep, in operations small enough for the limits on cost. */
import {
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  isInterfaceType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
  isUnionType,
} from 'graphql';
import type { Ask } from './graphql';
import { queries, schema } from './root-fields';

type Fields = GraphQLField<unknown, unknown>[];

const fieldsOf = (type: GraphQLObjectType): Fields =>
  Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));

const isConnection = (type: GraphQLOutputType): boolean => getNamedType(type).name.endsWith('Connection');

const leavesOf = (type: GraphQLObjectType): string =>
  ['__typename', ...fieldsOf(type).flatMap((field) => (isLeafType(getNamedType(field.type)) ? [field.name] : []))].join(
    ' ',
  );

const nodeOf = (type: GraphQLOutputType): GraphQLObjectType =>
  getNamedType((getNamedType(type) as GraphQLObjectType).getFields()['nodes']!.type) as GraphQLObjectType;

/** The leaves of a field's type; one selection for each type that it can be, because they have fields of the same name. */
const selectionsOf = (type: GraphQLOutputType): string[] => {
  const named = getNamedType(type);
  if (isConnection(type)) return [`{ totalCount nodes { ${leavesOf(nodeOf(type))} } }`];
  if (isObjectType(named)) return [`{ ${leavesOf(named)} }`];
  if (isUnionType(named) || isInterfaceType(named))
    return schema.getPossibleTypes(named).map((part) => `{ __typename ... on ${part.name} { ${leavesOf(part)} } }`);
  throw new Error(`there is no selection of ${String(type)}`);
};

export const lists = queries.filter(
  (field) =>
    isConnection(field.type) && field.args.some(({ name }) => name === 'first') && !field.args.some(isRequiredArgument),
);

/** Operations that together ask for every field of the rows of a list. */
const operationsOn = (list: GraphQLField<unknown, unknown>, size: number): string[] => {
  const node = nodeOf(list.type);
  const linking = fieldsOf(node).filter(({ type }) => !isLeafType(getNamedType(type)));
  const rows = (selection: string) => `{ ${list.name}(first: ${size}) { nodes { ${selection} } } }`;
  return [
    rows(leavesOf(node)),
    ...linking.flatMap(({ name, type, args }) => {
      const first = args.some((argument) => argument.name === 'first') ? '(first: 5)' : '';
      return selectionsOf(type).map((selection) => rows(`id ${name}${first} ${selection}`));
    }),
  ];
};

export interface Walked {
  /** Of each operation that failed, with its error. */
  faults: string[];
  /** How many rows each list has shown. */
  rows: Record<string, number>;
  text: string;
}

/** About the phone that asks. */
const OF_PHONES = ['pendingAuthentications'];

/** What is asked for without arguments and is no list. */
const others = queries.filter(
  (field) =>
    !lists.includes(field) &&
    !OF_PHONES.includes(field.name) &&
    !field.args.some(isRequiredArgument) &&
    !isLeafType(getNamedType(field.type)),
);

export const walk = async (ask: Ask, size = 20): Promise<Walked> => {
  const walked: Walked = { faults: [], rows: {}, text: '' };
  const run = async (operation: string) => {
    const { data, errors, text } = await ask(operation);
    if (errors.length > 0 || !data) walked.faults.push(`${operation}: ${text.slice(0, 500)}`);
    walked.text += text;
    return data;
  };
  for (const list of lists)
    for (const operation of operationsOn(list, size))
      walked.rows[list.name] = ((await run(operation))?.[list.name].nodes.length ?? 0) as number;
  for (const { name, type } of others)
    for (const selection of selectionsOf(type)) await run(`{ ${name} ${selection} }`);
  return walked;
};
