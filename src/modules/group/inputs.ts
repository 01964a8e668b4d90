/** Inputs and payloads of the mutations on groups. */
import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { UserSource, UserType } from '../../schema/enums';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { User } from '../user';
import { Group } from './entity';

@InputType({ description: 'What a rule asks of one attribute.' })
export class GroupRuleAttributeInput {
  @Field({ description: 'The name of the attribute, at the top of `attributes`.' })
  name: string;

  @Field(() => [GraphQLJSON], {
    description: 'It is one of these texts, numbers or booleans, or a list with one of these in it.',
  })
  anyOf: unknown[];
}

@InputType({ description: 'Who is to be in a group. Conditions AND together, values inside one OR.' })
export class GroupRuleInput {
  @Field(() => String, { nullable: true, description: 'At or below this path.' })
  path?: string | null;

  @Field(() => [UserType], { nullable: true, description: 'Of any of these types.' })
  types?: UserType[] | null;

  @Field(() => [UserSource], { nullable: true, description: 'From any of these sources.' })
  sources?: UserSource[] | null;

  @Field(() => [GroupRuleAttributeInput], { nullable: true, description: 'With these attributes, at most 20.' })
  attributes?: GroupRuleAttributeInput[] | null;
}

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

  @Field(() => GroupRuleInput, {
    nullable: true,
    description: 'From what its members follow; nobody can then be put in or taken out by hand.',
  })
  rule?: GroupRuleInput | null;
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

  @Field(() => GroupRuleInput, {
    nullable: true,
    description:
      'From what its members follow, instead of any who are in it; null leaves the members in it as they are, to be changed by hand.',
  })
  rule?: GroupRuleInput | null;
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
