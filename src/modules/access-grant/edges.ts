/** The access grants of a user. */
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
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
  @FieldResolver(() => AccessGrantConnection, {
    description: 'Authorization codes that were issued for the user.',
  })
  accessGrants(@Root() user: User, @Args(() => UserAccessGrantsArgs) args: ConnectionArgs, @Ctx() context: Context) {
    return pagesOf(context, accessGrantList, 'CREATED_AT', args, 'user_id', user.id);
  }
}
