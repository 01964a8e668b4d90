/** What the caller may do to a user. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { capabilitiesUnder, Capability } from '../../schema/capability';
import { User } from './entity';
import { mayDeleteUser, mayDisableUser, mayEnableUser, maySetPassword, mayUpdateUser, type UserFacts } from './may';
import { userRules } from './rules';

/** The facts of many users in one statement each. */
const factsOf = ({ loaders }: Context): UserFacts => ({
  isLastAdministrator: (userId) => loaders.isLastAdministrator.load(userId),
  setting: (key) => loaders.setting.load(key) as never,
});

const capability = capabilitiesUnder(userRules);

@Resolver(() => User)
export class UserCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `updateUser`.' })
  viewerCanUpdate(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'updateUser', () => mayUpdateUser(user));
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `setUserPassword`.' })
  viewerCanSetPassword(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'setUserPassword', () => maySetPassword(user));
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `disableUser`.' })
  viewerCanDisable(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'disableUser', () => mayDisableUser(context.principal, user, factsOf(context)));
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `enableUser`.' })
  viewerCanEnable(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'enableUser', () => mayEnableUser(user));
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `deleteUser`.' })
  viewerCanDelete(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'deleteUser', () => mayDeleteUser(context.principal, user, factsOf(context)));
  }
}
