/** GraphQL queries and fields of events. */
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Actor, actorOf, Application, applicationById } from '../application';
import { Device, deviceById } from '../device';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import { Session, visibleSessionByUuid } from '../session';
import { User, visibleUserByUuid } from '../user';
import { accessCondition } from '../../core/authority/object-permissions';
import { Event } from './entity';
import { EventConnection, EventFilter, EventOrder } from './list';
import { eventList } from './repository';

const EventsArgs = connectionArgs(
  () => EventFilter,
  () => EventOrder,
);

@Resolver(() => Event)
export class EventResolver {
  @Query(() => EventConnection, { description: 'The audit trail.' })
  events(@Args(() => EventsArgs) args: ConnectionArgs<EventFilter>, @Ctx() context: Context) {
    const { principal } = context;
    // Owning the rows gives no access here: users see their own events in `latestEvents`.
    const scope = accessCondition({ ...principal, ownsRows: false }, 'events:search');
    return pageOf(context, eventList, 'OCCURRED_AT', args, scope);
  }

  @FieldResolver(() => Actor, {
    nullable: true,
    description: 'The user or application that did it; null if there is none or you do not have access.',
  })
  actor(@Root() event: Event, @Ctx() context: Context) {
    return actorOf(context, event);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user who impersonated the actor; null if there is none or you do not have access.',
  })
  impersonator(@Root() event: Event, @Ctx() context: Context) {
    return visibleUserByUuid(context, event.impersonatorUserId);
  }

  @FieldResolver(() => User, { nullable: true, description: 'The user that the event is about.' })
  user(@Root() event: Event, @Ctx() context: Context) {
    return visibleUserByUuid(context, event.userId);
  }

  @FieldResolver(() => Device, { nullable: true, description: 'The device that the event is about.' })
  device(@Root() event: Event, @Ctx() context: Context) {
    return event.deviceId && context.load(deviceById, event.deviceId);
  }

  @FieldResolver(() => Session, { nullable: true, description: 'The session that the event is about.' })
  session(@Root() event: Event, @Ctx() context: Context) {
    return visibleSessionByUuid(context, event.sessionId);
  }

  @FieldResolver(() => Application, { nullable: true, description: 'The application that the event is about.' })
  application(@Root() event: Event, @Ctx() context: Context) {
    return event.applicationId && context.load(applicationById, event.applicationId);
  }
}
