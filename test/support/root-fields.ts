/** Calls of root fields with whatever fits their arguments, found by walking the schema. */
import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLObjectType,
  isEnumType,
  isLeafType,
  isNonNullType,
} from 'graphql';
import { buildSchema } from './schema';
import type { Answer, Ask } from './graphql';

export const schema = buildSchema();
export const queries = Object.values(schema.getQueryType()!.getFields());
export const mutations = Object.values(schema.getMutationType()!.getFields());

export type Ids = Record<string, string>;

const UNKNOWN = '01h455vb4pex5vsknk084sn02q';
/** Ids of the right types, of nothing that there is. */
export const unknownIds = (ids: Ids): Ids =>
  Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, `${id.slice(0, 4)}${UNKNOWN}`]));

const isMany = (name: string, known: Ids): boolean => name.endsWith('Ids') && name.slice(0, -1) in known;

/** Something that fits an argument or input field; ids by the name of the field. */
const plausible = (name: string, type: GraphQLInputType, known: Ids): unknown => {
  const named = getNamedType(type);
  if (named.name === 'TraceBy') return { sessionId: known.sessionId };
  if (name === 'selector') return { disableUser: { userId: known.userId } };
  if (name === 'by') return { id: known.userId };
  if (name === 'ids') return Object.values(known);
  if (name === 'confirmedUserIds') return [known.userId];
  // `sessionIds` of the mutations on many: one.
  if (isMany(name, known)) return [known[name.slice(0, -1)]];
  if (named.name === 'ResourceScopesInput') return [];
  if (name === 'role') return 'HELPDESK';
  if (named.name === 'ID') return known[name] ?? known.id;
  if (isEnumType(named)) return named.getValues()[0]!.name;
  if (named.name === 'Boolean') return true;
  if (named.name === 'Int') return 1;
  if (named.name === 'JSONObject') return {};
  if (named.name === 'DateTime') return new Date(Date.now() + 3_600_000).toISOString();
  if (named.name === 'EmailAddress') return 'somebody@example.com';
  return '';
};
export const inputOf = (field: GraphQLField<unknown, unknown>, known: Ids) => {
  const type = getNamedType(field.args[0]!.type) as unknown as {
    getFields(): Record<string, { name: string; type: GraphQLInputType }>;
  };
  return Object.fromEntries(
    Object.values(type.getFields())
      .filter((f) => isNonNullType(f.type) || isMany(f.name, known) || (f.name === 'userId' && f.name in known))
      .map((f) => [f.name, plausible(f.name, f.type, known)]),
  );
};

/** One call of a root field; `id` is which of the ids an argument of that name gets. */
export const call = (ask: Ask, field: GraphQLField<unknown, unknown>, known: Ids): Promise<Answer> => {
  const isMutation = mutations.includes(field);
  const args = isMutation ? field.args : field.args.filter(({ type }) => isNonNullType(type));
  const variables = Object.fromEntries(
    args.map(({ name, type }) => [
      name,
      isMutation
        ? inputOf(field, known)
        : plausible(name, type, { ...known, id: known[`${field.name}Id`] ?? known.userId! }),
    ]),
  );
  const declared = args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const given = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const result = getNamedType(field.type);
  const selection = isLeafType(result)
    ? ''
    : isMutation
      ? `{ errors { code message } ${'results' in (result as GraphQLObjectType).getFields() ? 'results { changed errors { code message } }' : ''} }`
      : result.name.endsWith('Connection')
        ? '{ totalCount nodes { id } }'
        : '{ __typename }';
  const text = `${isMutation ? 'mutation' : 'query'} ${declared && `(${declared})`} { ${field.name} ${given && `(${given})`} ${selection} }`;
  return ask(text, variables);
};
