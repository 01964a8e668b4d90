/** Users, and their passwords, which have a separate table and class so that the GraphQL schema cannot expose them. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EmailAddress } from '../../schema/email-address';
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

  @Field(() => EmailAddress, { nullable: true, description: 'Unique ignoring case.' })
  @Column('text', { nullable: true })
  email: string | null;

  @Field({ description: 'Whether the user has confirmed the address.' })
  @Column('boolean')
  emailVerified: boolean;

  @Field(() => String, { nullable: true, description: 'Display name.' })
  @Column('text', { nullable: true })
  name: string | null;

  @Field({ description: 'Folder, such as `emea/sales`, for organizing and filtering. It grants no permissions.' })
  @Column('text')
  path: string;

  @Field(() => GraphQLJSONObject, { description: 'Custom attributes.' })
  @Column('jsonb')
  attributes: Record<string, unknown>;

  @Field(() => UserType, { description: 'The kind of account.' })
  @Column('text')
  type: UserType;

  @Field(() => UserStatus, { description: 'The status of the account.' })
  @Column({ type: 'text', insert: false, update: false })
  status: UserStatus;

  @Field(() => UserSource, { description: 'The system that owns the record.' })
  @Column('text')
  source: UserSource;

  @Field({ description: 'When the user was created.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field({ description: 'When the user was last changed.' })
  @Column('timestamptz')
  updatedAt: Date;

  @Field(() => Date, { nullable: true, description: 'Time of the last successful sign-in.' })
  @Column('timestamptz', { nullable: true })
  lastLoginAt: Date | null;

  @Field(() => Int, {
    description: 'Increases by one with each change. Pass it as `ifVersion` to change only the version that you read.',
  })
  @Column('integer')
  version: number;

  @Field(() => Date, { nullable: true, description: 'When the user was disabled.' })
  @Column('timestamptz', { nullable: true })
  disabledAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why the user was disabled.' })
  @Column('text', { nullable: true })
  disabledReason: string | null;

  /** The person responsible for a service account. */
  @Column('uuid', { nullable: true })
  ownerId: string | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'When the password was locked. A locked password cannot be used to sign in and cannot be reset. Other sign-in methods still work.',
  })
  @Column('timestamptz', { nullable: true })
  passwordLockedAt: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'When a password change was required. The user must choose a new password at the next sign-in with the current one.',
  })
  @Column('timestamptz', { nullable: true })
  passwordChangeRequiredAt: Date | null;

  /** The `sub` from another system, which applications go on getting. Without one, it is the public id. */
  @Column('text', { nullable: true })
  subject: string | null;

  @Column('timestamptz', { nullable: true })
  emailVerificationRequiredAt: Date | null;

  @Column('timestamptz', { nullable: true })
  factorRequiredAt: Date | null;

  @Field(() => Date, {
    nullable: true,
    description:
      'When the account expires; null if it does not expire. After that time the user cannot sign in, no session or token of theirs is valid, and the status becomes DISABLED shortly afterwards.',
  })
  @Column('timestamptz', { nullable: true })
  expiresAt: Date | null;

  /** Computed by the query: whether the account has expired. */
  hasExpired: boolean;

  @Field(() => Date, {
    nullable: true,
    description: 'When the user last signed in or used a session or token, accurate to the hour; null if never.',
  })
  @Column('timestamptz', { nullable: true })
  lastActivityAt: Date | null;

  @Column('timestamptz', { nullable: true })
  enabledAt: Date | null;

  /** The security epoch. Whatever was issued in an earlier epoch is invalid. */
  @Column('integer')
  epoch: number;

  /** Set while the account is not yet active. The database derives the status from it. */
  @Column('text', { nullable: true })
  onboarding: 'INVITED' | 'PENDING_CONFIRMATION' | 'PENDING_LOGIN' | null;

  /** The normalized, unique forms. */
  @Column('text', { select: false })
  usernameKey: string;

  @Column('text', { nullable: true, select: false })
  emailKey: string | null;
}

@Entity('passwords')
export class Password {
  @PrimaryColumn('uuid')
  userId: string;

  /** Each new password gets a new id. */
  @Column('uuid')
  id: string;

  @Column('text')
  hash: string;

  @Column('timestamptz')
  changedAt: Date;

  /** Whether the password is so short that it requires a second factor. */
  @Column('boolean')
  needsSecondFactor: boolean;
}
