/** What a receipt ended and what may still be accepted elsewhere. */
import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType('ResidualToken', {
  simpleResolvers: true,
  description: 'A JWT that a resource server may accept until it expires.',
})
export class ResidualToken {
  @Field(() => ID, { description: 'The id of the token, which is also its `jti`. The record itself may be gone.' })
  tokenId: string;

  applicationId: string;

  @Field({ description: 'The resource server (RFC 8707) that accepts it.' })
  resource: string;

  @Field({ description: 'When it expires.' })
  expiresAt: Date;
}

@ObjectType('Residual', {
  simpleResolvers: true,
  description: 'Tokens that have ended here and cannot be recalled from the resource servers that accept them.',
})
export class Residual {
  @Field(() => [ResidualToken], { description: 'The tokens, the first to expire first; at most 1,000.' })
  tokens: ResidualToken[];

  @Field({ description: 'When the last of them has expired: nothing lives on after that.' })
  until: Date;

  @Field({ description: 'Whether there may be more than these, because too much ended to name each.' })
  more: boolean;
}
