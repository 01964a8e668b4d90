/** The committed schema and permissions are those of the code, everything is described, and no field is without a rule. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isEnumType, isInputObjectType, isInterfaceType, isObjectType, type GraphQLNamedType } from 'graphql';
import { permissionCensus } from '../../src/server/permission-census';
import { allRules, buildSchema, printedSchema } from '../../src/app/schema';
import { protect, uncoveredFields } from '../../src/server/shield';
import type { FieldRules } from '../../src/schema/rules';

const committed = (name: string) => readFileSync(path.resolve(__dirname, '../..', name), 'utf8');
const schema = buildSchema();
const types = Object.values(schema.getTypeMap()).filter(({ name }) => !name.startsWith('__'));

test('schema.graphql is what the code builds (npm run schema)', () => {
  expect(printedSchema()).toBe(committed('schema.graphql'));
});

test('permissions.snap is what the rules say (npm run permissions)', () => {
  expect(permissionCensus(allRules)).toBe(committed('permissions.snap'));
});

const undescribed = (type: GraphQLNamedType): string[] => {
  const missing = type.description ? [] : [type.name];
  const fields = isObjectType(type) || isInterfaceType(type) || isInputObjectType(type) ? type.getFields() : {};
  for (const field of Object.values(fields)) {
    if (!field.description) missing.push(`${type.name}.${field.name}`);
    for (const argument of 'args' in field ? field.args : [])
      if (!argument.description) missing.push(`${type.name}.${field.name}(${argument.name})`);
  }
  if (isEnumType(type))
    for (const value of type.getValues()) if (!value.description) missing.push(`${type.name}.${value.name}`);
  return missing;
};

test('every type, field, argument and enum value has a description', () => {
  expect(types.flatMap(undescribed)).toEqual([]);
});

const without = (type: string, field: string): FieldRules => {
  const { [field]: _, ...rest } = allRules[type]!;
  return { ...allRules, [type]: rest };
};

test('every field that needs a rule has one', () => {
  expect(uncoveredFields(schema, allRules)).toEqual([]);
});

test('a rule taken away is missed by the name of its field, whichever it is', () => {
  for (const [type, fields] of Object.entries(allRules))
    for (const field of Object.keys(fields))
      expect(uncoveredFields(schema, without(type, field))).toEqual([`${type}.${field} has no rule`]);
});

test('a schema with an uncovered field is not built', () => {
  const unprotected = buildSchema({ unprotectedForBenchmark: true });
  expect(() => protect(unprotected, without('Query', 'users'))).toThrow('Query.users has no rule');
});

test('a rule of a field or a type that does not exist is named', () => {
  const rules = { ...allRules, Query: { ...allRules.Query!, nothing: 'carried' as const } };
  expect(uncoveredFields(schema, rules)).toEqual(['Query.nothing has a rule but does not exist']);
  expect(uncoveredFields(schema, { ...allRules, Nothing: { at: 'carried' as const } })).toEqual([
    'Nothing.at has a rule but does not exist',
  ]);
});

test('mutations follow verbNoun(input: VerbNounInput!): VerbNounPayload! with errors', () => {
  for (const field of Object.values(schema.getMutationType()!.getFields())) {
    const name = field.name[0]!.toUpperCase() + field.name.slice(1);
    expect(field.args.map(({ name: argument, type }) => `${argument}: ${String(type)}`)).toEqual([
      `input: ${name}Input!`,
    ]);
    expect(String(field.type)).toBe(`${name}Payload!`);
    const payload = schema.getType(`${name}Payload`);
    expect(isObjectType(payload) && String(payload.getFields()['errors']?.type)).toBe('[MutationError!]!');
  }
});
