/** Invitations. The secret is stored as a hash, and shown or mailed once. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EmailAddress } from '../../schema/email-address';
import { InvitationStatus, UserType } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('invitations')
@ObjectType('Invitation', {
  implements: Node,
  simpleResolvers: true,
  description: 'A link with which a person creates their own account.',
})
export class Invitation extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { nullable: true })
  userId: string | null;

  @Field(() => EmailAddress, {
    nullable: true,
    description: 'The address that the invitation was mailed to; null if its link was returned to its creator.',
  })
  @Column('text', { nullable: true })
  email: string | null;

  @Column('text', { nullable: true })
  emailKey: string | null;

  @Field({ description: 'Whether any number of people can accept it.' })
  @Column('boolean')
  reusable: boolean;

  @Column('bytea', { nullable: true, select: false })
  hash: Buffer | null;

  @Field(() => String, { nullable: true, description: 'The name of the account; null if the person can choose it.' })
  @Column('text', { nullable: true })
  name: string | null;

  @Field({ description: 'The path of the account.' })
  @Column('text')
  path: string;

  @Field(() => GraphQLJSONObject, { description: 'The attributes of the account.' })
  @Column('jsonb')
  attributes: Record<string, unknown>;

  @Field(() => UserType, { description: 'The type of the account.' })
  @Column('text')
  type: UserType;

  @Column('integer', { select: false })
  lifetimeSeconds: number;

  @Field(() => Int, { description: 'How many people have accepted it.' })
  @Column('integer')
  accepted: number;

  /** The application that the person continues to after accepting. */
  @Column('uuid', { nullable: true })
  applicationId: string | null;

  @Column('uuid', { nullable: true })
  createdByUserId: string | null;

  @Column('uuid', { nullable: true })
  createdByApplicationId: string | null;

  @Column('uuid', { nullable: true })
  createdByImpersonatorId: string | null;

  @Column('text', { array: true, nullable: true })
  createdScopes: string[] | null;

  @Field({ description: 'When it was created.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'Until when it can be accepted.' })
  @Column('timestamptz')
  expiresAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was revoked; null if it was not.' })
  @Column('timestamptz', { nullable: true })
  revokedAt: Date | null;

  /** Computed in SQL. */
  @Field(() => InvitationStatus, { description: 'Whether it can be accepted.' })
  status: InvitationStatus;
}
