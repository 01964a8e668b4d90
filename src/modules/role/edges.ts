/** The roles of a group. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { Group } from '../group';
import { RoleAssignment } from './entity';
import { assignmentsOfGroup } from './loaders';

@Resolver(() => Group)
export class GroupRoles {
  @Reads('id')
  @FieldResolver(() => [RoleAssignment], { description: 'The roles of the group, which apply to its members.' })
  assignments(@Root() group: Shown<Group, 'id'>, @Ctx() context: Context): Promise<RoleAssignment[]> {
    return context.load(assignmentsOfGroup, group.id);
  }
}
