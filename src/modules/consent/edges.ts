/** The consents of a user. */
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { connectionArgs, type ConnectionArgs, pagesOf } from '../../core/context/lists';
import { User } from '../user';
import { ConsentConnection, ConsentFilter, ConsentOrder } from './list';
import { consentList } from './repository';

const UserConsentsArgs = connectionArgs(
  () => ConsentFilter,
  () => ConsentOrder,
  consentList,
);

@Resolver(() => User)
export class UserConsents {
  @Reads('id')
  @FieldResolver(() => ConsentConnection, { description: 'The consents that the user has given to applications.' })
  consents(
    @Root() user: Shown<User, 'id'>,
    @Args(() => UserConsentsArgs) args: ConnectionArgs,
    @Ctx() context: Context,
  ) {
    return pagesOf(context, consentList, 'CREATED_AT', args, 'user_id', user.id);
  }
}
