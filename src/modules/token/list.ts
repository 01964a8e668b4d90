/** The filters, orders and connections of lists of tokens and token families. */
import { Field, ID, InputType } from 'type-graphql';
import { TokenKind, TokenStatus } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Token, TokenFamily } from './entity';

export const TokenConnection = connectionOf(() => Token, 'Token', 'tokens');
export const TokenFamilyConnection = connectionOf(() => TokenFamily, 'TokenFamily', 'token families');
export const TokenOrder = orderOf('Token', {
  CREATED_AT: 'By the time of issue.',
  EXPIRES_AT: 'By expiry time.',
});

@InputType({ description: 'Selects tokens. All conditions must match; a list matches if any of its values does.' })
export class TokenFilter {
  @Field(() => ID, { nullable: true, description: 'Tokens of this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Tokens issued to this device.' })
  deviceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Tokens issued to this application, on any installation.' })
  applicationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Tokens issued by this session.' })
  sessionId?: string | null;

  @Field(() => [TokenKind], { nullable: true, description: 'Tokens of any of these kinds.' })
  kind?: TokenKind[] | null;

  @Field(() => [TokenStatus], { nullable: true, description: 'Tokens with any of these statuses.' })
  status?: TokenStatus[] | null;

  @Field(() => String, { nullable: true, description: 'Tokens with this scope.' })
  scope?: string | null;
}
