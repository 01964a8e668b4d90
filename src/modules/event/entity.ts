/** Events of the audit trail. They are written in the same transaction as the change that they report, and never modified. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import { EventOutcome, EventType } from '../../schema/enums';
import { Node } from '../../schema/node';

@Entity('events')
@ObjectType('Event', {
  implements: Node,
  simpleResolvers: true,
  description: 'An event of the audit trail: something that happened, failed or was denied.',
})
export class Event extends Node {
  @PrimaryColumn('uuid')
  id: string;

  @Field(() => EventType, { description: 'What happened.' })
  @Column('text')
  type: EventType;

  @Field(() => EventOutcome, { description: 'Whether it succeeded.' })
  @Column('text')
  outcome: EventOutcome;

  @Field({ description: 'When it happened.' })
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

  @Field(() => String, { nullable: true, description: 'The IP address of the caller.' })
  @Column('text', { nullable: true })
  ip: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The User-Agent header of the caller, truncated to 512 characters.',
  })
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

  @Field(() => GraphQLJSONObject, { description: 'Further details. Never contains a secret.' })
  @Column('jsonb')
  details: Record<string, unknown>;
}
