/** Receipts: what was asked, by whom, why, and exactly what died. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { RevocationItemType } from '../../schema/enums';
import { Node } from '../../schema/node';
import type { Selection } from './selection';

@ObjectType('RevocationCounts', {
  simpleResolvers: true,
  description: 'How many of each kind were live before and are not any more.',
})
export class RevocationCounts {
  @Field(() => Int, { description: 'Users that can no longer sign in.' })
  users: number;

  @Field(() => Int, { description: 'Users that left a device.' })
  deviceLinks: number;

  @Field(() => Int, { description: 'Devices that lost their client credentials.' })
  devices: number;

  @Field(() => Int, { description: 'Sessions.' })
  sessions: number;

  @Field(() => Int, { description: 'Access tokens.' })
  accessTokens: number;

  @Field(() => Int, { description: 'Refresh tokens.' })
  refreshTokens: number;

  @Field(() => Int, { description: 'API tokens.' })
  apiTokens: number;

  @Field(() => Int, { description: 'Unexchanged access grants.' })
  accessGrants: number;

  @Field(() => Int, { description: 'Consents.' })
  consents: number;

  @Field(() => Int, { description: 'Authenticators.' })
  authenticators: number;

  @Field(() => Int, { description: 'Users that get no more push messages on a device.' })
  pushEnrollments: number;

  @Field(() => Int, { description: 'Passwords.' })
  passwords: number;

  @Field(() => Int, { description: 'Client secrets of applications.' })
  clientSecrets: number;

  @Field(() => Int, { description: 'Recovery links that were not used.' })
  recoveryLinks: number;

  @Field(() => Int, { description: 'Invitations that could still be accepted.' })
  invitations: number;

  @Field(() => Int, { description: 'Registration tokens of mobile applications.' })
  registrationTokens: number;

  @Field(() => Int, { description: 'Applications.' })
  applications: number;

  @Field(() => Int, { description: 'Roles of users and groups.' })
  roleAssignments: number;

  @Field(() => Int, { description: 'Users who were taken out of a group.' })
  groupMemberships: number;

  @Field(() => Int, { description: 'Off-boardings that were scheduled.' })
  offboardings: number;
}

@Entity('revocations')
@ObjectType('Revocation', {
  implements: Node,
  simpleResolvers: true,
  description: 'A receipt: what was asked, by whom, why, and exactly what died.',
})
export class Revocation extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field({ description: 'The mutation, or the endpoint of the provider, that was asked.' })
  @Column('text')
  action: string;

  @Column('uuid', { nullable: true })
  actorUserId: string | null;

  @Column('uuid', { nullable: true })
  actorApplicationId: string | null;

  @Column('uuid', { nullable: true })
  impersonatorUserId: string | null;

  @Field(() => String, { nullable: true, description: 'The reason that the caller gave.' })
  @Column('text', { nullable: true })
  reason: string | null;

  @Field({ description: 'When it was asked.' })
  @Column('timestamptz')
  requestedAt: Date;

  @Column('text', { nullable: true })
  targetType: string | null;

  @Column('uuid', { nullable: true })
  targetId: string | null;

  @Column('uuid', { nullable: true })
  userId: string | null;

  /** Null while there was too much to count within the transaction: then it is counted when it is read. */
  @Column('jsonb', { nullable: true })
  counts: RevocationCounts | null;

  /** What was selected, for receipts whose items are not written out. */
  @Column('jsonb')
  selections: Selection[];

  @Field(() => Int, {
    description:
      'With `includeDerived`: how many changes were made with what ended that stay as they are, such as addresses, redirect URIs and settings. Somebody must look at them: `trace` lists them.',
  })
  @Column('integer')
  changesLeft: number;

  @Field({
    description:
      'Whether this is the answer to an earlier call with the same idempotency key, or to a call that had nothing left to do.',
  })
  replayed: boolean;

  @Field({ description: 'Whether nothing was done and this only says what would be.' })
  dryRun: boolean;
}

@Entity('revocation_items')
@ObjectType('RevocationItem', { simpleResolvers: true, description: 'One thing that ended.' })
export class RevocationItem {
  @PrimaryColumn('uuid')
  revocationId: string;

  @Field(() => RevocationItemType, { description: 'What it is.' })
  @Column('text')
  type: RevocationItemType;

  @Field(() => ID, { description: 'Its id. The record itself may be gone.' })
  @PrimaryColumn('uuid')
  itemId: string;

  @Column('uuid', { nullable: true })
  userId: string | null;
}

@Entity('idempotency_keys')
export class IdempotencyKey {
  @PrimaryColumn('text')
  caller: string;

  @PrimaryColumn('text')
  key: string;

  @Column('text')
  action: string;

  @Column('bytea')
  inputHash: Buffer;

  @Column('uuid', { nullable: true })
  revocationId: string | null;

  @Column('uuid', { nullable: true })
  subjectId: string | null;

  /** What of the answer cannot be read again. */
  @Column('jsonb', { nullable: true })
  answer: unknown;

  @Column('timestamptz')
  createdAt: Date;
}
