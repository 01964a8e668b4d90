/** Inputs and payloads of the mutations on groups. */
import { Field, ID, InputType } from 'type-graphql';
import { OperationInput, payloadOf, VersionedInput } from '../operation';
import { User } from '../user/entity';
import { Group } from './entity';

@InputType({ description: 'A group to make.' })
export class CreateGroupInput extends OperationInput {
  @Field({ description: 'Unique ignoring case, 1 to 150 characters.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for, at most 500 characters.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'The folder it lies in, such as `emea`.' })
  path?: string | null;

  @Field(() => ID, { nullable: true, description: 'The group above it.' })
  parentId?: string | null;
}

@InputType({ description: 'Changes to a group: only what is given changes; null clears what may be empty.' })
export class UpdateGroupInput extends VersionedInput {
  @Field(() => ID, { description: 'The group.' })
  groupId: string;

  @Field(() => String, { nullable: true, description: 'Unique ignoring case, 1 to 150 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for, at most 500 characters.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'The folder it lies in.' })
  path?: string | null;

  @Field(() => ID, { nullable: true, description: 'The group above it: neither itself nor one below it.' })
  parentId?: string | null;
}

@InputType({ description: 'The group to delete.' })
export class DeleteGroupInput extends VersionedInput {
  @Field(() => ID, { description: 'The group.' })
  groupId: string;
}

@InputType()
abstract class GroupMemberInput extends VersionedInput {
  @Field(() => ID, { description: 'The group, whose version is meant by `ifVersion`.' })
  groupId: string;

  @Field(() => ID, { description: 'The user.' })
  userId: string;
}
@InputType({ description: 'Who is to be in which group.' })
export class AddGroupMemberInput extends GroupMemberInput {}
@InputType({ description: 'Who is to be in a group no more.' })
export class RemoveGroupMemberInput extends GroupMemberInput {}

const group = { group: { type: () => Group, description: 'The group as it is now.' } };
const user = { user: { type: () => User, description: 'The user as it is now.' } };
export const CreateGroupPayload = payloadOf('CreateGroup', group);
export const UpdateGroupPayload = payloadOf('UpdateGroup', group);
export const DeleteGroupPayload = payloadOf('DeleteGroup', {
  deletedGroupId: { type: () => ID, description: 'The id that is gone.' },
});
export const AddGroupMemberPayload = payloadOf('AddGroupMember', { ...group, ...user });
export const RemoveGroupMemberPayload = payloadOf('RemoveGroupMember', { ...group, ...user });
