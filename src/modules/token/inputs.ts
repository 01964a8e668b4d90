/** Inputs and payloads of the token mutations. */
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { MutationError } from '../../schema/errors';
import { INCLUDE_DERIVED, OperationInput, payloadOf } from '../../core/mutation/input';
import { ManyInput, OperationResult } from '../../core/mutation/many';
import { Token } from './entity';
import { TokenFilter } from './list';

@InputType({ description: 'The token to end. An access token ends by itself, a refresh token with its whole family.' })
export class RevokeTokenInput extends OperationInput {
  @Field(() => ID, { description: 'The id of the token, not its value.' })
  tokenId: string;

  @Field(() => Boolean, {
    nullable: true,
    description: `${INCLUDE_DERIVED} An access token then ends with its whole family.`,
  })
  includeDerived?: boolean | null;
}

@InputType({ description: 'A token with which scripts call the API as a user: yourself or a service account.' })
export class CreateApiTokenInput extends OperationInput {
  @Field(() => ID, { description: 'The owner of the token. It can do no more than this user.' })
  userId: string;

  @Field({ description: 'A name to recognize it by, 1 to 100 characters.' })
  name: string;

  @Field(() => [String], {
    description:
      'What it can be used for: single permissions such as `users:read`, which the user must hold; `self`, the data of the user; or `admin`, everything that the roles of the user allow.',
  })
  scopes: string[];

  @Field(() => Date, { description: 'When it expires, at most `tokensApiMaximumLifetime` from now.' })
  expiresAt: Date;
}

@InputType({
  description: 'The tokens to end, by id or by filter. A refresh token ends with its whole family.',
})
export class RevokeTokensInput extends ManyInput {
  @Field(() => [ID], { nullable: true, description: 'The ids of the tokens, not their values; at most 10,000.' })
  tokenIds?: string[] | null;

  @Field(() => TokenFilter, { nullable: true, description: 'Selects live tokens, at most 10,000.' })
  filter?: TokenFilter | null;
}

@InputType({ description: 'The token to introspect.' })
export class IntrospectTokenInput {
  @Field({ description: 'The value of the token.' })
  token: string;
}

export const RevokeTokenPayload = payloadOf(
  'RevokeToken',
  { token: { type: () => Token, description: 'The token after the operation.' } },
  { receipt: true },
);

export const CreateApiTokenPayload = payloadOf('CreateApiToken', {
  token: { type: () => Token, description: 'The token, without its value.' },
  value: {
    type: () => String,
    description:
      'The value, for the header `Authorization: Bearer …`. It is shown only once, and not when the call is repeated.',
  },
});

export const RevokeTokensPayload = payloadOf(
  'RevokeTokens',
  { results: { type: () => [OperationResult], description: 'The result for each token.' } },
  { receipt: true },
);

@ObjectType({
  simpleResolvers: true,
  description: 'The introspection response of RFC 7662. For a token that is not live, it contains nothing else.',
})
export class IntrospectTokenPayload {
  @Field({ description: 'Whether the token can be used now.' })
  active: boolean;

  @Field(() => Token, { nullable: true, description: 'The token, if it is active.' })
  token: Token | null;

  @Field(() => [String], { nullable: true, description: 'The scopes of the token.' })
  scopes: string[] | null;

  @Field(() => String, { nullable: true, description: 'The `client_id` that it was issued to.' })
  clientId: string | null;

  @Field(() => String, { nullable: true, description: 'The username, if the token belongs to a user.' })
  username: string | null;

  @Field(() => String, { nullable: true, description: 'The `sub` claim, if the token belongs to a user.' })
  sub: string | null;

  @Field(() => String, { nullable: true, description: 'The resource that it was issued for; null for this service.' })
  aud: string | null;

  @Field(() => Int, { nullable: true, description: 'When it expires, in seconds since 1970.' })
  exp: number | null;

  @Field(() => Int, { nullable: true, description: 'When it was issued, in seconds since 1970.' })
  iat: number | null;

  @Field(() => [MutationError], { description: 'Why the token could not be introspected.' })
  errors: MutationError[];
}
