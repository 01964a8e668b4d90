/** Inputs and payloads of the mutations on roles. */
import { Field, ID, InputType } from 'type-graphql';
import { PermissionType, type Permission } from '../../schema/permissions';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { User } from '../user';
import { Role } from './entity';

@InputType({ description: 'On what a role is given: exactly one of the three.' })
export class RoleObjectInput {
  @Field(() => String, { nullable: true, description: 'Everybody at or below this path, such as `emea`.' })
  path?: string | null;

  @Field(() => ID, { nullable: true, description: 'The members of this group and of those below it.' })
  groupId?: string | null;

  @Field(() => ID, { nullable: true, description: 'This user alone.' })
  userId?: string | null;
}

@InputType()
abstract class RoleAssignmentInput extends VersionedInput {
  @Field(() => ID, { nullable: true, description: 'The user; either this or the group.' })
  userId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The group: all its members hold the role, and those of the groups below it.',
  })
  groupId?: string | null;

  @Field({ description: 'The name of the role, such as OPERATOR.' })
  role: string;

  @Field(() => RoleObjectInput, { nullable: true, description: 'On what; everywhere unless given.' })
  on?: RoleObjectInput | null;
}

@InputType({ description: 'The role to give. Nobody can give a permission that he does not hold, on that object.' })
export class AssignRoleInput extends RoleAssignmentInput {}

@InputType({ description: 'The role to take, from whom and on what it was given.' })
export class UnassignRoleInput extends RoleAssignmentInput {}

@InputType({ description: 'A role to make, with permissions that you hold yourself.' })
export class CreateRoleInput extends OperationInput {
  @Field({ description: 'Its name, 1 to 100 characters, unique ignoring case.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'What it is for, at most 500 characters.' })
  description?: string | null;

  @Field(() => [PermissionType], { description: 'What its holders may do.' })
  permissions: Permission[];
}

@InputType({ description: 'Changes to a role: only what is given changes, for all who hold it, at once.' })
export class UpdateRoleInput extends VersionedInput {
  @Field(() => ID, { description: 'The role.' })
  roleId: string;

  @Field(() => String, { nullable: true, description: 'Its name, 1 to 100 characters, unique ignoring case.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'What it is for, at most 500 characters.' })
  description?: string | null;

  @Field(() => [PermissionType], { nullable: true, description: 'Replaces all its permissions.' })
  permissions?: Permission[] | null;
}

@InputType({ description: 'The role to delete.' })
export class DeleteRoleInput extends VersionedInput {
  @Field(() => ID, { description: 'The role.' })
  roleId: string;

  @Field(() => Boolean, { nullable: true, description: 'Also while somebody holds it, who then loses it.' })
  force?: boolean | null;
}

const user = { user: { type: () => User, description: 'The user as it is now; null for a group.' } };
const role = { role: { type: () => Role, description: 'The role as it is now.' } };
export const AssignRolePayload = payloadOf('AssignRole', user);
export const UnassignRolePayload = payloadOf('UnassignRole', user);
export const CreateRolePayload = payloadOf('CreateRole', role);
export const UpdateRolePayload = payloadOf('UpdateRole', role);
export const DeleteRolePayload = payloadOf('DeleteRole', {
  deletedRoleId: { type: () => ID, description: 'The id that is gone.' },
});
