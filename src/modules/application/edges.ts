/** The applications of a user. */
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { connectionArgs, type ConnectionArgs, pagesOf } from '../../core/context/lists';
import { User } from '../user';
import { ApplicationConnection, ApplicationFilter, ApplicationOrder } from './list';
import { applicationList, isUsedBy } from './repository';

const UserApplicationsArgs = connectionArgs(
  () => ApplicationFilter,
  () => ApplicationOrder,
);

@Resolver(() => User)
export class UserApplications {
  @Reads('id')
  @FieldResolver(() => ApplicationConnection, {
    description: 'The applications that the user has given consent to or has installed on a device.',
  })
  applications(
    @Root() user: Shown<User, 'id'>,
    @Args(() => UserApplicationsArgs) args: ConnectionArgs,
    @Ctx() context: Context,
  ) {
    return pagesOf(context, applicationList, 'CREATED_AT', args, isUsedBy, user.id);
  }
}
