/** The mutation `lockdownUser`. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import * as inputs from './inputs';
import * as service from './service';

@Resolver()
export class LockdownResolver {
  @Mutation(() => inputs.LockdownUserPayload, {
    description:
      'Locks down a compromised account. Disables the user and permanently ends everything that gives access: the password, passkeys, second factors, device keys and their push enrollments, API tokens and mailed links. `reason` is required. Errors: NOT_FOUND, INVALID_INPUT, INVALID_STATE, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async lockdownUser(@Arg('input') input: inputs.LockdownUserInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.lockdownUser(context, input);
    return { user: value, revocation, errors };
  }
}
