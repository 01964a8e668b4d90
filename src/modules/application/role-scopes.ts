/** The scopes of resource servers that a role gives. */
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { recheckCaller } from '../../core/authority/guard';
import { recordEvents } from '../../core/event/record';
import { checkVersion } from '../../core/mutation/input';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { decodeId } from '../../platform/type-id';
import { enforce, notFound } from '../../schema/errors';
import { mayChangeRole, Role, roles } from '../role';
import { ResourceScopes } from './entity';
import { SetResourceScopesInput, SetResourceScopesPayload } from './inputs';
import { mayGiveResourceScopes } from './policy';
import { grantedScopes, listOf } from './resource-scopes';

export const setResourceScopes = (context: Context, input: SetResourceScopesInput): Promise<MutationResult<Role>> =>
  runMutation(
    context,
    { action: 'setResourceScopes', input, reload: (database, id) => roles(database).findById(id) },
    async (database) => {
      const id = decodeId('Role', input.roleId);
      await recheckCaller(database);
      const role = id && (await roles(database).lock(id));
      if (!role) throw notFound('role', 'roleId');
      checkVersion(role, input.ifVersion);
      enforce(mayChangeRole(role));
      enforce(mayGiveResourceScopes(context.principal));
      const resourceScopes = await grantedScopes(database, input.resourceScopes);
      await roles(database).update({ id: role.id }, { resourceScopes, version: () => 'version + 1' });
      await recordEvents(database, context.caller, [
        { type: 'ROLE_UPDATED', reason: input.reason ?? null, details: { role: role.name, resourceScopes } },
      ]);
      return { subjectId: role.id, value: (await roles(database).findById(role.id))! };
    },
  );

@Resolver(() => Role)
export class RoleResourceScopes {
  @Reads('resourceScopes')
  @FieldResolver(() => [ResourceScopes], {
    description:
      'The scopes of resource servers that the role gives to those who hold it everywhere. They count where a resource server has `scopesNeedRoles`.',
  })
  resourceScopes(@Root() { resourceScopes }: Shown<Role, 'resourceScopes'>): ResourceScopes[] {
    return listOf(resourceScopes);
  }

  @Mutation(() => SetResourceScopesPayload, {
    description:
      'Sets the scopes of resource servers that a role gives. It applies at once, also to tokens that were issued before. Errors: NOT_FOUND, INVALID_INPUT, INVALID_STATE, FORBIDDEN, VERSION_CONFLICT.',
  })
  async setResourceScopes(@Arg('input') input: SetResourceScopesInput, @Ctx() context: Context) {
    const { value, errors } = await setResourceScopes(context, input);
    return { role: value, errors };
  }
}
