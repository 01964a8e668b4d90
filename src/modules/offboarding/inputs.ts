/** Inputs and payloads of the mutations on off-boardings. */
import { Field, ID, InputType } from 'type-graphql';
import { OffboardingAction } from '../../schema/enums';
import { payloadOf, VersionedInput } from '../../core/mutation/input';
import { User } from '../user';

@InputType({
  description:
    'A scheduled off-boarding: the user, the action and the time. The event and the receipt record `reason`.',
})
export class ScheduleOffboardingInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field(() => OffboardingAction, { description: 'What happens to the user.' })
  action: OffboardingAction;

  @Field({ description: 'When it is due. Must be in the future.' })
  dueAt: Date;
}

@InputType({ description: 'The off-boarding to cancel.' })
export class CancelOffboardingInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

const user = { user: { type: () => User, description: 'The user after the change.' } };
export const ScheduleOffboardingPayload = payloadOf('ScheduleOffboarding', user);
export const CancelOffboardingPayload = payloadOf('CancelOffboarding', user);
