/** Whether the caller may end a consent, or the access of applications to a user. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder, User } from '../user';
import { Consent } from './entity';
import { mayRevokeApplicationAccess, mayRevokeConsent } from './policy';
import { consentRules } from './rules';

const capability = capabilitiesUnder(consentRules);

@Resolver(() => Consent)
export class ConsentCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `revokeConsent`.' })
  viewerCanRevoke(@Root() consent: Consent, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'revokeConsent',
      async () => mayRevokeConsent(await context.principalFor(consent.userId), consent),
      consent.userId,
    );
  }
}

@Resolver(() => User)
export class UserConsentCapabilities {
  @FieldResolver(() => Capability, {
    description: 'Whether the caller may call `revokeApplicationAccess` for the user.',
  })
  viewerCanRevokeApplicationAccess(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'revokeApplicationAccess',
      async () => mayRevokeApplicationAccess(await context.principalFor(user.id), user.id),
      user,
    );
  }
}
