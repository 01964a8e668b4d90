/** The `viewerCan…` fields for mutations on a user. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder } from './capability';
import { notFoundWithoutPermission, type Refusal, type RequestError } from '../../schema/errors';
import type { FieldRules } from '../../schema/rules';
import type { Permission } from '../../schema/permissions';
import { may } from '../../core/authority/principal';
import { User } from './entity';
import { policyDataOf } from './policy-data';
import { mayDeleteUser, mayDisableUser, mayEnableUser, mayUpdateUser } from './policy';
import { userRules } from './rules';

type Verdict = Refusal | RequestError | null;

/** For a permission that the caller may hold on some users only; for other users it does not apply. */
export const capabilitiesOnUser = (rules: FieldRules) => {
  const underRules = capabilitiesUnder(rules);
  return (
    context: Context,
    mutation: string,
    permission: Permission,
    user: User,
    verdict: () => Verdict | Promise<Verdict>,
    { actsOn = true }: { actsOn?: boolean } = {},
  ): Promise<Capability> =>
    underRules(
      context,
      mutation,
      async () =>
        may(await context.principalFor(user.id), permission)
          ? verdict()
          : notFoundWithoutPermission('user', 'userId', permission),
      actsOn ? user : null,
    );
};

const capability = capabilitiesOnUser(userRules);

@Resolver(() => User)
export class UserCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `updateUser`.' })
  viewerCanUpdate(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'updateUser', 'users:update', user, () => mayUpdateUser(user));
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `disableUser`.' })
  viewerCanDisable(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'disableUser', 'users:disable', user, () =>
      mayDisableUser(context.principal, user, policyDataOf(context)),
    );
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `enableUser`.' })
  viewerCanEnable(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'enableUser', 'users:disable', user, () => mayEnableUser(user));
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `deleteUser`.' })
  viewerCanDelete(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'deleteUser', 'users:delete', user, () =>
      mayDeleteUser(context.principal, user, policyDataOf(context)),
    );
  }
}
