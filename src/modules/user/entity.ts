/** Users, and their passwords, which live in a table and class of their own so that no schema can reach them. */
import { GraphQLEmailAddress, GraphQLJSONObject } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { UserSource, UserStatus, UserType } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('users')
@ObjectType('User', {
  implements: Node,
  simpleResolvers: true,
  description: 'A person or service account that may sign in.',
})
export class User extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field({ description: 'Unique ignoring case, at most 150 characters.' })
  @Column('text')
  username: string;

  @Field(() => GraphQLEmailAddress, { nullable: true, description: 'Unique ignoring case.' })
  @Column('text', { nullable: true })
  email: string | null;

  @Field({ description: 'Whether the address was shown to be the user’s.' })
  @Column('boolean')
  emailVerified: boolean;

  @Field(() => String, { nullable: true, description: 'The name to show.' })
  @Column('text', { nullable: true })
  name: string | null;

  @Field({ description: 'A folder such as `emea/sales`, for order and filters; it gives no rights.' })
  @Column('text')
  path: string;

  @Field(() => GraphQLJSONObject, { description: 'Free data of the organisation.' })
  @Column('jsonb')
  attributes: Record<string, unknown>;

  @Field(() => UserType, { description: 'What kind of account it is.' })
  @Column('text')
  type: UserType;

  @Field(() => UserStatus, { description: 'Where the account is in its life.' })
  @Column({ type: 'text', insert: false, update: false })
  status: UserStatus;

  @Field(() => UserSource, { description: 'Who owns the record.' })
  @Column('text')
  source: UserSource;

  @Field({ description: 'When the record was made.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When the record was last changed.' })
  @Column('timestamptz')
  updatedAt: Date;

  @Field(() => Date, { nullable: true, description: 'The last successful sign-in.' })
  @Column('timestamptz', { nullable: true })
  lastLoginAt: Date | null;

  @Field(() => Int, {
    description: 'Grows by one with each change; give it as `ifVersion` to change only what you saw.',
  })
  @Column('integer')
  version: number;

  @Field(() => Date, { nullable: true, description: 'Since when the user is disabled.' })
  @Column('timestamptz', { nullable: true })
  disabledAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why the user was disabled.' })
  @Column('text', { nullable: true })
  disabledReason: string | null;

  /** Of a service account: the person who answers for it. */
  @Column('uuid', { nullable: true })
  ownerId: string | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'Since when the password is locked: nobody can sign in with it or reset it. Other ways to sign in go on.',
  })
  @Column('timestamptz', { nullable: true })
  passwordLockedAt: Date | null;

  @Field(() => Date, {
    nullable: true,
    description: 'Since when another password is asked for at the next sign-in with it.',
  })
  @Column('timestamptz', { nullable: true })
  passwordChangeRequiredAt: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'Until when the account lasts, if not for good: from then on nobody signs in with it and nothing of it is live, and it is DISABLED within moments.',
  })
  @Column('timestamptz', { nullable: true })
  expiresAt: Date | null;

  /** Computed by the list: whether that moment has come. */
  hasExpired: boolean;

  @Field(() => Date, {
    nullable: true,
    description: 'When the user last signed in or used a session or a token, to the hour; null before the first time.',
  })
  @Column('timestamptz', { nullable: true })
  lastActivityAt: Date | null;

  @Column('timestamptz', { nullable: true })
  enabledAt: Date | null;

  /** The security epoch: whatever was issued under an earlier one is dead. */
  @Column('integer')
  epoch: number;

  /** Set while the account is not yet active; the status is derived from it in the database. */
  @Column('text', { nullable: true })
  onboarding: 'INVITED' | 'PENDING_CONFIRMATION' | 'PENDING_LOGIN' | null;

  /** The normalised forms that are unique. */
  @Column('text', { select: false })
  usernameKey: string;

  @Column('text', { nullable: true, select: false })
  emailKey: string | null;
}

@Entity('passwords')
export class Password {
  @PrimaryColumn('uuid')
  userId: string;

  /** A new password has a new one. */
  @Column('uuid')
  id: string;

  @Column('text')
  hash: string;

  @Column('timestamptz')
  changedAt: Date;

  /** Long enough only with a second factor. */
  @Column('boolean')
  needsSecondFactor: boolean;
}
