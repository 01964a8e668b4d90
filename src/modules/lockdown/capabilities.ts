/** The `viewerCanLockdown` field. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesOnUser, policyDataOf, mayLockDownUser, User } from '../user';
import { lockdownRules } from './rules';

const capability = capabilitiesOnUser(lockdownRules);

@Resolver(() => User)
export class LockdownCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `lockdownUser`.' })
  viewerCanLockdown(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'lockdownUser', 'users:lockDown', user, () =>
      mayLockDownUser(context.principal, user, policyDataOf(context)),
    );
  }
}
