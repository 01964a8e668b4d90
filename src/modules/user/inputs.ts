/** Inputs and payloads of the mutations on users. */
import { GraphQLEmailAddress, GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { UserType } from '../../schema/enums';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { ManyInput, OperationResult } from '../../core/mutation/many';
import { User } from './entity';
import { UserFilter } from './list';

@InputType({ description: 'A local user to create. Such a user is never pending.' })
export class CreateUserInput extends OperationInput {
  @Field({ description: 'Unique ignoring case, 1 to 150 characters.' })
  username: string;

  @Field(() => GraphQLEmailAddress, { nullable: true, description: 'Unique ignoring case.' })
  email?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the address is known to be the user’s; false unless told.',
  })
  emailVerified?: boolean | null;

  @Field(() => String, { nullable: true, description: 'The name to show.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'A folder such as `emea/sales`; it gives no rights.' })
  path?: string | null;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'Free data, at most 32 KB.' })
  attributes?: Record<string, unknown> | null;

  @Field(() => UserType, {
    nullable: true,
    description:
      'INTERNAL unless told; for a service account rather call `createServiceAccount`; INTERNAL_SERVICE_ACCOUNT is not for the API.',
  })
  type?: UserType | null;

  @Field(() => Date, { nullable: true, description: 'Until when the account lasts; for good unless given.' })
  expiresAt?: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'At least 15 characters. Without one the user cannot sign in until it is set.',
  })
  password?: string | null;
}

@InputType({ description: 'An account for automation: it has no password, and is used by API tokens.' })
export class CreateServiceAccountInput extends OperationInput {
  @Field({ description: 'Unique ignoring case, 1 to 150 characters.' })
  username: string;

  @Field(() => String, { nullable: true, description: 'The name to show.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'A folder such as `emea/sales`; it gives no rights.' })
  path?: string | null;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'Free data, at most 32 KB.' })
  attributes?: Record<string, unknown> | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The person who answers for it; that gives neither of them a right.',
  })
  ownerId?: string | null;
}

@InputType({ description: 'Changes to a user: only what is given changes; null clears what may be empty.' })
export class UpdateUserInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field(() => String, { nullable: true, description: 'Unique ignoring case, 1 to 150 characters.' })
  username?: string | null;

  @Field(() => GraphQLEmailAddress, {
    nullable: true,
    description: 'Unique ignoring case. A new address is unverified unless told.',
  })
  email?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether the address is known to be the user’s.' })
  emailVerified?: boolean | null;

  @Field(() => String, { nullable: true, description: 'The name to show.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'A folder such as `emea/sales`.' })
  path?: string | null;

  @Field(() => GraphQLJSONObject, { nullable: true, description: 'Replaces all attributes.' })
  attributes?: Record<string, unknown> | null;

  @Field(() => UserType, { nullable: true, description: 'What kind of person it is; a service account stays one.' })
  type?: UserType | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'Until when the account lasts; null for good. Takes the permission `users:disable` too. One who has expired already is to be enabled afterwards.',
  })
  expiresAt?: Date | null;
}

@InputType({ description: 'The user to bar.' })
export class DisableUserInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The user to let in again.' })
export class EnableUserInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The user to delete for good.' })
export class DeleteUserInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

/** What the mutations on many users take. */
@InputType()
export abstract class ManyUsersInput extends ManyInput {
  @Field(() => [ID], { nullable: true, description: 'These users, at most 10,000.' })
  userIds?: string[] | null;

  @Field(() => UserFilter, {
    nullable: true,
    description: 'Those that this selects and to whom it can be done, at most 10,000.',
  })
  filter?: UserFilter | null;
}
@InputType({ description: 'The users to bar, by their ids or by a filter.' })
export class DisableUsersInput extends ManyUsersInput {}
@InputType({ description: 'The users to let in again, by their ids or by a filter.' })
export class EnableUsersInput extends ManyUsersInput {}
@InputType({ description: 'The users to delete for good, by their ids or by a filter.' })
export class DeleteUsersInput extends ManyUsersInput {}

const user = { user: { type: () => User, description: 'The user as it is now.' } };
export const CreateUserPayload = payloadOf('CreateUser', user);
export const CreateServiceAccountPayload = payloadOf('CreateServiceAccount', user);
export const UpdateUserPayload = payloadOf('UpdateUser', user);
export const DisableUserPayload = payloadOf('DisableUser', user, { receipt: true });
export const EnableUserPayload = payloadOf('EnableUser', user);
export const DeleteUserPayload = payloadOf(
  'DeleteUser',
  { deletedUserId: { type: () => ID, description: 'The id that is gone.' } },
  { receipt: true },
);
const results = { results: { type: () => [OperationResult], description: 'What came of each.' } };
export const DisableUsersPayload = payloadOf('DisableUsers', results, { receipt: true });
export const EnableUsersPayload = payloadOf('EnableUsers', results);
export const DeleteUsersPayload = payloadOf('DeleteUsers', results, { receipt: true });
