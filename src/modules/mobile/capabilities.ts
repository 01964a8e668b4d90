/** The `viewerCan…` fields about mobile authentication on a device and about its keys. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder } from '../user';
import { DeviceLink } from '../device';
import { Authenticator } from './entity';
import { mayEnrollMobileAuthentication, mayRemoveDeviceAuthenticator, mayRevokeMobileAuthentication } from './policy';
import { mobileRules } from './rules';
import { authenticatorsOfLink } from './loaders';

const capability = capabilitiesUnder(mobileRules);

@Resolver(() => DeviceLink)
export class LinkMobileCapabilities {
  @FieldResolver(() => Capability, {
    description: 'Whether the caller may `enrollMobileAuthentication` with a key and a proof of possession.',
  })
  viewerCanEnrollMobileAuthentication(@Root() link: DeviceLink, @Ctx() context: Context): Promise<Capability> {
    const countKeys = async () => (await context.load(authenticatorsOfLink, link.id)).length;
    return capability(
      context,
      'enrollMobileAuthentication',
      () => mayEnrollMobileAuthentication(context.principal, link, countKeys),
      link.userId,
    );
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `revokeMobileAuthentication`.' })
  viewerCanRevokeMobileAuthentication(@Root() link: DeviceLink, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'revokeMobileAuthentication',
      async () => mayRevokeMobileAuthentication(await context.principalFor(link.userId), link),
      link.userId,
    );
  }
}

@Resolver(() => Authenticator)
export class AuthenticatorCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `removeDeviceAuthenticator`.' })
  viewerCanRemoveFromDevice(@Root() authenticator: Authenticator, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'removeDeviceAuthenticator',
      async () => mayRemoveDeviceAuthenticator(await context.principalFor(authenticator.userId), authenticator),
      authenticator.userId,
    );
  }
}
