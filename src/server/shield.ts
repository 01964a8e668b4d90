/**
 * Applies the modules' rules to the schema with graphql-shield, and refuses to start if a field that needs a rule has none. Only fields with a
 * rule are wrapped, because wrapping every leaf would double the cost of a page.
 */
import { getNamedType, type GraphQLObjectType, type GraphQLSchema, isObjectType, isAbstractType } from 'graphql';
import { applyMiddleware, type IMiddlewareTypeMap } from 'graphql-middleware';
import { allow, shield } from 'graphql-shield';
import type { EffectDeclaration } from '../schema/effects';
import { carried, type FieldRules, type Rule } from '../schema/rules';

/** Types that only carry what the parent field's rule allowed: parts of a page, and mutation payloads. */
const isCarrier = (name: string): boolean => /(Connection|Edge|Payload)$/.test(name) || name === 'PageInfo';

const ROOTS = ['Query', 'Mutation', 'Subscription'];
const leadsToObjects = (field: ReturnType<GraphQLObjectType['getFields']>[string]): boolean => {
  const type = getNamedType(field.type);
  return isObjectType(type) || isAbstractType(type);
};

const objectTypes = (schema: GraphQLSchema): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter(({ name }) => !name.startsWith('__'));

export const mergeRules = (parts: readonly FieldRules[]): FieldRules => {
  const merged: FieldRules = {};
  for (const part of parts)
    for (const [type, fields] of Object.entries(part)) merged[type] = { ...merged[type], ...fields };
  return merged;
};

export const declarationsOf = (rules: FieldRules): Map<string, EffectDeclaration> =>
  new Map(
    Object.entries(rules['Mutation'] ?? {}).flatMap(([field, rule]) =>
      rule !== carried && rule.effect ? [[field, rule.effect] as const] : [],
    ),
  );

/** Fields that lack a rule, mutations without a declared effect, and rules for fields that do not exist. */
export const uncoveredFields = (schema: GraphQLSchema, rules: FieldRules): string[] => {
  const faults: string[] = [];
  for (const type of objectTypes(schema)) {
    const root = ROOTS.includes(type.name);
    for (const field of Object.values(type.getFields()))
      if ((root || (leadsToObjects(field) && !isCarrier(type.name))) && !rules[type.name]?.[field.name])
        faults.push(`${type.name}.${field.name} has no rule`);
  }
  const declared = declarationsOf(rules);
  for (const field of Object.keys(rules['Mutation'] ?? {}))
    if (!declared.has(field)) faults.push(`Mutation.${field} has no declared effect`);
  for (const [type, fields] of Object.entries(rules)) {
    const found = schema.getType(type);
    for (const field of Object.keys(fields))
      if (!isObjectType(found) || !found.getFields()[field])
        faults.push(`${type}.${field} has a rule but does not exist`);
  }
  return faults;
};

export const protect = (schema: GraphQLSchema, rules: FieldRules): GraphQLSchema => {
  const faults = uncoveredFields(schema, rules);
  if (faults.length > 0) throw new Error(`Fields without matching rules:\n  ${faults.join('\n  ')}`);
  const declared: Record<string, Record<string, Rule>> = {};
  for (const [type, fields] of Object.entries(rules)) {
    const own = Object.entries(fields).filter((entry): entry is [string, Rule] => entry[1] !== carried);
    if (own.length > 0) declared[type] = Object.fromEntries(own);
  }
  const all = shield(declared, { allowExternalErrors: true, fallbackRule: allow }).generate(schema) as Record<
    string,
    Record<string, never>
  >;
  const wrapped: IMiddlewareTypeMap = {};
  for (const [type, fields] of Object.entries(declared))
    wrapped[type] = Object.fromEntries(Object.keys(fields).map((field) => [field, all[type]![field]!]));
  return applyMiddleware(schema, wrapped);
};
