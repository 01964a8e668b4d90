/** The filter, order and connection of lists of events. */
import { Field, ID, InputType } from 'type-graphql';
import { EventOutcome, EventType } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Event } from './entity';

export const EventConnection = connectionOf(() => Event, 'Event', 'events');
export const EventOrder = orderOf('Event', { OCCURRED_AT: 'When it happened.' });

@InputType({
  description: 'Which events to list. Conditions are combined with AND, the values of one condition with OR.',
})
export class EventFilter {
  @Field(() => [EventType], { nullable: true, description: 'One of these.' })
  type?: EventType[] | null;

  @Field(() => [EventOutcome], { nullable: true, description: 'One of these.' })
  outcome?: EventOutcome[] | null;

  @Field(() => ID, { nullable: true, description: 'About this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Done by this user.' })
  actorUserId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Done by this user while impersonating another.' })
  impersonatorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'About this application.' })
  applicationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'About this device.' })
  deviceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'About this session.' })
  sessionId?: string | null;

  @Field(() => ID, { nullable: true, description: 'With this receipt.' })
  revocationId?: string | null;

  @Field(() => String, { nullable: true, description: 'From exactly this IP address.' })
  ip?: string | null;

  @Field(() => Date, { nullable: true, description: 'Happened at or after.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'Happened at or before.' })
  to?: Date | null;
}
