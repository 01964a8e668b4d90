/**
 * Reports which values of a request do not match their type, without repeating them: a value sent by mistake may be a password. graphql-js and
 * the scalars quote the value in their messages.
 */
import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  getNamedType,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
  TypeInfo,
  type VariableDefinitionNode,
  visit,
  visitWithTypeInfo,
} from 'graphql';

type Path = readonly (string | number)[];
type Report = (path: Path, problem: string) => void;

/** What the name of a type does not make clear. */
const FORMS: Record<string, string> = {
  Int: 'a 32-bit integer',
  DateTime: 'a date and time with a time zone, for example 2030-01-31T12:00:00Z',
  EmailAddress: 'an e-mail address',
};

const expectation = (type: GraphQLInputType): string => {
  const form = FORMS[getNamedType(type).name];
  return `expected a value of type "${String(type)}"${form ? `: ${form}` : ''}`;
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Walks a value along its type, as graphql-js does when it reads a variable. */
const checkValue = (value: unknown, type: GraphQLInputType, path: Path, report: Report): void => {
  if (isNonNullType(type)) {
    if (value === null || value === undefined) return report(path, `must not be null: ${expectation(type)}`);
    return checkValue(value, type.ofType as GraphQLInputType, path, report);
  }
  if (value === null || value === undefined) return;
  if (isListType(type)) {
    const ofType = type.ofType as GraphQLInputType;
    if (!isObject(value) || !(Symbol.iterator in value)) return checkValue(value, ofType, path, report);
    return [...(value as Iterable<unknown>)].forEach((item, index) =>
      checkValue(item, ofType, [...path, index], report),
    );
  }
  if (isInputObjectType(type)) {
    if (!isObject(value) || Array.isArray(value))
      return report(path, `is invalid: expected an object of type "${type.name}"`);
    const fields = type.getFields();
    if (type.isOneOf && Object.keys(value).length !== 1) report(path, `must have exactly one field`);
    for (const field of Object.values(fields))
      if (value[field.name] !== undefined) checkValue(value[field.name], field.type, [...path, field.name], report);
      else if (isRequiredInputField(field))
        report(path, `is missing the field "${field.name}" of required type "${String(field.type)}"`);
    // The field's name may be a misplaced value.
    Object.keys(value).forEach((name, index) => {
      if (!fields[name])
        report(path, `has a field that does not exist in type "${type.name}": field number ${index + 1}`);
    });
    return;
  }
  if (!isLeafType(type)) return;
  try {
    if (type.parseValue(value) !== undefined) return;
  } catch {
    // The error message quotes the value.
  }
  report(path, `is invalid: ${expectation(type)}`);
};

/** Formats a path: `$input.users[2].email`, where the root is `$input`. */
const formatPath = (root: string, path: Path): string =>
  path.reduce<string>((text, part) => text + (typeof part === 'number' ? `[${part}]` : `.${part}`), root);

export interface Problem {
  message: string;
  /** From the name of the variable on. */
  argument: string[];
}

/** The problems of a value of this type; empty if it is valid. `root` names the value. */
export const valueProblems = (value: unknown, type: GraphQLInputType, root: string): Problem[] => {
  const problems: Problem[] = [];
  checkValue(value, type, [], (path, problem) =>
    problems.push({
      message: `"${formatPath(root, path)}" ${problem}.`,
      argument: [root.replace(/^\$/, ''), ...path.map(String)],
    }),
  );
  return problems;
};

const problemsOf = (
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  variables: Record<string, unknown>,
): Problem[] => {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type as never);
  const ofVariable = (problem: string): Problem[] => [{ message: `Variable "$${name}" ${problem}.`, argument: [name] }];
  if (!isInputType(type)) return ofVariable('does not have an input type');
  if (!Object.hasOwn(variables, name)) {
    if (definition.defaultValue || !isNonNullType(type)) return [];
    return ofVariable(`of required type "${String(type)}" was not provided`);
  }
  return valueProblems(variables[name], type, `$${name}`).map(({ message, argument }) => ({
    message: `Variable ${message}`,
    argument,
  }));
};

const MOST_ERRORS = 50;

/** One error per invalid value. Called after graphql-js has found one. */
export const variableErrors = (
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Record<string, unknown>,
): GraphQLError[] => {
  const extensions = { code: 'BAD_USER_INPUT' };
  const errors = variableDefinitions.flatMap((definition) =>
    problemsOf(schema, definition, variables).map(
      ({ message, argument }) =>
        new GraphQLError(message, { nodes: definition, extensions: { ...extensions, argument } }),
    ),
  );
  if (errors.length === 0) return [new GraphQLError('The variables do not match their types.', { extensions })];
  if (errors.length <= MOST_ERRORS) return errors;
  return [
    ...errors.slice(0, MOST_ERRORS),
    new GraphQLError('There are more invalid values; only the first are listed.', { extensions }),
  ];
};

/** Kinds of nodes that hold a value; not variables, because their value is elsewhere. */
const VALUES: string[] = [
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
];

/** The type expected for a value in the document. */
const expectedType = (schema: GraphQLSchema, document: DocumentNode, node: ASTNode): GraphQLInputType | null => {
  const info = new TypeInfo(schema);
  let found: GraphQLInputType | null = null;
  const enter = (entered: ASTNode) => {
    if (entered !== node) return undefined;
    found = info.getInputType() ?? null;
    return BREAK;
  };
  visit(document, visitWithTypeInfo(info, { enter }));
  return found;
};

/** The path from the argument on to the value in the document that an error is about. */
export const argumentOf = (document: DocumentNode | undefined, error: unknown): string[] | null => {
  if (!document || !(error instanceof GraphQLError) || !isAboutValue(error)) return null;
  const place = error.nodes![0]!;
  let found: string[] | null = null;
  const enter = (
    node: ASTNode,
    _key: unknown,
    parent: ASTNode | readonly ASTNode[] | undefined,
    path: readonly (string | number)[],
    ancestors: readonly (ASTNode | readonly ASTNode[])[],
  ) => {
    if (node !== place) return undefined;
    const above = [...ancestors, parent ?? []];
    const names = above.flatMap((ancestor, i) => {
      if (!('kind' in ancestor)) return [];
      if (ancestor.kind === Kind.ARGUMENT || ancestor.kind === Kind.OBJECT_FIELD) return [ancestor.name.value];
      // Below the list node comes the array of its values.
      return ancestor.kind === Kind.LIST ? [String(path[i + 1])] : [];
    });
    if (above.some((one) => 'kind' in one && one.kind === Kind.ARGUMENT)) found = names;
    return BREAK;
  };
  visit(document, { enter });
  return found;
};

/** Whether an error is about a value in the document, or a variable in a position where it is not allowed. */
export const isAboutValue = ({ nodes }: GraphQLError): boolean =>
  nodes?.[0] !== undefined && (VALUES.includes(nodes[0].kind) || nodes[0].kind === Kind.VARIABLE);

/** A message of graphql-js about a document, without the values in it. */
export const withoutLiterals = (
  schema: GraphQLSchema,
  document: DocumentNode | undefined,
  error: GraphQLError,
): string => {
  const { message } = error;
  const node = error.nodes?.[0];
  // The unexpected token is quoted with its text.
  if (/^Syntax Error: /.test(message)) return message.replace(/ (String|BlockString|Int|Float) ".*$/s, ' $1.');
  if (!document || !node || !VALUES.includes(node.kind)) return message;
  // These name fields and types only.
  if (node.kind === Kind.OBJECT && /^(Field "|OneOf |Exactly one |Within OneOf )/.test(message)) return message;
  const type = expectedType(schema, document, node);
  return type ? `Invalid value: ${expectation(type)}.` : 'Invalid value.';
};
