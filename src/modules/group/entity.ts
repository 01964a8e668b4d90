/** Groups of users, which form a tree. */
import { GraphQLJSON } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { UserSource, UserType } from '../../schema/enums';
import { Node } from '../../schema/node';

@ObjectType('GroupRuleAttribute', { simpleResolvers: true, description: 'A condition on one attribute of a user.' })
export class GroupRuleAttribute {
  @Field({ description: 'The name of the attribute, a top-level key of `attributes`.' })
  name: string;

  @Field(() => [GraphQLJSON], {
    description: 'The attribute equals one of these values, or is a list that contains one of them.',
  })
  anyOf: unknown[];
}

@ObjectType('GroupRule', {
  simpleResolvers: true,
  description: 'Determines the members of a group: every user who meets all conditions, as soon as they do.',
})
export class GroupRule {
  @Field(() => String, { nullable: true, description: 'Users at or below this path.' })
  path?: string;

  @Field(() => [UserType], { nullable: true, description: 'Users of any of these types.' })
  types?: UserType[];

  @Field(() => [UserSource], { nullable: true, description: 'Users from any of these sources.' })
  sources?: UserSource[];

  @Field(() => [GroupRuleAttribute], {
    nullable: true,
    description: 'Users who meet all of these conditions on attributes.',
  })
  attributes?: GroupRuleAttribute[];
}

@Entity('groups')
@ObjectType('Group', {
  implements: Node,
  simpleResolvers: true,
  description: 'A group of users. Its roles apply to its members and to the members of all groups below it.',
})
export class Group extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field({ description: 'The name. It is unique, ignoring case.' })
  @Column('text')
  name: string;

  /** The normalized name, which is unique. */
  @Column('text', { select: false })
  nameKey: string;

  @Field({ description: 'The purpose of the group.' })
  @Column('text')
  description: string;

  @Field({
    description: 'The folder of the group, such as `emea`. It structures groups and determines who can manage them.',
  })
  @Column('text')
  path: string;

  @Column('uuid', { nullable: true })
  parentId: string | null;

  @Field(() => GroupRule, {
    nullable: true,
    description: 'The rule that determines the members; null if members are added and removed by hand.',
  })
  @Column('jsonb', { nullable: true })
  rule: GroupRule | null;

  @Field({ description: 'When it was created.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When it was last changed.' })
  @Column('timestamptz')
  updatedAt: Date;

  @Field(() => Int, {
    description: 'Increases by one with each change. Pass it as `ifVersion` to detect concurrent changes.',
  })
  @Column('integer')
  version: number;
}

@Entity('group_members')
export class GroupMember {
  @PrimaryColumn('uuid')
  userId: string;

  @PrimaryColumn('uuid')
  groupId: string;

  @Column('timestamptz')
  addedAt: Date;
}
