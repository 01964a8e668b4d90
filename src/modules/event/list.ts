/** Lists of events, newest first unless told. */
import { Field, ID, InputType } from 'type-graphql';
import type { ListSource } from '../../database/list';
import { EventOutcome, EventType } from '../../schema/enums';
import { columnsOf } from '../../schema/columns';
import { Conditions } from '../../database/filter';
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

export const eventColumns = columnsOf(Event, 'x');

export const eventList: ListSource<EventFilter> = {
  name: 'events',
  select: eventColumns,
  from: 'events x',
  countFrom: () => 'events x',
  orders: { OCCURRED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .anyOf('x.type', filter.type)
      .anyOf('x.outcome', filter.outcome)
      .id('x.user_id', 'User', filter.userId)
      .id('x.actor_user_id', 'User', filter.actorUserId)
      .id('x.impersonator_user_id', 'User', filter.impersonatorId)
      .id('x.application_id', 'Application', filter.applicationId)
      .id('x.device_id', 'Device', filter.deviceId)
      .id('x.session_id', 'Session', filter.sessionId)
      .id('x.revocation_id', 'Revocation', filter.revocationId)
      .equal('x.ip', 'ip', filter.ip)
      .between('x.occurred_at', filter.from, filter.to).list,
};
