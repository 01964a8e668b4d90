/** Groups of users, in a tree. */
import { GraphQLJSON } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { UserSource, UserType } from '../../schema/enums';
import { Node } from '../../schema/node';

@ObjectType('GroupRuleAttribute', { simpleResolvers: true, description: 'What a rule asks of one attribute.' })
export class GroupRuleAttribute {
  @Field({ description: 'The name of the attribute, at the top of `attributes`.' })
  name: string;

  @Field(() => [GraphQLJSON], { description: 'It is one of these, or a list with one of these in it.' })
  anyOf: unknown[];
}

@ObjectType('GroupRule', {
  simpleResolvers: true,
  description: 'Who is in a group: every user of whom all of its conditions hold, from the moment that they do.',
})
export class GroupRule {
  @Field(() => String, { nullable: true, description: 'At or below this path.' })
  path?: string;

  @Field(() => [UserType], { nullable: true, description: 'Of any of these types.' })
  types?: UserType[];

  @Field(() => [UserSource], { nullable: true, description: 'From any of these sources.' })
  sources?: UserSource[];

  @Field(() => [GroupRuleAttribute], { nullable: true, description: 'With these attributes, all of them.' })
  attributes?: GroupRuleAttribute[];
}

@Entity('groups')
@ObjectType('Group', {
  implements: Node,
  simpleResolvers: true,
  description: 'A group of users. What is given to it, its members hold, and those of the groups below it.',
})
export class Group extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field({ description: 'Its name, unique ignoring case.' })
  @Column('text')
  name: string;

  /** The normalised form that is unique. */
  @Column('text', { select: false })
  nameKey: string;

  @Field({ description: 'What it is for.' })
  @Column('text')
  description: string;

  @Field({ description: 'The folder it lies in, such as `emea`, for order and for those who look after that folder.' })
  @Column('text')
  path: string;

  @Column('uuid', { nullable: true })
  parentId: string | null;

  @Field(() => GroupRule, {
    nullable: true,
    description: 'From what its members follow; null where they are put in by hand.',
  })
  @Column('jsonb', { nullable: true })
  rule: GroupRule | null;

  @Field({ description: 'When it was made.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When it was last changed.' })
  @Column('timestamptz')
  updatedAt: Date;

  @Field(() => Int, {
    description: 'Grows by one with each change; give it as `ifVersion` to change only what you saw.',
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
