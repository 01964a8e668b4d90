/** Events: the audit trail. Written in the transaction of the effect they report, never changed. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EventOutcome, EventType } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('events')
@ObjectType('Event', {
  implements: Node,
  simpleResolvers: true,
  description: 'Something that happened, was tried or was denied.',
})
export class Event extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => EventType, { description: 'What happened.' })
  @Column('text')
  type: EventType;

  @Field(() => EventOutcome, { description: 'How it ended.' })
  @Column('text')
  outcome: EventOutcome;

  @Field({ description: 'When.' })
  @Column('timestamptz')
  occurredAt: Date;

  @Column('uuid', { nullable: true })
  actorUserId: string | null;

  @Column('uuid', { nullable: true })
  actorApplicationId: string | null;

  @Column('uuid', { nullable: true })
  impersonatorUserId: string | null;

  @Column('uuid', { nullable: true })
  userId: string | null;

  @Column('uuid', { nullable: true })
  deviceId: string | null;

  @Column('uuid', { nullable: true })
  sessionId: string | null;

  @Column('uuid', { nullable: true })
  applicationId: string | null;

  @Field(() => String, { nullable: true, description: 'The address of the caller.' })
  @Column('text', { nullable: true })
  ip: string | null;

  @Field(() => String, { nullable: true, description: 'The User-Agent header of the caller, cut at 512 characters.' })
  @Column('text', { nullable: true })
  userAgent: string | null;

  @Field(() => String, { nullable: true, description: 'The reason that the caller gave.' })
  @Column('text', { nullable: true })
  reason: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The id of the request, as in the `x-request-id` header and the logs.',
  })
  @Column('text', { nullable: true })
  requestId: string | null;

  @Column('uuid', { nullable: true })
  revocationId: string | null;

  @Field(() => GraphQLJSONObject, { description: 'What else there is to say; never a secret.' })
  @Column('jsonb')
  details: Record<string, unknown>;
}
