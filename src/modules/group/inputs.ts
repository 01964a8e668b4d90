/** Inputs and payloads of the mutations on groups. */
import { GraphQLJSON } from 'graphql-scalars';
import { Field, ID, InputType } from 'type-graphql';
import { UserSource, UserType } from '../../schema/enums';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { User } from '../user';
import { Group } from './entity';

@InputType({ description: 'A condition on one attribute of a user.' })
export class GroupRuleAttributeInput {
  @Field({ description: 'The name of the attribute, a top-level key of `attributes`.' })
  name: string;

  @Field(() => [GraphQLJSON], {
    description:
      'The attribute equals one of these strings, numbers or booleans, or is a list that contains one of them.',
  })
  anyOf: unknown[];
}

@InputType({ description: 'Determines the members of a group. Conditions AND together, values inside one OR.' })
export class GroupRuleInput {
  @Field(() => String, { nullable: true, description: 'Users at or below this path.' })
  path?: string | null;

  @Field(() => [UserType], { nullable: true, description: 'Users of any of these types.' })
  types?: UserType[] | null;

  @Field(() => [UserSource], { nullable: true, description: 'Users from any of these sources.' })
  sources?: UserSource[] | null;

  @Field(() => [GroupRuleAttributeInput], {
    nullable: true,
    description: 'Users who meet all of these conditions on attributes, at most 20.',
  })
  attributes?: GroupRuleAttributeInput[] | null;
}

@InputType({ description: 'A group to create.' })
export class CreateGroupInput extends OperationInput {
  @Field({ description: 'The name: 1 to 150 characters, unique ignoring case.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'The purpose of the group, at most 500 characters.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'The folder of the group, such as `emea`.' })
  path?: string | null;

  @Field(() => ID, { nullable: true, description: 'The parent group.' })
  parentId?: string | null;

  @Field(() => GroupRuleInput, {
    nullable: true,
    description: 'The rule that determines the members. Members of such a group cannot be added or removed by hand.',
  })
  rule?: GroupRuleInput | null;
}

@InputType({
  description: 'Changes to a group. Fields that are left out stay unchanged; null clears a field that can be empty.',
})
export class UpdateGroupInput extends VersionedInput {
  @Field(() => ID, { description: 'The group.' })
  groupId: string;

  @Field(() => String, { nullable: true, description: 'The name: 1 to 150 characters, unique ignoring case.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The purpose of the group, at most 500 characters.' })
  description?: string | null;

  @Field(() => String, { nullable: true, description: 'The folder of the group.' })
  path?: string | null;

  @Field(() => ID, { nullable: true, description: 'The parent group: neither the group itself nor one below it.' })
  parentId?: string | null;

  @Field(() => GroupRuleInput, {
    nullable: true,
    description:
      'The rule that determines the members. It replaces all present members. Null removes the rule and keeps the members, who can then be changed by hand.',
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
  @Field(() => ID, { description: 'The group. `ifVersion` refers to its version.' })
  groupId: string;

  @Field(() => ID, { description: 'The user.' })
  userId: string;
}
@InputType({ description: 'The user to add to a group.' })
export class AddGroupMemberInput extends GroupMemberInput {}
@InputType({ description: 'The user to remove from a group.' })
export class RemoveGroupMemberInput extends GroupMemberInput {}

const group = { group: { type: () => Group, description: 'The group after the change.' } };
const user = { user: { type: () => User, description: 'The user after the change.' } };
export const CreateGroupPayload = payloadOf('CreateGroup', group);
export const UpdateGroupPayload = payloadOf('UpdateGroup', group);
export const DeleteGroupPayload = payloadOf('DeleteGroup', {
  deletedGroupId: { type: () => ID, description: 'The id of the deleted group.' },
});
export const AddGroupMemberPayload = payloadOf('AddGroupMember', { ...group, ...user });
export const RemoveGroupMemberPayload = payloadOf('RemoveGroupMember', { ...group, ...user });
