/** The input and the payload of `lockdownUser`. */
import { Field, ID, InputType } from 'type-graphql';
import { payloadOf, VersionedInput } from '../../core/mutation/input';
import { User } from '../user';

@InputType({ description: 'The user to lock down. `reason` is required.' })
export class LockdownUserInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

export const LockdownUserPayload = payloadOf(
  'LockdownUser',
  { user: { type: () => User, description: 'The user after the change.' } },
  { receipt: true },
);
