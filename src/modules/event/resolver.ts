/** GraphQL queries and fields of events. */
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
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
  @Reads('actorUserId', 'actorApplicationId')
  actor(@Root() event: Shown<Event, 'actorUserId' | 'actorApplicationId'>, @Ctx() context: Context) {
    return actorOf(context, event);
  }

  @Reads('impersonatorUserId')
  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user who impersonated the actor; null if there is none or you do not have access.',
  })
  impersonator(@Root() event: Shown<Event, 'impersonatorUserId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, event.impersonatorUserId);
  }

  @Reads('userId')
  @FieldResolver(() => User, { nullable: true, description: 'The user that the event is about.' })
  user(@Root() event: Shown<Event, 'userId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, event.userId);
  }

  @Reads('deviceId')
  @FieldResolver(() => Device, { nullable: true, description: 'The device that the event is about.' })
  device(@Root() event: Shown<Event, 'deviceId'>, @Ctx() context: Context) {
    return event.deviceId && context.show(deviceById, event.deviceId);
  }

  @Reads('sessionId')
  @FieldResolver(() => Session, { nullable: true, description: 'The session that the event is about.' })
  session(@Root() event: Shown<Event, 'sessionId'>, @Ctx() context: Context) {
    return visibleSessionByUuid(context, event.sessionId);
  }

  @Reads('applicationId')
  @FieldResolver(() => Application, { nullable: true, description: 'The application that the event is about.' })
  application(@Root() event: Shown<Event, 'applicationId'>, @Ctx() context: Context) {
    return event.applicationId && context.show(applicationById, event.applicationId);
  }
}
