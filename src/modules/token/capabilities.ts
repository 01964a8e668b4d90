/** Whether the caller may end a token, and create API tokens for a user. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder, User } from '../user';
import { Token } from './entity';
import { mayCreateApiToken, mayRevokeToken } from './policy';
import { tokenRules } from './rules';
import { isMorePrivilegedThanCaller } from '../../core/context/context';

const capability = capabilitiesUnder(tokenRules);

@Resolver(() => Token)
export class TokenCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `revokeToken`.' })
  viewerCanRevoke(@Root() token: Token, @Ctx() context: Context): Promise<Capability> {
    return capability(
      context,
      'revokeToken',
      async () => mayRevokeToken(await context.principalFor(token.userId), token),
      token.userId,
    );
  }
}

@Resolver(() => User)
export class UserTokenCapabilities {
  @FieldResolver(() => Capability, {
    description: 'Whether the caller may `createApiToken` for the user, with scopes that both of them hold.',
  })
  viewerCanCreateApiToken(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    const isMorePrivileged = () => context.load(isMorePrivilegedThanCaller, user.id);
    return capability(context, 'createApiToken', async () =>
      mayCreateApiToken(await context.principalFor(user.id), user, isMorePrivileged),
    );
  }
}
