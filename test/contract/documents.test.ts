/** The documents name everything that the schema lets an application set. */
import { buildSchema, type GraphQLInputObjectType } from 'graphql';
import { readPage } from '../support/page-code';

it('docs/applications.md names every field of CreateApplicationInput', () => {
  const schema = buildSchema(readPage('schema.graphql'));
  const fields = Object.keys((schema.getType('CreateApplicationInput') as GraphQLInputObjectType).getFields());
  const page = readPage('docs/applications.md');
  expect(fields.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
