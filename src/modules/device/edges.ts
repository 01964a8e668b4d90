/** `User.devices`. */
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { connectionArgs, type ConnectionArgs, pagesOf } from '../../core/context/lists';
import { User } from '../user';
import { deviceLinkList } from './link-repository';
import { DeviceLinkConnection, DeviceLinkFilter, DeviceLinkOrder } from './list';

const UserDevicesArgs = connectionArgs(
  () => DeviceLinkFilter,
  () => DeviceLinkOrder,
  deviceLinkList,
);

@Resolver(() => User)
export class UserDevices {
  @Reads('id')
  @FieldResolver(() => DeviceLinkConnection, { description: 'The devices that the user has signed in on.' })
  devices(@Root() user: Shown<User, 'id'>, @Args(() => UserDevicesArgs) args: ConnectionArgs, @Ctx() context: Context) {
    return pagesOf(context, deviceLinkList, 'CONNECTED_AT', args, 'user_id', user.id);
  }
}
