/** What the caller may do to a token. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { capabilitiesUnder, Capability } from '../../schema/capability';
import { Token } from './entity';
import { mayRevokeToken } from './may';
import { tokenRules } from './rules';

const capability = capabilitiesUnder(tokenRules);

@Resolver(() => Token)
export class TokenCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `revokeToken`.' })
  viewerCanRevoke(@Root() token: Token, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'revokeToken', async () => mayRevokeToken(await context.facing(token.userId), token));
  }
}
