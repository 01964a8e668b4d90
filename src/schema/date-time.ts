/** The scalar of times. Text that already has its form, as lists read times, is passed on; everything else is checked and converted. */
import { GraphQLScalarType } from 'graphql';
import { GraphQLDateTime } from 'graphql-scalars';

const LENGTH = '2026-01-31T08:15:00.123Z'.length;

export const DateTime = new GraphQLScalarType({
  ...GraphQLDateTime.toConfig(),
  serialize: (value) =>
    typeof value === 'string' && value.length === LENGTH && value.endsWith('Z')
      ? value
      : GraphQLDateTime.serialize(value),
});
