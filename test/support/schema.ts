/** The schema out of schema.graphql, which the checks keep current: much faster to load than the service's own. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema as parseSchema, type GraphQLSchema } from 'graphql';

export const buildSchema = (): GraphQLSchema =>
  parseSchema(readFileSync(path.resolve(__dirname, '../../schema.graphql'), 'utf8'));
