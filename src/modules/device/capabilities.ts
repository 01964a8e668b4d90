/** The `viewerCan…` fields of devices, device links and a user's devices. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder, User } from '../user';
import { Device, DeviceLink } from './entity';
import { mayDisconnect, mayDisconnectLink, notOwnDevice } from './policy';
import { deviceRules } from './rules';
import { isMyDevice } from './loaders';

const capability = capabilitiesUnder(deviceRules);

@Resolver(() => Device)
export class DeviceCapabilities {
  @FieldResolver(() => Capability, {
    description: 'Whether the caller may `deleteDevice`, provided that they confirm all its users.',
  })
  viewerCanDelete(@Ctx() context: Context): Promise<Capability> {
    return capability(context, 'deleteDevice');
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `updateMyDevice`.' })
  viewerCanUpdate(@Root() device: Device, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'updateMyDevice', async () =>
      (await context.load(isMyDevice, device.id)) ? null : notOwnDevice(),
    );
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `removeMyDevice`.' })
  viewerCanRemove(@Root() device: Device, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'removeMyDevice', async () =>
      (await context.load(isMyDevice, device.id)) ? null : notOwnDevice(),
    );
  }
}

@Resolver(() => DeviceLink)
export class DeviceLinkCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `disconnectDevice` for this user.' })
  viewerCanDisconnect(@Root() link: DeviceLink, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'disconnectDevice',
      async () => mayDisconnectLink(await context.principalFor(link.userId), link),
      link.userId,
    );
  }
}

@Resolver(() => User)
export class UserDeviceCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `disconnectAllDevices` of the user.' })
  viewerCanDisconnectAllDevices(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'disconnectAllDevices',
      async () => mayDisconnect(await context.principalFor(user.id), user.id),
      user,
    );
  }
}
