/** What the caller may do about the off-boarding of a user. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { Capability } from '../../schema/capability';
import { asMuchForbidden } from '../role/rights';
import { capabilitiesOnUser } from '../user/capabilities';
import { User } from '../user/entity';
import { factsOf } from '../user/facts';
import { mayCancel, maySchedule } from './may';
import { offboardingRules } from './rules';

const capability = capabilitiesOnUser(offboardingRules);

@Resolver(() => User)
export class OffboardingCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `scheduleOffboarding`.' })
  viewerCanScheduleOffboarding(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'scheduleOffboarding', 'users:offboard', user, async () => {
      const { principal, loaders } = context;
      const present = await loaders.offboarding.load(user.id);
      const refusal = await maySchedule(principal, user, present, factsOf(context));
      return refusal ?? ((await loaders.holdsMore.load(user.id)) ? asMuchForbidden() : null);
    });
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `cancelOffboarding`.' })
  viewerCanCancelOffboarding(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'cancelOffboarding', 'users:offboard', user, async () =>
      mayCancel(await context.loaders.offboarding.load(user.id)),
    );
  }
}
