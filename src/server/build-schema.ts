/** Builds the executable schema from the modules: types, computed fields and rules. */
import 'reflect-metadata';
import { getNamedType, type GraphQLFieldResolver, type GraphQLSchema, isAbstractType, isObjectType } from 'graphql';
import { buildSchemaSync } from 'type-graphql';
import { encodeId, type IdType } from '../platform/type-id';
import { connectionResolvers, edgeResolvers, pageInfoResolvers } from '../schema/page';
import { DateTime } from '../schema/date-time';
import type { ComposedModules } from '../core/module/module';
import type { Context } from '../core/context/context';
import { carried, type FieldRules } from '../schema/rules';
import { columnsOfField, selectionOf } from '../schema/selection';
import { protect } from './shield';

const resolve = (schema: GraphQLSchema, typeName: string, fieldResolvers: Record<string, unknown>): void => {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`no object type ${typeName}`);
  for (const [name, resolver] of Object.entries(fieldResolvers))
    type.getFields()[name]!.resolve = resolver as GraphQLFieldResolver<unknown, unknown>;
};

/** Encodes public ids, and computes page fields when they are selected. */
const addComputedFields = (schema: GraphQLSchema): void => {
  for (const type of Object.values(schema.getTypeMap())) {
    // type-graphql makes these asynchronous, which compiled operations cannot handle; every value has its `__typename`.
    if (isAbstractType(type)) type.resolveType = (value: { __typename: string }) => value.__typename;
    if (!isObjectType(type)) continue;
    const { name } = type;
    if (type.getInterfaces().some((other) => other.name === 'Node') || name === 'DeviceLink')
      resolve(schema, name, { id: (row: { id: string }) => encodeId(name as IdType, row.id) });
    if (name.endsWith('Connection')) resolve(schema, name, connectionResolvers);
    if (name.endsWith('Edge')) resolve(schema, name, edgeResolvers);
  }
  resolve(schema, 'PageInfo', pageInfoResolvers);
};

/**
 * Notes for each field which columns of its row it needs: that of its name, if it has no resolver, or those that its resolver and its rule declare.
 * Without such a note the whole row is read.
 */
const noteColumns = (schema: GraphQLSchema, rules: FieldRules): void => {
  for (const type of Object.values(schema.getTypeMap()).filter(isObjectType))
    for (const field of Object.values(type.getFields())) {
      const columns = field.name === 'id' && !field.extensions['columns'] ? ['id'] : columnsOfField(field);
      const own = columns ?? (field.resolve ? undefined : [field.name]);
      const rule = rules[type.name]?.[field.name];
      const read = rule && rule !== carried ? rule.reads : [];
      field.extensions = { ...field.extensions, columns: own && [...own, ...read] };
    }
};

/** Tells the context which columns the operation shows, before any field is resolved. */
const noteSelection = (schema: GraphQLSchema): void => {
  for (const root of [schema.getQueryType()!, schema.getMutationType()!])
    for (const field of Object.values(root.getFields())) {
      const { resolve } = field;
      field.resolve = (source, args, context: Pick<Context, 'selection'>, info) => {
        context.selection ??= selectionOf(info);
        return resolve!(source, args, context, info) as unknown;
      };
    }
};

/** Describes what type-graphql cannot: the root types, and the single argument of each mutation, which gets the description of its type. */
const addDescriptions = (schema: GraphQLSchema): void => {
  const [query, mutation] = [schema.getQueryType()!, schema.getMutationType()!];
  query.description =
    'Queries. Lists are connections. Objects you do not have access to are null or missing from lists.';
  mutation.description = 'Mutations. Each returns what it changed, a receipt if something was revoked, and `errors`.';
  for (const { args } of Object.values(mutation.getFields()))
    for (const argument of args) argument.description ??= getNamedType(argument.type).description;
};

/** Always includes the rules; they can only be left out to measure them. */
export const buildSchema = (
  { resolvers, orphanedTypes }: Pick<ComposedModules, 'resolvers' | 'orphanedTypes'>,
  rules: FieldRules,
  { unprotectedForBenchmark = false } = {},
): GraphQLSchema => {
  const schema = buildSchemaSync({
    resolvers: resolvers as never,
    orphanedTypes: orphanedTypes as never,
    validate: false,
    scalarsMap: [{ type: Date, scalar: DateTime }],
  });
  addComputedFields(schema);
  addDescriptions(schema);
  noteColumns(schema, rules);
  const executable = unprotectedForBenchmark ? schema : protect(schema, rules);
  noteSelection(executable);
  return executable;
};
