/** Inputs and payloads of the mutations on tokens. */
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { MutationError } from '../../schema/errors';
import { INCLUDE_DERIVED, OperationInput, payloadOf } from '../../core/mutation/input';
import { ManyInput, OperationResult } from '../../core/mutation/many';
import { Token } from './entity';
import { TokenFilter } from './list';

@InputType({ description: 'The token to end. An access token dies alone; a refresh token with its whole family.' })
export class RevokeTokenInput extends OperationInput {
  @Field(() => ID, { description: 'The token’s id, not its value.' })
  tokenId: string;

  @Field(() => Boolean, {
    nullable: true,
    description: `${INCLUDE_DERIVED} An access token then ends with its whole family.`,
  })
  includeDerived?: boolean | null;
}

@InputType({ description: 'A token for scripts, with which they call as a user: of oneself, or of a service account.' })
export class CreateApiTokenInput extends OperationInput {
  @Field(() => ID, { description: 'Whose token it is: it may do no more than this user.' })
  userId: string;

  @Field({ description: 'What to know it by, 1 to 100 characters.' })
  name: string;

  @Field(() => [String], {
    description:
      'What it may be used for: single permissions such as `users:read`, which the user must hold; `self`, the data of the user; or `admin`, whatever the roles of the user allow.',
  })
  scopes: string[];

  @Field(() => Date, { description: 'When it ends, at most `tokensApiMaximumLifetime` from now.' })
  expiresAt: Date;
}

@InputType({
  description: 'The tokens to end, by their ids or by a filter. A refresh token dies with its whole family.',
})
export class RevokeTokensInput extends ManyInput {
  @Field(() => [ID], { nullable: true, description: 'These, at most 10,000: ids, not values.' })
  tokenIds?: string[] | null;

  @Field(() => TokenFilter, { nullable: true, description: 'The live ones that this selects, at most 10,000.' })
  filter?: TokenFilter | null;
}

@InputType({ description: 'The token to ask about.' })
export class IntrospectTokenInput {
  @Field({ description: 'The value of the token.' })
  token: string;
}

export const RevokeTokenPayload = payloadOf(
  'RevokeToken',
  { token: { type: () => Token, description: 'The token as it is now.' } },
  { receipt: true },
);

export const CreateApiTokenPayload = payloadOf('CreateApiToken', {
  token: { type: () => Token, description: 'The token; never its value.' },
  value: {
    type: () => String,
    description:
      'The value, for the header `Authorization: Bearer …`: shown this once, and not again to a repeated call.',
  },
});

export const RevokeTokensPayload = payloadOf(
  'RevokeTokens',
  { results: { type: () => [OperationResult], description: 'What came of each.' } },
  { receipt: true },
);

@ObjectType({
  simpleResolvers: true,
  description: 'What RFC 7662 would answer. Of a token that is not live it says nothing but that.',
})
export class IntrospectTokenPayload {
  @Field({ description: 'Whether the token may be used now.' })
  active: boolean;

  @Field(() => Token, { nullable: true, description: 'The token, where it is active.' })
  token: Token | null;

  @Field(() => [String], { nullable: true, description: 'What it may be used for.' })
  scopes: string[] | null;

  @Field(() => String, { nullable: true, description: 'The `client_id` it was issued to.' })
  clientId: string | null;

  @Field(() => String, { nullable: true, description: 'The username, of a user’s token.' })
  username: string | null;

  @Field(() => String, { nullable: true, description: 'The `sub` claim, of a user’s token.' })
  sub: string | null;

  @Field(() => String, { nullable: true, description: 'The resource it was issued for; null for the service itself.' })
  aud: string | null;

  @Field(() => Int, { nullable: true, description: 'When it expires, in seconds since 1970.' })
  exp: number | null;

  @Field(() => Int, { nullable: true, description: 'When it was issued, in seconds since 1970.' })
  iat: number | null;

  @Field(() => [MutationError], { description: 'Why there is no answer.' })
  errors: MutationError[];
}
