/** Inputs and payloads of registration. */
import { Field, ID, InputType } from 'type-graphql';
import { EmailAddress } from '../../schema/email-address';
import { payloadOf, VersionedInput } from '../../core/mutation/input';
import { User } from '../user';

@InputType({ description: 'A new account to register.' })
export class RegisterUserInput {
  @Field(() => EmailAddress, {
    description: 'Email address, also used as the username. It must be confirmed with a link that is sent to it.',
  })
  email: string;

  @Field({ description: 'At least 15 characters.' })
  password: string;

  @Field(() => String, { nullable: true, description: 'Display name.' })
  name?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The application where the person registers: the page that confirms the address leads back to it.',
  })
  applicationId?: string | null;
}

@InputType({ description: 'A registration whose confirmation link was lost or has expired.' })
export class ResendConfirmationInput {
  @Field(() => EmailAddress, { description: 'The address that was registered.' })
  email: string;
}

@InputType({ description: 'The user whose registration to confirm.' })
export class ConfirmUserInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

export const RegisterUserPayload = payloadOf('RegisterUser', {});
export const ResendConfirmationPayload = payloadOf('ResendConfirmation', {});
export const ConfirmUserPayload = payloadOf('ConfirmUser', {
  user: { type: () => User, description: 'The user after the change.' },
});
