/** Off-boardings in the schema. */
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { User } from '../user';
import { Actor, actorOf } from '../application';
import { may } from '../../core/authority/principal';
import { Offboarding } from './entity';
import * as inputs from './inputs';
import * as service from './service';
import { offboardingOfUser } from './loaders';

@Resolver(() => Offboarding)
export class OffboardingResolver {
  @FieldResolver(() => Actor, { nullable: true, description: 'Who scheduled it.' })
  scheduler(@Root() offboarding: Offboarding, @Ctx() context: Context) {
    return actorOf(context, offboarding);
  }

  @Mutation(() => inputs.ScheduleOffboardingPayload, {
    description:
      'Has a user disabled or deleted at a later time, in the name of the caller, if the caller could still schedule it then; see `heldUpReason`. Tried again for some days where something stands against it. One at a time. Errors: NOT_FOUND, CONFLICT, INVALID_INPUT, INVALID_STATE, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async scheduleOffboarding(@Arg('input') input: inputs.ScheduleOffboardingInput, @Ctx() context: Context) {
    const { value, errors } = await service.scheduleOffboarding(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.CancelOffboardingPayload, {
    description:
      'Cancels the off-boarding of a user, or clears away one that was given up. Errors: NOT_FOUND, INVALID_STATE, VERSION_CONFLICT.',
  })
  async cancelOffboarding(@Arg('input') input: inputs.CancelOffboardingInput, @Ctx() context: Context) {
    const { value, errors } = await service.cancelOffboarding(context, input);
    return { user: value, errors };
  }
}

@Resolver(() => User)
export class UserOffboardingResolver {
  @FieldResolver(() => Offboarding, {
    nullable: true,
    description: 'What is to become of the user at a later time; for those who may read users.',
  })
  async offboarding(@Root() user: User, @Ctx() context: Context): Promise<Offboarding | null> {
    return may(await context.principalFor(user.id), 'users:read') ? context.load(offboardingOfUser, user.id) : null;
  }
}
