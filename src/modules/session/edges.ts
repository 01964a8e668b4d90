/** The sessions of a user. */
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { connectionArgs, type ConnectionArgs, pagesOf } from '../../core/context/lists';
import { User } from '../user';
import { PlatformSessions } from './entity';
import { SessionConnection, SessionFilter, SessionOrder } from './list';
import { sessionList, sessionsOfUser } from './list-repository';
import { liveSessionsOfUser } from './loaders';

const UserSessionsArgs = connectionArgs(
  () => SessionFilter,
  () => SessionOrder,
  sessionList,
);

@Resolver(() => User)
export class UserSessions {
  @Reads('id')
  @FieldResolver(() => SessionConnection, { description: 'The sessions of the user.' })
  sessions(
    @Root() user: Shown<User, 'id'>,
    @Args(() => UserSessionsArgs) args: ConnectionArgs<SessionFilter>,
    @Ctx() context: Context,
  ) {
    return pagesOf(context, sessionList, 'CREATED_AT', args, sessionsOfUser(args), user.id);
  }

  @Reads('id')
  @FieldResolver(() => [PlatformSessions], { description: 'The live sessions of the user, grouped by platform.' })
  async sessionsByPlatform(@Root() user: Shown<User, 'id'>, @Ctx() context: Context): Promise<PlatformSessions[]> {
    const sessions = await context.load(liveSessionsOfUser, user.id);
    const groups = Map.groupBy(sessions, (session) => session.platform);
    return [...groups].map(([platform, members]) => ({
      platform,
      count: members[0]!.platformCount,
      sessions: members,
    }));
  }
}
