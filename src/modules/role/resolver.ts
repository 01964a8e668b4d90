/** Roles in the schema. */
import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { Context } from '../../context';
import { columnsOf } from '../../schema/columns';
import { Role } from './entity';
import * as inputs from './inputs';
import * as service from './service';

@Resolver(() => Role)
export class RoleResolver {
  @Query(() => [Role], { description: 'All roles, by name.' })
  roles(@Ctx() context: Context): Promise<Role[]> {
    return context.database.query<Role>(`select ${columnsOf(Role, 'x')} from roles x order by x.name`);
  }

  @Mutation(() => inputs.AssignRolePayload, {
    description: 'Gives a role to a user. Errors: NOT_FOUND, INVALID_INPUT, VERSION_CONFLICT.',
  })
  async assignRole(@Arg('input') input: inputs.AssignRoleInput, @Ctx() context: Context) {
    const { value, errors } = await service.assignRole(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.UnassignRolePayload, {
    description:
      'Takes a role from a user. Errors: NOT_FOUND, INVALID_INPUT, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async unassignRole(@Arg('input') input: inputs.UnassignRoleInput, @Ctx() context: Context) {
    const { value, errors } = await service.unassignRole(context, input);
    return { user: value, errors };
  }
}
