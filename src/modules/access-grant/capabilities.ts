/** Whether the caller may end an access grant. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder } from '../user';
import { AccessGrant } from './entity';
import { mayRevokeAccessGrant } from './policy';
import { accessGrantRules } from './rules';

const capability = capabilitiesUnder(accessGrantRules);

@Resolver(() => AccessGrant)
export class AccessGrantCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `revokeAccessGrant`.' })
  viewerCanRevoke(@Root() grant: AccessGrant, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'revokeAccessGrant',
      async () => mayRevokeAccessGrant(await context.principalFor(grant.userId), grant),
      grant.userId,
    );
  }
}
