/** Imports: a file of users that was uploaded, and what became of its lines. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { ErrorCode, HeldUpReason, ImportFormat, ImportStatus } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('imports')
@ObjectType('Import', {
  implements: Node,
  simpleResolvers: true,
  description: 'A file of users that was uploaded to `POST /imports`, and what became of its lines.',
})
export class Import extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => ImportFormat, { description: 'What the file is written in.' })
  @Column('text')
  format: ImportFormat;

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

  /** Whether whoever started it holds all that a rule may give to those who are created. */
  @Column('boolean')
  mayGrant: boolean;

  @Field(() => String, { nullable: true, description: 'The reason that was given when it was started.' })
  @Column('text', { nullable: true })
  reason: string | null;

  @Field(() => Int, { description: 'How many users the file has, readable or not.' })
  @Column('integer')
  lines: number;

  @Field(() => Int, { description: 'How many of them have been created.' })
  @Column('integer')
  created: number;

  @Field(() => Int, { description: 'How many have been refused; see `faults`.' })
  @Column('integer')
  refused: number;

  @Field({ description: 'When the upload began.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was started by `importUsers`.' })
  @Column('timestamptz', { nullable: true })
  startedAt: Date | null;

  @Field(() => Date, { nullable: true, description: 'When it was done, or stopped.' })
  @Column('timestamptz', { nullable: true })
  finishedAt: Date | null;

  @Field(() => HeldUpReason, {
    nullable: true,
    description:
      'Why it is STOPPED: the lines so far are done whole, the others wait for `importUsers` until `expiresAt`.',
  })
  @Column('text', { nullable: true })
  heldUpReason: HeldUpReason | null;

  @Field({ description: 'Until when it may be started, or resumed; what is left of the upload is removed then.' })
  @Column('timestamptz')
  expiresAt: Date;

  /** Computed, see `list`: stopped, with lines that still wait. */
  resumable: boolean;

  /** Computed, see `find`. */
  @Field(() => ImportStatus, { description: 'How far it has come.' })
  status: ImportStatus;
}

@ObjectType('ImportFault', { simpleResolvers: true, description: 'Why a line was refused.' })
export class ImportFault {
  @Field(() => Int, {
    description: 'The line of the file, in which it ends; in a JSON document, which of its users it is, from 1.',
  })
  line: number;

  @Field(() => String, { nullable: true, description: 'The field that it is about; null for the line as a whole.' })
  field: string | null;

  @Field(() => ErrorCode, { description: 'The kind of refusal, for programs.' })
  code: ErrorCode;

  @Field({ description: 'What is wrong and what to do, for people.' })
  message: string;
}
