/** `lockdownUser` in the schema. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import * as inputs from './inputs';
import * as service from './service';

@Resolver()
export class LockdownResolver {
  @Mutation(() => inputs.LockdownUserPayload, {
    description:
      'Locks an account down that somebody else may have: disables the user, and ends for good what opens the account: the password, passkeys and second factors, keys on devices and push to them, API tokens, and links that were mailed. Needs a reason. Errors: NOT_FOUND, INVALID_INPUT, INVALID_STATE, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async lockdownUser(@Arg('input') input: inputs.LockdownUserInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.lockdownUser(context, input);
    return { user: value, revocation, errors };
  }
}
