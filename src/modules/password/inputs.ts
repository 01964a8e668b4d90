/** Inputs and payloads of the mutations on passwords. */
import { Field, ID, InputType } from 'type-graphql';
import { EmailAddress } from '../../schema/email-address';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { User } from '../user';

const LENGTH = 'At least 15 characters, or 8 if the user has a second factor. Must not be easy to guess.';

@InputType({ description: 'A new password for a user. Ends the user’s sessions.' })
export class SetUserPasswordInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field({ description: LENGTH })
  password: string;
}

@InputType({ description: 'A new password for yourself.' })
export class ChangeMyPasswordInput extends OperationInput {
  @Field({ description: 'Your current password.' })
  currentPassword: string;

  @Field({ description: LENGTH })
  newPassword: string;
}

@InputType({ description: 'The user who must choose a new password.' })
export class RequirePasswordChangeInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The user whose password to lock.' })
export class LockPasswordInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The user whose password to unlock.' })
export class UnlockPasswordInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The user who has lost their password and gets a recovery link from you.' })
export class CreateRecoveryLinkInput extends OperationInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The user who has lost their password and gets a recovery link by email.' })
export class EmailRecoveryLinkInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'A request to reset a lost password.' })
export class RequestPasswordResetInput {
  @Field(() => EmailAddress, { description: 'The email address of the account.' })
  email: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The application where the person asks: the page that sets the new password leads back to it.',
  })
  applicationId?: string | null;
}

const user = { user: { type: () => User, description: 'The user after the change.' } };
export const SetUserPasswordPayload = payloadOf('SetUserPassword', user, { receipt: true });
export const ChangeMyPasswordPayload = payloadOf('ChangeMyPassword', user, { receipt: true });
export const RequirePasswordChangePayload = payloadOf('RequirePasswordChange', user);
export const LockPasswordPayload = payloadOf('LockPassword', user);
export const UnlockPasswordPayload = payloadOf('UnlockPassword', user);
export const CreateRecoveryLinkPayload = payloadOf('CreateRecoveryLink', {
  ...user,
  link: { type: () => String, description: 'The link. It is shown only once.' },
  expiresAt: { type: () => Date, description: 'When the link expires; null if the link is not shown.' },
});
export const EmailRecoveryLinkPayload = payloadOf('EmailRecoveryLink', user);
export const RequestPasswordResetPayload = payloadOf('RequestPasswordReset', {});
