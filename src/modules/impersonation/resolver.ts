/** The impersonation mutations. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import * as inputs from './inputs';
import * as service from './service';

@Resolver()
export class ImpersonationResolver {
  @Mutation(() => inputs.ImpersonateUserPayload, {
    description:
      'Starts a short session in which the caller impersonates a user. Every event in it names both. Errors: NOT_FOUND, INVALID_STATE, INVALID_INPUT, SELF_ACTION, VERSION_CONFLICT.',
  })
  async impersonateUser(@Arg('input') input: inputs.ImpersonateUserInput, @Ctx() context: Context) {
    const { value, errors } = await service.impersonateUser(context, input);
    return { ...value, errors };
  }

  @Mutation(() => inputs.EndImpersonationPayload, {
    description:
      'Ends an impersonation, with everything that was issued in it. Does nothing if it has already ended. Errors: NOT_FOUND, INVALID_STATE.',
  })
  async endImpersonation(@Arg('input') input: inputs.EndImpersonationInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.endImpersonation(context, input);
    return { session: value, revocation, errors };
  }
}
