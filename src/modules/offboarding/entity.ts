/** Scheduled off-boardings, at most one for each user. A row is deleted when its off-boarding is carried out or cancelled. */
import { Field, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { HeldUpReason, OffboardingAction, RefusalCode } from '../../schema/enums';

@Entity('offboardings')
@ObjectType('Offboarding', {
  simpleResolvers: true,
  description: 'A scheduled off-boarding of a user, pending or failed.',
})
export class Offboarding {
  @PrimaryColumn('uuid')
  userId: string;

  @Field(() => OffboardingAction, { description: 'What happens to the user.' })
  @Column('text')
  action: OffboardingAction;

  @Field({ description: 'When it is due.' })
  @Column('timestamptz')
  dueAt: Date;

  @Field(() => String, {
    nullable: true,
    description: 'The reason, which is also recorded in the event and the receipt.',
  })
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

  @Field(() => Int, { description: 'The number of failed attempts.' })
  @Column('integer')
  tries: number;

  @Field({ description: 'When the next attempt is made.' })
  @Column('timestamptz')
  tryAt: Date;

  @Field(() => RefusalCode, {
    nullable: true,
    description: 'Why the last attempt was refused; null before the first attempt, and after an internal error.',
  })
  @Column('text', { nullable: true })
  problem: RefusalCode | null;

  @Field(() => Date, {
    nullable: true,
    description: 'When it failed for good; null if it has not. Schedule a new off-boarding, or cancel this one.',
  })
  @Column('timestamptz', { nullable: true })
  failedAt: Date | null;

  @Field(() => HeldUpReason, {
    nullable: true,
    description:
      'Set if the off-boarding was not carried out because its scheduler could no longer schedule it. Schedule it again yourself, or cancel it.',
  })
  @Column('text', { nullable: true })
  heldUpReason: HeldUpReason | null;
}
