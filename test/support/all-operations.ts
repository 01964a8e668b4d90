/** Every GraphQL document that stands in the tests, the documentation or the playground, with variables that fit. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type DocumentNode,
  getNamedType,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  Kind,
  parse,
  typeFromAST,
  validate,
} from 'graphql';
import { examples } from '../../src/server/playground/examples';
import { ERRORS } from './graphql';
import { blocksOf, readPage } from './page-code';
import { type Ids, plausible, schema } from './root-fields';

export interface KnownDocument {
  query: string;
  document: DocumentNode;
  isMutation: boolean;
}

const filesBelow = (folder: string, ending: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file));

/** The strings of a source file, as far as they do not depend on variables. */
const stringsIn = (source: string): string[] =>
  [...source.matchAll(/`((?:[^`\\$]|\$\{ERRORS\}|\$(?!\{))*)`|'((?:[^'\\\n])*)'/g)].map(([, template, quoted]) =>
    (template ?? quoted!).replaceAll('${ERRORS}', ERRORS),
  );

const parsed = (query: string): DocumentNode | null => {
  if (!/[{]/.test(query)) return null;
  try {
    return parse(query);
  } catch {
    return null;
  }
};

/** The valid documents with one operation. */
export const allDocuments = (): KnownDocument[] => {
  const root = join(__dirname, '../..');
  const texts = [
    ...filesBelow(join(root, 'test'), '.ts').flatMap((file) => stringsIn(readFileSync(file, 'utf8'))),
    ...filesBelow(join(root, 'docs'), '.md').flatMap((file) =>
      blocksOf(readPage(file.slice(root.length + 1))).flatMap(({ tag, code }) => (tag === 'graphql' ? [code] : [])),
    ),
    ...examples.map(({ query }) => query),
  ];
  return [...new Set(texts)].flatMap((query) => {
    const document = parsed(query);
    if (!document || validate(schema, document).length > 0) return [];
    const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    if (operations.length !== 1) return [];
    return [{ query, document, isMutation: operations[0]!.operation === 'mutation' }];
  });
};

const valueOf = (name: string, type: GraphQLInputType, known: Ids): unknown => {
  if (isNonNullType(type)) return valueOf(name, type.ofType as GraphQLInputType, known);
  if (isListType(type)) return [valueOf(name.replace(/s$/, ''), type.ofType as GraphQLInputType, known)];
  if (isInputObjectType(type) && !['TraceBy', 'RevocationSelector'].includes(type.name)) {
    const required = Object.values(type.getFields()).filter(isRequiredInputField);
    if (type.isOneOf) return { id: known['userId'] };
    return Object.fromEntries(required.map((field) => [field.name, valueOf(field.name, field.type, known)]));
  }
  return plausible(getNamedType(type).name === 'RevocationSelector' ? 'selector' : name, type, known);
};

/** Values for all variables of a document, with these ids. */
export const variablesOf = ({ document }: KnownDocument, known: Ids): Record<string, unknown> =>
  Object.fromEntries(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION
        ? (definition.variableDefinitions ?? []).map(({ variable, type }) => [
            variable.name.value,
            valueOf(variable.name.value, typeFromAST(schema, type as never) as unknown as GraphQLInputType, known),
          ])
        : [],
    ),
  );
