/** The `viewerCan…` fields of a group. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Capability } from '../../schema/capability';
import { capabilitiesUnder } from '../user';
import { notFoundWithoutPermission } from '../../schema/errors';
import { may } from '../../core/authority/principal';
import { Group } from './entity';
import { principalForGroup } from '../../core/authority/object-permissions';
import { groupRules } from './rules';

const underRules = capabilitiesUnder(groupRules);

const capability = (context: Context, mutation: string, group: Group): Promise<Capability> =>
  underRules(context, mutation, async () =>
    may(await principalForGroup(context.database, context.principal, group), 'groups:manage')
      ? null
      : notFoundWithoutPermission('group', 'groupId', 'groups:manage'),
  );

@Resolver(() => Group)
export class GroupCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `updateGroup`.' })
  viewerCanUpdate(@Root() group: Group, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'updateGroup', group);
  }
}
