/** The filters, orders and connections of lists of tokens and token families. */
import { Field, ID, InputType } from 'type-graphql';
import { TokenKind, TokenStatus } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Token, TokenFamily } from './entity';

export const TokenConnection = connectionOf(() => Token, 'Token', 'tokens');
export const TokenFamilyConnection = connectionOf(() => TokenFamily, 'TokenFamily', 'token families');
export const TokenOrder = orderOf('Token', {
  CREATED_AT: 'When it was issued.',
  EXPIRES_AT: 'When it ends by itself.',
});

@InputType({ description: 'Which tokens. Conditions AND together, values inside one OR.' })
export class TokenFilter {
  @Field(() => ID, { nullable: true, description: 'Of this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Issued to this device.' })
  deviceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Issued to this application, on whatever installation.' })
  applicationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Issued by this session.' })
  sessionId?: string | null;

  @Field(() => [TokenKind], { nullable: true, description: 'Any of these.' })
  kind?: TokenKind[] | null;

  @Field(() => [TokenStatus], { nullable: true, description: 'Any of these.' })
  status?: TokenStatus[] | null;

  @Field(() => String, { nullable: true, description: 'With this scope.' })
  scope?: string | null;
}
