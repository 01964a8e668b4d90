/** Mutations for registration. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import * as inputs from './inputs';
import * as service from './service';

@Resolver()
export class RegistrationResolver {
  @Mutation(() => inputs.RegisterUserPayload, {
    description:
      'Registers an account; open to everyone if `registrationEnabled` is on. The response is the same whether the address is known or not; the email says more. Errors: NOT_FOUND (the application), INVALID_STATE, INVALID_INPUT, MAIL_UNAVAILABLE, RATE_LIMITED.',
  })
  async registerUser(@Arg('input') input: inputs.RegisterUserInput, @Ctx() context: Context) {
    const { errors } = await service.registerUser(context, input);
    return { errors };
  }

  @Mutation(() => inputs.ResendConfirmationPayload, {
    description:
      'Emails a new confirmation link; the previous one stops working. The response is the same whether the address is known or not, except for callers who may create users. Errors: INVALID_INPUT, MAIL_UNAVAILABLE, RATE_LIMITED; for those callers NOT_FOUND, INVALID_STATE.',
  })
  async resendConfirmation(@Arg('input') input: inputs.ResendConfirmationInput, @Ctx() context: Context) {
    const { errors } = await service.resendConfirmation(context, input);
    return { errors };
  }

  @Mutation(() => inputs.ConfirmUserPayload, {
    description:
      'Confirms a registration without the link. The email address stays unverified. Errors: NOT_FOUND, INVALID_STATE, VERSION_CONFLICT.',
  })
  async confirmUser(@Arg('input') input: inputs.ConfirmUserInput, @Ctx() context: Context) {
    const { value, errors } = await service.confirmUser(context, input);
    return { user: value, errors };
  }
}
