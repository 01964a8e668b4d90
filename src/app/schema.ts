/** The GraphQL schema and the access rules of all modules. */
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import type { EffectDeclaration } from '../schema/effects';
import { buildSchema as buildFrom } from '../server/build-schema';
import { declarationsOf, mergeRules } from '../server/shield';
import { composedModules } from './modules';

export const allRules = mergeRules(composedModules.rules);

/** What each mutation can create and which permission it requires. */
export const declarations: ReadonlyMap<string, EffectDeclaration> = declarationsOf(allRules);

export const buildSchema = (options?: { unprotectedForBenchmark?: boolean }): GraphQLSchema =>
  buildFrom(composedModules, allRules, options);

export const printedSchema = (schema: GraphQLSchema = buildSchema()): string =>
  `${printSchema(lexicographicSortSchema(schema))}\n`;
