/** The queries, mutations and fields of sessions. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { Application } from '../application';
import { Device, deviceById } from '../device';
import { connectionArgs, type ConnectionArgs, pageOf } from '../../core/context/lists';
import { User, visibleUserByUuid } from '../user';
import { accessCondition } from '../../core/authority/object-permissions';
import { Session } from './entity';
import * as inputs from './inputs';
import { SessionConnection, SessionFilter, SessionOrder } from './list';
import { sessionList } from './list-repository';
import * as service from './service';
import { visibleSession } from './visible';
import { applicationsOfSession } from './loaders';

const SessionsArgs = connectionArgs(
  () => SessionFilter,
  () => SessionOrder,
  sessionList,
);

@Resolver(() => Session)
export class SessionResolver {
  @Query(() => Session, {
    nullable: true,
    description: 'A session by id; null if it does not exist or you do not have access.',
  })
  session(@Arg('id', () => ID, { description: 'The session.' }) id: string, @Ctx() context: Context) {
    return visibleSession(context, id);
  }

  @Query(() => SessionConnection, {
    description: 'Sessions, including ended ones. Without the permission to read sessions, only your own.',
  })
  sessions(@Args(() => SessionsArgs) args: ConnectionArgs<SessionFilter>, @Ctx() context: Context) {
    const { principal } = context;
    return pageOf(context, sessionList, 'CREATED_AT', args, accessCondition(principal, 'sessions:read'));
  }

  @Reads('userId')
  @FieldResolver(() => User, { nullable: true, description: 'The user who signed in.' })
  user(@Root() session: Shown<Session, 'userId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, session.userId);
  }

  @Reads('deviceId')
  @FieldResolver(() => Device, {
    nullable: true,
    description: 'The device it is on; null for a browser or if the device was deleted.',
  })
  device(@Root() session: Shown<Session, 'deviceId'>, @Ctx() context: Context) {
    return session.deviceId && context.show(deviceById, session.deviceId);
  }

  @Reads('id')
  @FieldResolver(() => [Application], { description: 'The applications used in it.' })
  applications(@Root() session: Shown<Session, 'id'>, @Ctx() context: Context) {
    return context.load(applicationsOfSession, session.id);
  }

  @Reads('id')
  @FieldResolver(() => Boolean, { description: 'Whether it is the session of this request.' })
  current(@Root() session: Shown<Session, 'id'>, @Ctx() context: Context) {
    return session.id === context.principal.sessionId;
  }

  @Reads('impersonatorId')
  @FieldResolver(() => Boolean, { description: 'Whether it is an impersonation.' })
  impersonated(@Root() session: Shown<Session, 'impersonatorId'>): boolean {
    return session.impersonatorId !== null;
  }

  @Reads('impersonatorId')
  @FieldResolver(() => User, {
    nullable: true,
    description: 'The user who impersonates the user of the session; null if there is none or you do not have access.',
  })
  impersonator(@Root() session: Shown<Session, 'impersonatorId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, session.impersonatorId);
  }

  @Mutation(() => inputs.RevokeSessionPayload, { description: 'Ends one session. Errors: NOT_FOUND.' })
  async revokeSession(@Arg('input') input: inputs.RevokeSessionInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.revokeSession(context, input);
    return { session: value, revocation, errors };
  }

  @Mutation(() => inputs.RevokeSessionsPayload, {
    description:
      'Ends many sessions under one receipt. Errors: INVALID_INPUT, COUNT_MISMATCH; for a single session: NOT_FOUND.',
  })
  async revokeSessions(@Arg('input') input: inputs.RevokeSessionsInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.revokeSessions(context, input);
    return { results: value, revocation, errors };
  }

  @Mutation(() => inputs.RevokeAllSessionsPayload, {
    description:
      'Ends all sessions, access tokens and refresh tokens of a user. The user can sign in again. Errors: NOT_FOUND, VERSION_CONFLICT.',
  })
  async revokeAllSessions(@Arg('input') input: inputs.RevokeAllSessionsInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.revokeAllSessions(context, input);
    return { user: value, revocation, errors };
  }
}
