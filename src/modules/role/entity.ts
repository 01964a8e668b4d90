/** Roles: named sets of permissions, and who holds them. */
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../../schema/node';
import { PermissionType, type Permission } from '../../schema/permissions';

@Entity('roles')
@ObjectType('Role', { implements: Node, simpleResolvers: true, description: 'A named set of permissions.' })
export class Role extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field({ description: 'Its unique name, such as ADMIN.' })
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
