/** Roles, which are named sets of permissions, and their assignments. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../../schema/node';
import { PermissionType, type Permission } from '../../schema/permissions';
import type { PermissionObject } from '../../core/authority/principal';

@Entity('roles')
@ObjectType('Role', { implements: Node, simpleResolvers: true, description: 'A named set of permissions.' })
export class Role extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field({ description: 'The name, such as ADMIN. It is unique, ignoring case.' })
  @Column('text')
  name: string;

  @Field({ description: 'The purpose of the role.' })
  @Column('text')
  description: string;

  @Field(() => [PermissionType], { description: 'The permissions that the role gives.' })
  @Column('text', { array: true })
  permissions: Permission[];

  /** The scopes of resource servers that it gives, by their identifiers. */
  @Column('jsonb')
  resourceScopes: Record<string, string[]>;

  /** All that it gives: the permissions, and those scopes. */
  @Column({ type: 'text', array: true, insert: false, update: false })
  authority: Permission[];

  @Field({ description: 'Whether the role is built in. Built-in roles cannot be changed.' })
  @Column('boolean')
  builtIn: boolean;

  @Field(() => Int, {
    description: 'Increases by one with each change. Pass it as `ifVersion` to detect concurrent changes.',
  })
  @Column('integer')
  version: number;
}

@Entity('user_roles')
export class UserRole {
  @PrimaryColumn('uuid')
  userId: string;

  @PrimaryColumn('uuid')
  roleId: string;

  @Column('timestamptz')
  assignedAt: Date;
}

@ObjectType('RoleObject', {
  simpleResolvers: true,
  description:
    'The object that a role is held on: a path, a group or a user. The permissions apply to the users within it and to what belongs to them.',
})
export class RoleObject {
  @Field(() => String, { nullable: true, description: 'All users at or below this path.' })
  path: string | null;

  groupId: string | null;
  userId: string | null;
}

@ObjectType('RoleAssignment', {
  simpleResolvers: true,
  description: 'An assignment of a role to a user or a group, everywhere or on an object.',
})
export class RoleAssignment {
  roleId: string;
  userId: string | null;
  groupId: string | null;

  @Field(() => RoleObject, {
    nullable: true,
    description: 'The object that the role is held on; null if it is held everywhere.',
  })
  on: PermissionObject | null;

  @Field({ description: 'When the role was assigned.' })
  assignedAt: Date;
}

@ObjectType('EffectiveRole', {
  simpleResolvers: true,
  description: 'A role that a user holds, and its origins.',
})
export class EffectiveRole {
  role: Role;

  @Field({ description: 'The name.' })
  name: string;

  @Field({ description: 'The purpose of the role.' })
  description: string;

  @Field(() => [PermissionType], { description: 'The permissions that the role gives.' })
  permissions: Permission[];

  @Field(() => [RoleAssignment], {
    description:
      'The assignments of the role to the user or to a group of theirs. Empty for USER, which every user has.',
  })
  assignments: RoleAssignment[];
}
