/** The tokens of a user and of a session. */
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { connectionArgs, type ConnectionArgs, pagesOf } from '../../core/context/lists';
import { Session } from '../session';
import { User } from '../user';
import { TokenConnection, TokenFilter, TokenOrder } from './list';
import { tokenList } from './list-repository';

const TokensArgs = connectionArgs(
  () => TokenFilter,
  () => TokenOrder,
  tokenList,
);

@Resolver(() => User)
export class UserTokens {
  @Reads('id')
  @FieldResolver(() => TokenConnection, { description: 'The tokens of the user.' })
  tokens(@Root() user: Shown<User, 'id'>, @Args(() => TokensArgs) args: ConnectionArgs, @Ctx() context: Context) {
    return pagesOf(context, tokenList, 'CREATED_AT', args, 'user_id', user.id);
  }
}

@Resolver(() => Session)
export class SessionTokens {
  @Reads('id')
  @FieldResolver(() => TokenConnection, { description: 'The tokens that the session issued.' })
  tokens(
    @Root() session: Shown<Session, 'id'>,
    @Args(() => TokensArgs) args: ConnectionArgs<TokenFilter>,
    @Ctx() context: Context,
  ) {
    return pagesOf(context, tokenList, 'CREATED_AT', args, 'session_id', session.id);
  }
}
