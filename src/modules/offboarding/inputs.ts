/** Inputs and payloads of the mutations on off-boardings. */
import { Field, ID, InputType } from 'type-graphql';
import { OffboardingAction } from '../../schema/enums';
import { payloadOf, VersionedInput } from '../../core/mutation/input';
import { User } from '../user';

@InputType({ description: 'What is to become of whom, and when. `reason` is kept for the event and the receipt.' })
export class ScheduleOffboardingInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field(() => OffboardingAction, { description: 'What is to become of the user.' })
  action: OffboardingAction;

  @Field({ description: 'When; in the future.' })
  dueAt: Date;
}

@InputType({ description: 'The user who is to stay.' })
export class CancelOffboardingInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

const user = { user: { type: () => User, description: 'The user as it is now.' } };
export const ScheduleOffboardingPayload = payloadOf('ScheduleOffboarding', user);
export const CancelOffboardingPayload = payloadOf('CancelOffboarding', user);
