/** The `viewerCanExportData` field. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder, User } from '../user';
import { notFoundWithoutPermission, internalAccountRefusal } from '../../schema/errors';
import { mayReach } from '../../core/authority/principal';
import { userDataRules } from './rules';

const capability = capabilitiesUnder(userDataRules);

@Resolver(() => User)
export class UserDataCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `exportUserData`.' })
  viewerCanExportData(@Root() user: User, @Ctx() context: Context): Promise<Capability> {
    const verdict = async () =>
      mayReach(await context.principalFor(user.id), 'users:read', user.id)
        ? null
        : notFoundWithoutPermission('user', 'userId', 'users:read');
    const internal = user.type === 'INTERNAL_SERVICE_ACCOUNT' ? internalAccountRefusal() : null;
    return capability(context, 'exportUserData', async () => (await verdict()) ?? internal);
  }
}
