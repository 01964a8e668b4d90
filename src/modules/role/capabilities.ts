/** Which roles the caller may give to a user, and take. */
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { capabilitiesUnder, Capability } from '../../schema/capability';
import { ADMINISTRATOR } from '../../schema/permissions';
import { User } from '../user/entity';
import { type Administration, mayGiveRole, mayTakeRole } from './may';
import { roleRules } from './rules';

const capability = capabilitiesUnder(roleRules);

/** The facts of many users in one statement each. */
const factsOf = ({ loaders }: Context): Administration => ({
  isAdministrator: async (userId) =>
    (await loaders.rolesOfUser.load(userId)).some(({ name }) => name === ADMINISTRATOR),
  isLastAdministrator: (userId) => loaders.isLastAdministrator.load(userId),
});

@Resolver(() => User)
export class UserRoleCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `assignRole`, this one, to the user.' })
  viewerCanAssignRole(
    @Arg('role', { description: 'The name of the role.' }) role: string,
    @Ctx() context: Context,
  ): Promise<Capability> {
    return capability(context, 'assignRole', async () =>
      mayGiveRole(context.principal, await context.loaders.roleByName.load(role)),
    );
  }

  @FieldResolver(() => Capability, { description: 'Whether the caller may `unassignRole`, this one, from the user.' })
  viewerCanUnassignRole(
    @Root() user: User,
    @Arg('role', { description: 'The name of the role.' }) role: string,
    @Ctx() context: Context,
  ): Promise<Capability> {
    return capability(context, 'unassignRole', async () =>
      mayTakeRole(context.principal, await context.loaders.roleByName.load(role), user.id, factsOf(context)),
    );
  }
}
