/** The `viewerCan…` fields for mutations on a user's password. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import type { Refusal, RequestError } from '../../schema/errors';
import { forbiddenForMorePrivilegedUser } from '../../core/authority/rights';
import { capabilitiesOnUser, policyDataOf, User } from '../user';
import { mayLockPassword, mayMailRecovery, mayRecover, maySetPassword, mayUnlockPassword } from './policy';
import { passwordRules } from './rules';
import { isMorePrivilegedThanCaller } from '../../core/context/context';

const underRules = capabilitiesOnUser(passwordRules);
const capability = (
  context: Context,
  mutation: string,
  user: User,
  verdict: () => Refusal | RequestError | null | Promise<Refusal | RequestError | null>,
  about?: { actsOn: boolean },
) => underRules(context, mutation, 'users:setPassword', user, verdict, about);

/** The mutation gives the caller access to the account, so the caller must hold every right of the user. */
const withPermissionsOfUser = async ({ load }: Context, user: User, refusal: Refusal | null) =>
  refusal ?? ((await load(isMorePrivilegedThanCaller, user.id)) ? forbiddenForMorePrivilegedUser() : null);

@Resolver(() => User)
export class PasswordCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `setUserPassword`.' })
  viewerCanSetPassword(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'setUserPassword', user, () =>
      withPermissionsOfUser(context, user, maySetPassword(user)),
    );
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `requirePasswordChange`.' })
  viewerCanRequirePasswordChange(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'requirePasswordChange', user, () => maySetPassword(user));
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `lockPassword`.' })
  viewerCanLockPassword(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'lockPassword', user, () =>
      mayLockPassword(context.principal, user, policyDataOf(context)),
    );
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `unlockPassword`.' })
  viewerCanUnlockPassword(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'unlockPassword', user, () => mayUnlockPassword(context.principal, user));
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `createRecoveryLink`.' })
  viewerCanCreateRecoveryLink(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'createRecoveryLink', user, () =>
      withPermissionsOfUser(context, user, mayRecover(user)),
    );
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `emailRecoveryLink`.' })
  viewerCanEmailRecoveryLink(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'emailRecoveryLink', user, () => mayMailRecovery(context, user), { actsOn: false });
  }
}
