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
