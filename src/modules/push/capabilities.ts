/** What the caller may do to push on a device. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { capabilitiesUnder, Capability } from '../../schema/capability';
import { DeviceLink } from '../device/entity';
import { mayRevokePush } from './may';
import { pushRules } from './rules';

const capability = capabilitiesUnder(pushRules);

@Resolver(() => DeviceLink)
export class LinkPushCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `revokePushNotifications`.' })
  viewerCanRevokePushNotifications(@Root() link: DeviceLink, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'revokePushNotifications', () => mayRevokePush(context.principal, link));
  }
}
