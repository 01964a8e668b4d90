/** Whether the caller may impersonate a user, and end an impersonation. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder, User } from '../user';
import { forbiddenForMorePrivilegedUser } from '../../core/authority/rights';
import { Session } from '../session';
import { mayEndImpersonation, mayImpersonateUser } from './policy';
import { impersonationRules } from './rules';
import { isMorePrivilegedThanCaller } from '../../core/context/context';

const capability = capabilitiesUnder(impersonationRules);

@Resolver(() => User)
export class UserImpersonationCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `impersonateUser`, if they give a reason.' })
  viewerCanImpersonate(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    const { load, setting } = context;
    const data = { setting };
    return capability(context, 'impersonateUser', async () => {
      const refusal = await mayImpersonateUser(await context.principalFor(user.id), user, data);
      return refusal ?? ((await load(isMorePrivilegedThanCaller, user.id)) ? forbiddenForMorePrivilegedUser() : null);
    });
  }
}

@Resolver(() => Session)
export class SessionImpersonationCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `endImpersonation`.' })
  viewerCanEndImpersonation(@Root() session: Session, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'endImpersonation', async () =>
      mayEndImpersonation(await context.principalFor(session.userId), session),
    );
  }
}
