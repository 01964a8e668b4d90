/** The `viewerCan…` field about second factors. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder } from '../user';
import { Authenticator } from '../mobile';
import { mayRemoveAuthenticator } from './policy';
import { factorRules } from './rules';

const capability = capabilitiesUnder(factorRules);

@Resolver(() => Authenticator)
export class FactorCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `removeAuthenticator`.' })
  viewerCanRemove(@Root() authenticator: Authenticator, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'removeAuthenticator',
      async () => mayRemoveAuthenticator(await context.principalFor(authenticator.userId), authenticator),
      authenticator.userId,
    );
  }
}
