/** The mutations and fields of off-boardings. */
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
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
  @Reads('actorUserId', 'actorApplicationId')
  scheduler(@Root() offboarding: Shown<Offboarding, 'actorUserId' | 'actorApplicationId'>, @Ctx() context: Context) {
    return actorOf(context, offboarding);
  }

  @Mutation(() => inputs.ScheduleOffboardingPayload, {
    description:
      'Schedules the disabling or deletion of a user. It is carried out on behalf of the caller, if the caller could still schedule it then; see `heldUpReason`. If it is refused or fails, it is tried again for some days. A user can have one off-boarding at a time. Errors: NOT_FOUND, CONFLICT, INVALID_INPUT, INVALID_STATE, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async scheduleOffboarding(@Arg('input') input: inputs.ScheduleOffboardingInput, @Ctx() context: Context) {
    const { value, errors } = await service.scheduleOffboarding(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.CancelOffboardingPayload, {
    description:
      'Cancels the off-boarding of a user, or removes a failed one. Errors: NOT_FOUND, INVALID_STATE, VERSION_CONFLICT.',
  })
  async cancelOffboarding(@Arg('input') input: inputs.CancelOffboardingInput, @Ctx() context: Context) {
    const { value, errors } = await service.cancelOffboarding(context, input);
    return { user: value, errors };
  }
}

@Resolver(() => User)
export class UserOffboardingResolver {
  @Reads('id')
  @FieldResolver(() => Offboarding, {
    nullable: true,
    description: 'The scheduled off-boarding of the user. Requires the permission to read the user.',
  })
  async offboarding(@Root() user: Shown<User, 'id'>, @Ctx() context: Context) {
    return may(await context.principalFor(user.id), 'users:read') ? context.show(offboardingOfUser, user.id) : null;
  }
}
