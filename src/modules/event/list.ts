/** Lists of events, newest first unless told. */
import { Field, ID, InputType } from 'type-graphql';
import { EventOutcome, EventType } from '../../schema/enums';
import { orderOf } from '../../schema/order';
import { connectionOf } from '../../schema/page';
import { Event } from './entity';

export const EventConnection = connectionOf(() => Event, 'Event', 'events');
export const EventOrder = orderOf('Event', { OCCURRED_AT: 'When it happened.' });

@InputType({ description: 'Which events. Conditions AND together, values inside one OR.' })
export class EventFilter {
  @Field(() => [EventType], { nullable: true, description: 'Any of these.' })
  type?: EventType[] | null;

  @Field(() => [EventOutcome], { nullable: true, description: 'Any of these.' })
  outcome?: EventOutcome[] | null;

  @Field(() => ID, { nullable: true, description: 'Concerning this user.' })
  userId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Done by this user.' })
  actorUserId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Done by this user in the place of another.' })
  impersonatorId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Concerning this application.' })
  applicationId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Concerning this device.' })
  deviceId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Concerning this session.' })
  sessionId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Of this receipt.' })
  revocationId?: string | null;

  @Field(() => String, { nullable: true, description: 'From exactly this address.' })
  ip?: string | null;

  @Field(() => Date, { nullable: true, description: 'At or after.' })
  from?: Date | null;

  @Field(() => Date, { nullable: true, description: 'At or before.' })
  to?: Date | null;
}
