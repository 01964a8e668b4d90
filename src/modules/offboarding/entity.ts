/** What is to become of a user at a later time. One a user; it is gone once it was carried out or cancelled. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { HeldUpReason, OffboardingAction, RefusalCode } from '../../schema/enums';

@Entity('offboardings')
@ObjectType('Offboarding', {
  simpleResolvers: true,
  description: 'What is to become of a user at a later time, or was to and could not.',
})
export class Offboarding {
  @PrimaryColumn('uuid')
  userId: string;

  @Field(() => OffboardingAction, { description: 'What is to become of the user.' })
  @Column('text')
  action: OffboardingAction;

  @Field({ description: 'When.' })
  @Column('timestamptz')
  dueAt: Date;

  @Field(() => String, { nullable: true, description: 'Why: the reason of the event and of the receipt, too.' })
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('uuid', { nullable: true })
  actorUserId: string | null;

  @Column('uuid', { nullable: true })
  actorApplicationId: string | null;

  @Column('uuid', { nullable: true })
  actorImpersonatorId: string | null;

  @Column('text', { array: true, nullable: true })
  actorScopes: string[] | null;

  @Field({ description: 'When it was scheduled.' })
  @Column('timestamptz')
  createdAt: Date;

  @Field(() => Int, { description: 'How often it was tried without success.' })
  @Column('integer')
  tries: number;

  @Field({ description: 'When it is tried next.' })
  @Column('timestamptz')
  tryAt: Date;

  @Field(() => RefusalCode, {
    nullable: true,
    description: 'What stood against it at the last try; null before the first, and where the service itself failed.',
  })
  @Column('text', { nullable: true })
  problem: RefusalCode | null;

  @Field(() => Date, { nullable: true, description: 'When it was given up; schedule another, or cancel it.' })
  @Column('timestamptz', { nullable: true })
  failedAt: Date | null;

  @Field(() => HeldUpReason, {
    nullable: true,
    description:
      'Set where it was due, but its scheduler could no longer schedule it: nothing was done. Schedule it again in your own name, or cancel it.',
  })
  @Column('text', { nullable: true })
  heldUpReason: HeldUpReason | null;
}
