/** What the caller may do to a consent. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { capabilitiesUnder, Capability } from '../../schema/capability';
import { Consent } from './entity';
import { mayRevokeConsent } from './may';
import { consentRules } from './rules';

const capability = capabilitiesUnder(consentRules);

@Resolver(() => Consent)
export class ConsentCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `revokeConsent`.' })
  viewerCanRevoke(@Root() consent: Consent, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'revokeConsent', async () =>
      mayRevokeConsent(await context.facing(consent.userId), consent),
    );
  }
}
