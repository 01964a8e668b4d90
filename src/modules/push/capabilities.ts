/** The `viewerCan…` fields about push on a device. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder } from '../user';
import { DeviceLink, deviceLinks } from '../device';
import { mayEnrollPush, mayEnrollPushBeside, mayRevokePush } from './policy';
import { pushEnrollments } from './repository';
import { pushRules } from './rules';

const capability = capabilitiesUnder(pushRules);

@Resolver(() => DeviceLink)
export class LinkPushCapabilities {
  @FieldResolver(() => Capability, {
    description: 'Whether the caller may `enrollPushAuthentication` on the device with a new address.',
  })
  viewerCanEnrollPushAuthentication(@Root() link: DeviceLink, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'enrollPushAuthentication',
      async () => {
        const { database, principal } = context;
        // Only the device of the caller's token, so this runs at most once per request.
        const own = link.id === principal.deviceLinkId ? await deviceLinks(database).findWithPushMode(link.id) : null;
        const refusal = mayEnrollPush(principal, own);
        if (refusal) return refusal;
        const others = await pushEnrollments(database).listOnOtherDevices(own!);
        return mayEnrollPushBeside(own!.pushMode, others.length);
      },
      link.userId,
    );
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `revokePushNotifications`.' })
  viewerCanRevokePushNotifications(@Root() link: DeviceLink, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'revokePushNotifications',
      async () => mayRevokePush(await context.principalFor(link.userId), link),
      link.userId,
    );
  }
}
