/** Passwords in the schema. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import * as inputs from './inputs';
import * as recoveries from './recovery-service';
import * as service from './service';

@Resolver()
export class PasswordResolver {
  @Mutation(() => inputs.SetUserPasswordPayload, {
    description:
      'Sets a password and ends the sessions of the user (not the caller’s own). Errors: NOT_FOUND, INVALID_INPUT, EXTERNALLY_MANAGED, VERSION_CONFLICT.',
  })
  async setUserPassword(@Arg('input') input: inputs.SetUserPasswordInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.setUserPassword(context, input);
    return { user: value, revocation, errors };
  }

  @Mutation(() => inputs.ChangeMyPasswordPayload, {
    description:
      'Changes one’s own password, and ends one’s own sessions but this one. Errors: INVALID_INPUT, INVALID_STATE, EXTERNALLY_MANAGED, RATE_LIMITED.',
  })
  async changeMyPassword(@Arg('input') input: inputs.ChangeMyPasswordInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.changeMyPassword(context, input);
    return { user: value, revocation, errors };
  }

  @Mutation(() => inputs.RequirePasswordChangePayload, {
    description:
      'Has the user choose another password at the next sign-in with the present one. It ends nothing. Errors: NOT_FOUND, INVALID_STATE, EXTERNALLY_MANAGED, VERSION_CONFLICT.',
  })
  async requirePasswordChange(@Arg('input') input: inputs.RequirePasswordChangeInput, @Ctx() context: Context) {
    const { value, errors } = await service.requirePasswordChange(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.LockPasswordPayload, {
    description:
      'Makes a password useless: nobody can sign in with it or reset it. Passkeys, sessions and tokens go on. Errors: NOT_FOUND, INVALID_STATE, EXTERNALLY_MANAGED, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async lockPassword(@Arg('input') input: inputs.LockPasswordInput, @Ctx() context: Context) {
    const { value, errors } = await service.lockPassword(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.UnlockPasswordPayload, {
    description:
      'Lets a user sign in with the password again: unlocks it, and forgets the wrong passwords that were counted. Errors: NOT_FOUND, INVALID_STATE, EXTERNALLY_MANAGED, VERSION_CONFLICT.',
  })
  async unlockPassword(@Arg('input') input: inputs.UnlockPasswordInput, @Ctx() context: Context) {
    const { value, errors } = await service.unlockPassword(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.CreateRecoveryLinkPayload, {
    description:
      'Makes a link by which the user sets another password: shown this once, good for 30 minutes and one use while the caller could still make it, in place of any before. Errors: NOT_FOUND, INVALID_STATE, EXTERNALLY_MANAGED.',
  })
  async createRecoveryLink(@Arg('input') input: inputs.CreateRecoveryLinkInput, @Ctx() context: Context) {
    const { value, errors } = await recoveries.createRecoveryLink(context, input);
    return { ...value, errors };
  }

  @Mutation(() => inputs.EmailRecoveryLinkPayload, {
    description:
      'Mails the user a link by which to set another password, in place of any before; at most five an hour, whoever asks. While a link works that they asked for themselves, it stays, and no other is mailed. Errors: NOT_FOUND, INVALID_STATE, EXTERNALLY_MANAGED, MAIL_UNAVAILABLE, RATE_LIMITED, VERSION_CONFLICT.',
  })
  async emailRecoveryLink(@Arg('input') input: inputs.EmailRecoveryLinkInput, @Ctx() context: Context) {
    const { value, errors } = await recoveries.emailRecoveryLink(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.RequestPasswordResetPayload, {
    description:
      'Asks for a link by which to set another password, by anybody. The answer is the same whether the address is known or not; a mail brings the link. Errors: INVALID_INPUT, MAIL_UNAVAILABLE, RATE_LIMITED.',
  })
  async requestPasswordReset(@Arg('input') input: inputs.RequestPasswordResetInput, @Ctx() context: Context) {
    const { errors } = await recoveries.requestPasswordReset(context, input);
    return { errors };
  }
}
