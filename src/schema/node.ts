/** The interface of everything that has an id. */
import { Field, ID, InterfaceType } from 'type-graphql';

@InterfaceType('Node', {
  description: 'Anything with an id of its own.',
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class Node {
  @Field(() => ID, { description: 'The id: a prefix that names the type, and a sortable UUIDv7 in base32.' })
  id: string;
}
