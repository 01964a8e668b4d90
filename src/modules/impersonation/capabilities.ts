/** Whether the caller may act in the place of a user, and end that somebody does. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { capabilitiesUnder, Capability } from '../../schema/capability';
import { asMuchForbidden } from '../../core/authority/rights';
import { Session } from '../session/entity';
import { User } from '../user/entity';
import { mayEndImpersonation, mayImpersonateUser } from './policy';
import { impersonationRules } from './rules';

const capability = capabilitiesUnder(impersonationRules);

@Resolver(() => User)
export class UserImpersonationCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `impersonateUser`, given a reason.' })
  viewerCanImpersonate(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    const { loaders } = context;
    const facts = { setting: (key: never) => loaders.setting.load(key) as never };
    return capability(context, 'impersonateUser', async () => {
      const refusal = await mayImpersonateUser(await context.facing(user.id), user, facts);
      return refusal ?? ((await loaders.holdsMore.load(user.id)) ? asMuchForbidden() : null);
    });
  }
}

@Resolver(() => Session)
export class SessionImpersonationCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `endImpersonation`.' })
  viewerCanEndImpersonation(@Root() session: Session, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'endImpersonation', async () =>
      mayEndImpersonation(await context.facing(session.userId), session),
    );
  }
}
