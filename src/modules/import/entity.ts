/** Imports: uploaded files of users, their progress and their faults. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ErrorCode, HeldUpReason, ImportFormat, ImportMode, ImportStatus } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('imports')
@ObjectType('Import', {
  implements: Node,
  simpleResolvers: true,
  description: 'A file of users that was uploaded to `POST /imports`, and its progress.',
})
export class Import extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => ImportFormat, { description: 'The format of the file.' })
  @Column('text')
  format: ImportFormat;

  @Field(() => ImportMode, { description: 'Whether it creates users, changes them, or both.' })
  @Column('text')
  mode: ImportMode;

  @Field({ description: 'Whether created users keep their previous id as the `sub` that applications get.' })
  @Column('boolean')
  keepSubject: boolean;

  /** Whether created users without a password get a mail with which they choose one. */
  @Column('boolean')
  invite: boolean;

  @Column('uuid', { nullable: true })
  createdByUserId: string | null;

  @Column('uuid', { nullable: true })
  createdByApplicationId: string | null;

  @Column('uuid', { nullable: true })
  startedByUserId: string | null;

  @Column('uuid', { nullable: true })
  startedByImpersonatorId: string | null;

  @Column('uuid', { nullable: true })
  startedByApplicationId: string | null;

  @Column('uuid', { nullable: true })
  startedByTokenId: string | null;

  @Column('uuid', { nullable: true })
  startedBySessionId: string | null;

  @Column('text', { array: true, nullable: true })
  startedScopes: string[] | null;

  /** Whether the starter held every permission, and so may create users to whom a group rule gives a role. */
  @Column('boolean')
  mayGrant: boolean;

  @Field(() => String, { nullable: true, description: 'The reason that was given for `importUsers`.' })
  @Column('text', { nullable: true })
  reason: string | null;

  @Field(() => Int, { description: 'The number of users in the file, including unreadable ones.' })
  @Column('integer')
  lines: number;

  @Field(() => Int, { description: 'The number of users that were created.' })
  @Column('integer')
  created: number;

  @Field(() => Int, { description: 'The number of users that were changed.' })
  @Column('integer')
  updated: number;

  @Field(() => Int, { description: 'The number of users who already were as their line says.' })
  @Column('integer')
  unchanged: number;

  @Field(() => Int, { description: 'The number of users that were rejected; see `faults`.' })
  @Column('integer')
  refused: number;

  /** How often in a row the next batch failed because of a fault of the service. */
  @Column('integer')
  failures: number;

  @Field({ description: 'When the upload began.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was started by `importUsers`.' })
  @Column('timestamptz', { nullable: true })
  startedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it finished, or was stopped.' })
  @Column('timestamptz', { nullable: true })
  finishedAt: Date | null;

  @Field(() => HeldUpReason, {
    nullable: true,
    description:
      'Why it is STOPPED. The lines so far are complete; the others can be resumed with `importUsers` until `expiresAt`.',
  })
  @Column('text', { nullable: true })
  heldUpReason: HeldUpReason | null;

  @Field({ description: 'When it can no longer be started or resumed. The remaining lines are deleted then.' })
  @Column('timestamptz')
  expiresAt: Date;

  /** Computed by the repository: whether it was stopped and has lines left. */
  resumable: boolean;

  /** Computed by the repository. */
  @Field(() => ImportStatus, { description: 'The current status.' })
  status: ImportStatus;
}

@ObjectType('ImportFault', { simpleResolvers: true, description: 'The reason why a line was rejected.' })
export class ImportFault {
  @Field(() => Int, {
    description:
      'The line of the file on which the row of the user begins. In a JSON document, the number of the user, starting at 1.',
  })
  line: number;

  @Field(() => String, { nullable: true, description: 'The field with the fault; null for the line as a whole.' })
  field: string | null;

  @Field(() => ErrorCode, { description: 'The error code, for programs.' })
  code: ErrorCode;

  @Field({ description: 'What is wrong and how to fix it, for people.' })
  message: string;
}
