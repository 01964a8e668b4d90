/** Groups of users, in a tree. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { Node } from '../../schema/node';

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
