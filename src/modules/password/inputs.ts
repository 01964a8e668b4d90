/** Inputs and payloads of the mutations on passwords. */
import { GraphQLEmailAddress } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { User } from '../user';

const LENGTH = 'At least 15 characters, or 8 for who has a second factor; not one that is easy to guess.';

@InputType({ description: 'A new password for a user. Ends the sessions of the user.' })
export class SetUserPasswordInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field({ description: LENGTH })
  password: string;
}

@InputType({ description: 'Another password of one’s own.' })
export class ChangeMyPasswordInput extends OperationInput {
  @Field({ description: 'The password as it is now.' })
  currentPassword: string;

  @Field({ description: LENGTH })
  newPassword: string;
}

@InputType({ description: 'The user who is to choose another password.' })
export class RequirePasswordChangeInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The user whose password is to be of no use.' })
export class LockPasswordInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The user whose password is to be of use again.' })
export class UnlockPasswordInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The user who has lost the password, and gets a link from you.' })
export class CreateRecoveryLinkInput extends OperationInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The user who has lost the password, and gets a link by mail.' })
export class EmailRecoveryLinkInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'Who has lost the password.' })
export class RequestPasswordResetInput {
  @Field(() => GraphQLEmailAddress, { description: 'The address of the account.' })
  email: string;
}

const user = { user: { type: () => User, description: 'The user as it is now.' } };
export const SetUserPasswordPayload = payloadOf('SetUserPassword', user, { receipt: true });
export const ChangeMyPasswordPayload = payloadOf('ChangeMyPassword', user, { receipt: true });
export const RequirePasswordChangePayload = payloadOf('RequirePasswordChange', user);
export const LockPasswordPayload = payloadOf('LockPassword', user);
export const UnlockPasswordPayload = payloadOf('UnlockPassword', user);
export const CreateRecoveryLinkPayload = payloadOf('CreateRecoveryLink', {
  ...user,
  link: { type: () => String, description: 'The link; shown this once.' },
  expiresAt: { type: () => Date, description: 'Until when it works; null where the link is not shown.' },
});
export const EmailRecoveryLinkPayload = payloadOf('EmailRecoveryLink', user);
export const RequestPasswordResetPayload = payloadOf('RequestPasswordReset', {});
