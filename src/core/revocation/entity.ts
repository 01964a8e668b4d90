/** Receipts: what was requested, by whom, why, and everything that ended. */
import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { RevocationItemType } from '../../schema/enums';
import { Node } from '../../schema/node';
import type { Residual } from './residual';
import type { Position } from './pages';
import type { Selection } from './selection';

@ObjectType('RevocationCounts', {
  simpleResolvers: true,
  description: 'Number of objects of each kind that were live before and are not any more.',
})
export class RevocationCounts {
  @Field(() => Int, { description: 'Users who can no longer sign in.' })
  users: number;

  @Field(() => Int, { description: 'Links between users and devices.' })
  deviceLinks: number;

  @Field(() => Int, { description: 'Devices, which lost their client credentials.' })
  devices: number;

  @Field(() => Int, { description: 'Sessions.' })
  sessions: number;

  @Field(() => Int, { description: 'Access tokens.' })
  accessTokens: number;

  @Field(() => Int, { description: 'Refresh tokens.' })
  refreshTokens: number;

  @Field(() => Int, { description: 'API tokens.' })
  apiTokens: number;

  @Field(() => Int, { description: 'Authorization codes that were never exchanged.' })
  accessGrants: number;

  @Field(() => Int, { description: 'Consents.' })
  consents: number;

  @Field(() => Int, { description: 'Authenticators.' })
  authenticators: number;

  @Field(() => Int, { description: 'Push enrollments of users on devices.' })
  pushEnrollments: number;

  @Field(() => Int, { description: 'Passwords.' })
  passwords: number;

  @Field(() => Int, { description: 'Client secrets of applications.' })
  clientSecrets: number;

  @Field(() => Int, { description: 'Unused recovery links.' })
  recoveryLinks: number;

  @Field(() => Int, { description: 'Invitations that could still have been accepted.' })
  invitations: number;

  @Field(() => Int, { description: 'Registration tokens of mobile applications.' })
  registrationTokens: number;

  @Field(() => Int, { description: 'Applications.' })
  applications: number;

  @Field(() => Int, { description: 'Role assignments of users and groups.' })
  roleAssignments: number;

  @Field(() => Int, { description: 'Group memberships.' })
  groupMemberships: number;

  @Field(() => Int, { description: 'Scheduled off-boardings.' })
  offboardings: number;
}

/** How far a large receipt is settled: where the next page begins, what has been counted up to there, and what ended at least. */
export interface Settling extends Position {
  selection: number;
  counts: RevocationCounts;
  /** What was counted in the transaction of the ending, within a limit. Missing in receipts of earlier versions. */
  atLeast?: RevocationCounts;
}

@Entity('revocations')
@ObjectType('Revocation', {
  implements: Node,
  simpleResolvers: true,
  description: 'A receipt: what was requested, by whom, why, and everything that ended.',
})
export class Revocation extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field({ description: 'The mutation or provider endpoint that was called.' })
  @Column('text')
  action: string;

  @Column('uuid', { nullable: true })
  actorUserId: string | null;

  @Column('uuid', { nullable: true })
  actorApplicationId: string | null;

  @Column('uuid', { nullable: true })
  impersonatorUserId: string | null;

  @Field(() => String, { nullable: true, description: 'The reason given by the caller.' })
  @Column('text', { nullable: true })
  reason: string | null;

  @Field({ description: 'When it was requested.' })
  @Column('timestamptz')
  requestedAt: Date;

  @Column('text', { nullable: true })
  targetType: string | null;

  @Column('uuid', { nullable: true })
  targetId: string | null;

  @Column('uuid', { nullable: true })
  userId: string | null;

  /** Null until the receipt is settled, if there was too much to count within the transaction. */
  @Column('jsonb', { nullable: true })
  counts: RevocationCounts | null;

  /** How far it is settled; null once it is. */
  @Column('jsonb', { nullable: true })
  settling: Settling | null;

  /** How often in a row the next batch could not be settled. */
  @Column('integer')
  settleFailures: number;

  @Column('timestamptz', { nullable: true })
  settleFailedAt: Date | null;

  /** The selections, for receipts whose items are not written out. */
  @Column('jsonb')
  selections: Selection[];

  @Field(() => Int, {
    description:
      'With `includeDerived`: the number of changes made by what ended that are not undone, such as changes of addresses, redirect URIs and settings. They need a manual review; `trace` lists them.',
  })
  @Column('integer')
  changesLeft: number;

  /** The tokens that cannot be recalled; null if there are none. */
  @Column('jsonb', { nullable: true })
  residual: Residual | null;

  @Field({
    description:
      'Whether this is the result of an earlier call with the same idempotency key, or of a call that had nothing left to do.',
  })
  replayed: boolean;

  @Field({ description: 'Whether this only reports what would happen.' })
  dryRun: boolean;
}

@Entity('revocation_items')
@ObjectType('RevocationItem', { simpleResolvers: true, description: 'An object that ended.' })
export class RevocationItem {
  @PrimaryColumn('uuid')
  revocationId: string;

  @Field(() => RevocationItemType, { description: 'Type of the object.' })
  @Column('text')
  type: RevocationItemType;

  @Field(() => ID, { description: 'Id of the object, which may no longer exist.' })
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

  /** The part of the result that cannot be read again. */
  @Column('jsonb', { nullable: true })
  answer: unknown;

  @Column('timestamptz')
  createdAt: Date;
}
