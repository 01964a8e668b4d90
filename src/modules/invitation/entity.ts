/** Invitations. The secret of one is kept as a hash, and shown or mailed once. */
import { GraphQLEmailAddress, GraphQLJSONObject } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { InvitationStatus, UserType } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('invitations')
@ObjectType('Invitation', {
  implements: Node,
  simpleResolvers: true,
  description: 'A link by which somebody who is not here yet makes an account of their own.',
})
export class Invitation extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { nullable: true })
  userId: string | null;

  @Field(() => GraphQLEmailAddress, {
    nullable: true,
    description: 'Where it was mailed; null where its link was shown to whoever made it.',
  })
  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { nullable: true })
  emailKey: string | null;

  @Field({ description: 'Whether any number of people may accept it.' })
  @Column('boolean')
  reusable: boolean;

  @Column('bytea', { nullable: true, select: false })
  hash: Buffer | null;

  @Field(() => String, { nullable: true, description: 'The name of the account; null lets the person choose it.' })
  @Column('text', { nullable: true })
  name: string | null;

  @Field({ description: 'The path of the account.' })
  @Column('text')
  path: string;

  @Field(() => GraphQLJSONObject, { description: 'The attributes of the account.' })
  @Column('jsonb')
  attributes: Record<string, unknown>;

  @Field(() => UserType, { description: 'What kind of account it becomes.' })
  @Column('text')
  type: UserType;

  @Column('integer', { select: false })
  lifetimeSeconds: number;

  @Field(() => Int, { description: 'How many have accepted it.' })
  @Column('integer')
  accepted: number;

  @Column('uuid', { nullable: true })
  createdByUserId: string | null;

  @Column('uuid', { nullable: true })
  createdByApplicationId: string | null;

  @Column('uuid', { nullable: true })
  createdByImpersonatorId: string | null;

  @Column('text', { array: true, nullable: true })
  createdScopes: string[] | null;

  @Field({ description: 'When it was made.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'Until when it may be accepted.' })
  @Column('timestamptz')
  expiresAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was revoked.' })
  @Column('timestamptz', { nullable: true })
  revokedAt: Date | null;

  /** Computed by the list. */
  @Field(() => InvitationStatus, { description: 'Whether it may be accepted.' })
  status: InvitationStatus;
}
