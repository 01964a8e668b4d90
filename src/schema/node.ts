/** The interface of all objects with an id. */
import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType('Node', {
  description: 'An object with an id.',
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class Node {
  @Field(() => ID, { description: 'A type prefix followed by a sortable UUIDv7 in base32.' })
  id: string;
}

/** A copy of a row that tells its type, for fields of an interface or a union. */
export const withType = <Row extends object>(row: Row, __typename: string): Row & { __typename: string } =>
  Object.assign(Object.create(Object.getPrototypeOf(row) as object) as Row, row, { __typename });
