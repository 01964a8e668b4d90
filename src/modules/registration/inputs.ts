/** Inputs and payloads of registration. */
import { GraphQLEmailAddress } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { payloadOf, VersionedInput } from '../../core/mutation/input';
import { User } from '../user';

@InputType({ description: 'Somebody who wants an account.' })
export class RegisterUserInput {
  @Field(() => GraphQLEmailAddress, {
    description: 'Their address, which is their username too. It has to be confirmed by a link that is mailed to it.',
  })
  email: string;

  @Field({ description: 'At least 15 characters.' })
  password: string;

  @Field(() => String, { nullable: true, description: 'The name to show.' })
  name?: string | null;
}

@InputType({ description: 'Whose link did not come, or is too old.' })
export class ResendConfirmationInput {
  @Field(() => GraphQLEmailAddress, { description: 'The address that was registered.' })
  email: string;
}

@InputType({ description: 'The user whose registration needs no further confirmation.' })
export class ConfirmUserInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

export const RegisterUserPayload = payloadOf('RegisterUser', {});
export const ResendConfirmationPayload = payloadOf('ResendConfirmation', {});
export const ConfirmUserPayload = payloadOf('ConfirmUser', {
  user: { type: () => User, description: 'The user as it is now.' },
});
