/** Inputs and payloads of the mutations on users. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { EmailAddress } from '../../schema/email-address';
import { UserType } from '../../schema/enums';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { ManyInput, OperationResult } from '../../core/mutation/many';
import { User } from './entity';
import { UserFilter } from './list';

@InputType({ description: 'A local user to create. The user is active immediately.' })
export class CreateUserInput extends OperationInput {
  @Field({ description: 'Unique ignoring case, 1 to 150 characters.' })
  username: string;

  @Field(() => EmailAddress, { nullable: true, description: 'Unique ignoring case.' })
  email?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the address is confirmed. Defaults to false.',
  })
  emailVerified?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Display name.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Folder, such as `emea/sales`. It grants no permissions.' })
  path?: string | null;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'Custom attributes, at most 32 KB.' })
  attributes?: Record<string, unknown> | null;

  @Field(() => UserType, {
    nullable: true,
    description:
      'Defaults to INTERNAL. To create a service account, prefer `createServiceAccount`. INTERNAL_SERVICE_ACCOUNT cannot be set through the API.',
  })
  type?: UserType | null;

  @Field(() => Date, { nullable: true, description: 'When the account expires. Defaults to never.' })
  expiresAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'At least 15 characters. Without a password the user cannot sign in until one is set.',
  })
  password?: string | null;
}

@InputType({ description: 'A service account to create. It has no password and is used through API tokens.' })
export class CreateServiceAccountInput extends OperationInput {
  @Field({ description: 'Unique ignoring case, 1 to 150 characters.' })
  username: string;

  @Field(() => String, { nullable: true, description: 'Display name.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Folder, such as `emea/sales`. It grants no permissions.' })
  path?: string | null;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'Custom attributes, at most 32 KB.' })
  attributes?: Record<string, unknown> | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The person responsible for the account. This grants no permissions to either of them.',
  })
  ownerId?: string | null;
}

@InputType({ description: 'Changes to a user. Omitted fields do not change; null clears an optional field.' })
export class UpdateUserInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field(() => String, { nullable: true, description: 'Unique ignoring case, 1 to 150 characters.' })
  username?: string | null;

  @Field(() => EmailAddress, {
    nullable: true,
    description: 'Unique ignoring case. A new address is unverified unless `emailVerified` is true.',
  })
  email?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the address is confirmed.' })
  emailVerified?: boolean | null;

  @Field(() => String, { nullable: true, description: 'Display name.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'Folder, such as `emea/sales`.' })
  path?: string | null;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'Replaces all attributes.' })
  attributes?: Record<string, unknown> | null;

  @Field(() => UserType, {
    nullable: true,
    description: 'The kind of account. A person cannot become a service account, nor the reverse.',
  })
  type?: UserType | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'When the account expires; null for never. Also requires the permission `users:disable`. If the account has already expired, enable the user afterwards.',
  })
  expiresAt?: Date | null;
}

@InputType({ description: 'The user to disable.' })
export class DisableUserInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The user to enable.' })
export class EnableUserInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The user to delete permanently.' })
export class DeleteUserInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

/** Common input of the bulk mutations on users. */
@InputType()
export abstract class ManyUsersInput extends ManyInput {
  @Field(() => [ID], { nullable: true, description: 'The users, at most 10,000.' })
  userIds?: string[] | null;

  @Field(() => UserFilter, {
    nullable: true,
    description: 'All matching users that the operation applies to, at most 10,000.',
  })
  filter?: UserFilter | null;
}
@InputType({ description: 'The users to disable, by id or by filter.' })
export class DisableUsersInput extends ManyUsersInput {}
@InputType({ description: 'The users to enable, by id or by filter.' })
export class EnableUsersInput extends ManyUsersInput {}
@InputType({ description: 'The users to delete permanently, by id or by filter.' })
export class DeleteUsersInput extends ManyUsersInput {}

const user = { user: { type: () => User, description: 'The user after the change.' } };
export const CreateUserPayload = payloadOf('CreateUser', user);
export const CreateServiceAccountPayload = payloadOf('CreateServiceAccount', user);
export const UpdateUserPayload = payloadOf('UpdateUser', user);
export const DisableUserPayload = payloadOf('DisableUser', user, { receipt: true });
export const EnableUserPayload = payloadOf('EnableUser', user);
export const DeleteUserPayload = payloadOf(
  'DeleteUser',
  { deletedUserId: { type: () => ID, description: 'The id of the deleted user.' } },
  { receipt: true },
);
const results = { results: { type: () => [OperationResult], description: 'The result for each user.' } };
export const DisableUsersPayload = payloadOf('DisableUsers', results, { receipt: true });
export const EnableUsersPayload = payloadOf('EnableUsers', results);
export const DeleteUsersPayload = payloadOf('DeleteUsers', results, { receipt: true });
