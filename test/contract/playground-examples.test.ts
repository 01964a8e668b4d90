/** Every example of the playground is a valid operation of the committed schema, with variables that fit. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  buildSchema,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { examples } from '../../src/server/playground/examples';

let schema: GraphQLSchema;

beforeAll(() => {
  schema = buildSchema(readFileSync(join(__dirname, '../../schema.graphql'), 'utf8'));
});

describe.each(examples.map((example) => [`${example.role}: ${example.title}`, example] as const))(
  '%s',
  (_name, example) => {
    it('is valid against schema.graphql', () => {
      expect(validate(schema, parse(example.query), specifiedRules).map((error) => error.message)).toEqual([]);
    });

    it('fills in the variables it declares, and no others', () => {
      const declared = operationsOf(example.query).flatMap(({ variableDefinitions }) => variableDefinitions ?? []);
      const required = declared.filter(({ type, defaultValue }) => type.kind === Kind.NON_NULL_TYPE && !defaultValue);
      const given = Object.keys(JSON.parse(example.variables ?? '{}') as object);
      expect(declared.map((definition) => definition.variable.name.value)).toEqual(expect.arrayContaining(given));
      expect(given).toEqual(expect.arrayContaining(required.map((definition) => definition.variable.name.value)));
    });

    it('opens with its role and carries a name, which becomes the title of its tab', () => {
      expect(example.query).toMatch(new RegExp(`^# ${example.role}: `));
      for (const { name } of operationsOf(example.query)) expect(name?.value).toMatch(/^[A-Z]/);
    });

    it('says before each of its operations what that is for', () => {
      for (const { loc } of operationsOf(example.query)) expect(example.query.slice(0, loc!.start)).toMatch(/# .+\n$/);
    });
  },
);

it('names each tab and each operation once', () => {
  const names = examples.flatMap(({ query }) => operationsOf(query).map(({ name }) => name!.value));
  expect(names).toEqual([...new Set(names)]);
  const titles = examples.map(({ title }) => title);
  expect(titles).toEqual([...new Set(titles)]);
});

it('has something for everyone who may come', () => {
  const roles = new Set(examples.map((example) => example.role));
  expect([...roles]).toEqual(['Everyone', 'Helpdesk', 'Operator', 'Administrator']);
});

function operationsOf(query: string): OperationDefinitionNode[] {
  const definitions = parse(query).definitions as OperationDefinitionNode[];
  expect(definitions.map(({ kind }) => kind)).toEqual(definitions.map(() => Kind.OPERATION_DEFINITION));
  return definitions;
}
