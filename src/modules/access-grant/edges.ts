/** The access grants of a user. */
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { connectionArgs, type ConnectionArgs, pagesOf } from '../../core/context/lists';
import { User } from '../user';
import { AccessGrantConnection, AccessGrantFilter, AccessGrantOrder } from './list';
import { accessGrantList } from './repository';

const UserAccessGrantsArgs = connectionArgs(
  () => AccessGrantFilter,
  () => AccessGrantOrder,
  accessGrantList,
);

@Resolver(() => User)
export class UserAccessGrants {
  @Reads('id')
  @FieldResolver(() => AccessGrantConnection, {
    description: 'Authorization codes that were issued for the user.',
  })
  accessGrants(
    @Root() user: Shown<User, 'id'>,
    @Args(() => UserAccessGrantsArgs) args: ConnectionArgs,
    @Ctx() context: Context,
  ) {
    return pagesOf(context, accessGrantList, 'CREATED_AT', args, 'user_id', user.id);
  }
}
