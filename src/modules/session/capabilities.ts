/** Whether the caller may end a session, or all sessions of a user. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder, User } from '../user';
import { Session } from './entity';
import { mayRevokeAllSessions, mayRevokeSession } from './policy';
import { sessionRules } from './rules';

const capability = capabilitiesUnder(sessionRules);

@Resolver(() => Session)
export class SessionCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `revokeSession`.' })
  viewerCanRevoke(@Root() session: Session, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'revokeSession',
      async () => mayRevokeSession(await context.principalFor(session.userId), session),
      session.userId,
    );
  }
}

@Resolver(() => User)
export class UserSessionCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `revokeAllSessions` of the user.' })
  viewerCanRevokeAllSessions(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'revokeAllSessions',
      async () => mayRevokeAllSessions(await context.principalFor(user.id), user.id),
      user,
    );
  }
}
