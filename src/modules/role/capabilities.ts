/** What the caller may do to a role. */
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../../context';
import { capabilitiesUnder, Capability } from '../../schema/capability';
import { Role } from './entity';
import { mayChangeRole } from './may';
import { roleRules } from './rules';

const capability = capabilitiesUnder(roleRules);

@Resolver(() => Role)
export class RoleCapabilities {
  @FieldResolver(() => Capability, { description: 'Whether the caller may `updateRole`.' })
  viewerCanUpdate(@Root() role: Role, @Ctx() context: Context): Promise<Capability> {
    return capability(context, 'updateRole', () => mayChangeRole(role));
  }
}
