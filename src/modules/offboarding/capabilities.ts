/** The `viewerCan…` fields about the off-boarding of a user. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesOnUser, policyDataOf, User } from '../user';
import { mayCancel, maySchedule } from './policy';
import { offboardingRules } from './rules';
import { offboardingOfUser } from './loaders';

const capability = capabilitiesOnUser(offboardingRules);

@Resolver(() => User)
export class OffboardingCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `scheduleOffboarding`.' })
  viewerCanScheduleOffboarding(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'scheduleOffboarding', 'users:offboard', user, async () =>
      maySchedule(context.principal, user, await context.load(offboardingOfUser, user.id), policyDataOf(context)),
    );
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `cancelOffboarding`.' })
  viewerCanCancelOffboarding(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'cancelOffboarding', 'users:offboard', user, async () =>
      mayCancel(context.principal, user, await context.load(offboardingOfUser, user.id)),
    );
  }
}
