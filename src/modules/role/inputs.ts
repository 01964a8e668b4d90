/** Inputs and payloads of the mutations on roles. */
import { Field, ID, InputType } from 'type-graphql';
import { PermissionType, type Permission } from '../../schema/permissions';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { User } from '../user';
import { Role } from './entity';

@InputType({ description: 'The object to hold a role on: exactly one of the three fields.' })
export class RoleObjectInput {
  @Field(() => String, { nullable: true, description: 'All users at or below this path, such as `emea`.' })
  path?: string | null;

  @Field(() => ID, { nullable: true, description: 'The members of this group and of those below it.' })
  groupId?: string | null;

  @Field(() => ID, { nullable: true, description: 'This user only.' })
  userId?: string | null;
}

@InputType()
abstract class RoleAssignmentInput extends VersionedInput {
  @Field(() => ID, { nullable: true, description: 'The user. Set either `userId` or `groupId`.' })
  userId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The group. Its members and the members of the groups below it get the role.',
  })
  groupId?: string | null;

  @Field({ description: 'The name of the role, such as OPERATOR.' })
  role: string;

  @Field(() => RoleObjectInput, {
    nullable: true,
    description: 'The object to hold the role on. Defaults to everywhere.',
  })
  on?: RoleObjectInput | null;
}

@InputType({ description: 'The role to assign. You must hold all of its permissions, on that object or everywhere.' })
export class AssignRoleInput extends RoleAssignmentInput {}

@InputType({ description: 'The assignment to remove: the role, the user or group, and the object.' })
export class UnassignRoleInput extends RoleAssignmentInput {}

@InputType({ description: 'A role to create. You must hold all of its permissions yourself.' })
export class CreateRoleInput extends OperationInput {
  @Field({ description: 'The name: 1 to 100 characters, unique ignoring case.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'The purpose of the role, at most 500 characters.' })
  description?: string | null;

  @Field(() => [PermissionType], { description: 'The permissions that the role gives.' })
  permissions: Permission[];
}

@InputType({
  description:
    'Changes to a role. They apply at once to everyone who holds it. Fields that are left out stay unchanged.',
})
export class UpdateRoleInput extends VersionedInput {
  @Field(() => ID, { description: 'The role.' })
  roleId: string;

  @Field(() => String, { nullable: true, description: 'The name: 1 to 100 characters, unique ignoring case.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The purpose of the role, at most 500 characters.' })
  description?: string | null;

  @Field(() => [PermissionType], {
    nullable: true,
    description: 'The permissions that the role gives. They replace all present ones.',
  })
  permissions?: Permission[] | null;
}

@InputType({ description: 'The role to delete.' })
export class DeleteRoleInput extends VersionedInput {
  @Field(() => ID, { description: 'The role.' })
  roleId: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether to delete the role even if it is assigned. Defaults to false.',
  })
  force?: boolean | null;
}

const user = {
  user: { type: () => User, description: 'The user after the change; null if the role was assigned to a group.' },
};
const role = { role: { type: () => Role, description: 'The role after the change.' } };
export const AssignRolePayload = payloadOf('AssignRole', user);
export const UnassignRolePayload = payloadOf('UnassignRole', user);
export const CreateRolePayload = payloadOf('CreateRole', role);
export const UpdateRolePayload = payloadOf('UpdateRole', role);
export const DeleteRolePayload = payloadOf('DeleteRole', {
  deletedRoleId: { type: () => ID, description: 'The id of the deleted role.' },
});
