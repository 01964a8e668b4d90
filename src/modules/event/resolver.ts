/** Events in the schema. */
import { Args, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Actor, actorOf, Application, applicationById } from '../application';
import { Device, deviceById } from '../device';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import { Session, sessionOf } from '../session';
import { User, userOf } from '../user';
import { reachable } from '../../core/authority/extent';
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
    // One's own are among `latestEvents`; here they count as anybody's.
    const scope = reachable({ ...principal, ownsRows: false }, 'events:search');
    return pageOf(context, eventList, 'OCCURRED_AT', args, scope);
  }

  @FieldResolver(() => Actor, {
    nullable: true,
    description: 'Who did it; null for nobody, or one that you may not see.',
  })
  actor(@Root() event: Event, @Ctx() context: Context) {
    return actorOf(context, event);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: 'Who did it in the place of the actor; null for nobody, or one that you may not see.',
  })
  impersonator(@Root() event: Event, @Ctx() context: Context) {
    return userOf(context, event.impersonatorUserId);
  }

  @FieldResolver(() => User, { nullable: true, description: 'Whom it concerns.' })
  user(@Root() event: Event, @Ctx() context: Context) {
    return userOf(context, event.userId);
  }

  @FieldResolver(() => Device, { nullable: true, description: 'Which device it concerns.' })
  device(@Root() event: Event, @Ctx() context: Context) {
    return event.deviceId && context.load(deviceById, event.deviceId);
  }

  @FieldResolver(() => Session, { nullable: true, description: 'Which session it concerns.' })
  session(@Root() event: Event, @Ctx() context: Context) {
    return sessionOf(context, event.sessionId);
  }

  @FieldResolver(() => Application, { nullable: true, description: 'Which application it concerns.' })
  application(@Root() event: Event, @Ctx() context: Context) {
    return event.applicationId && context.load(applicationById, event.applicationId);
  }
}
