/** Roles: named sets of permissions, and who holds them on what. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../../schema/node';
import { PermissionType, type Permission } from '../../schema/permissions';
import type { HeldOn } from '../../core/authority/principal';

@Entity('roles')
@ObjectType('Role', { implements: Node, simpleResolvers: true, description: 'A named set of permissions.' })
export class Role extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field({ description: 'Its name, such as ADMIN; unique ignoring case.' })
  @Column('text')
  name: string;

  @Field({ description: 'What it is for.' })
  @Column('text')
  description: string;

  @Field(() => [PermissionType], { description: 'What its holders may do.' })
  @Column('text', { array: true })
  permissions: Permission[];

  @Field({ description: 'Whether it comes with the service and cannot be changed.' })
  @Column('boolean')
  builtIn: boolean;

  @Field(() => Int, {
    description: 'Grows by one with each change; give it as `ifVersion` to change only what you saw.',
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
  description: 'On what a role is held: one of the three. The permissions reach the users within and what is theirs.',
})
export class RoleObject {
  @Field(() => String, { nullable: true, description: 'Everybody whose path is this or below it.' })
  path: string | null;

  groupId: string | null;
  userId: string | null;
}

@ObjectType('RoleAssignment', { simpleResolvers: true, description: 'That a role was given, to whom and on what.' })
export class RoleAssignment {
  roleId: string;
  userId: string | null;
  groupId: string | null;

  @Field(() => RoleObject, { nullable: true, description: 'On what it is held; null for everywhere.' })
  on: HeldOn | null;

  @Field({ description: 'When it was given.' })
  assignedAt: Date;
}

@ObjectType('EffectiveRole', {
  simpleResolvers: true,
  description: 'A role that counts for a user, and where it comes from.',
})
export class EffectiveRole {
  role: Role;

  @Field({ description: 'Its name.' })
  name: string;

  @Field({ description: 'What it is for.' })
  description: string;

  @Field(() => [PermissionType], { description: 'What its holders may do.' })
  permissions: Permission[];

  @Field(() => [RoleAssignment], {
    description:
      'Where it comes from: each time it was given to the user or to a group the user is in. None for USER, which everybody has.',
  })
  assignments: RoleAssignment[];
}
