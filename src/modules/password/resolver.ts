/** Mutations on passwords. */
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../../core/context/context';
import * as inputs from './inputs';
import * as recoveries from './recovery-service';
import * as service from './service';

@Resolver()
export class PasswordResolver {
  @Mutation(() => inputs.SetUserPasswordPayload, {
    description:
      'Sets a password and ends the user’s sessions, except the caller’s own session. Errors: NOT_FOUND, INVALID_INPUT, EXTERNALLY_MANAGED, VERSION_CONFLICT.',
  })
  async setUserPassword(@Arg('input') input: inputs.SetUserPasswordInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.setUserPassword(context, input);
    return { user: value, revocation, errors };
  }

  @Mutation(() => inputs.ChangeMyPasswordPayload, {
    description:
      'Changes your own password and ends all your sessions except the current one. Errors: INVALID_INPUT, INVALID_STATE, EXTERNALLY_MANAGED, RATE_LIMITED.',
  })
  async changeMyPassword(@Arg('input') input: inputs.ChangeMyPasswordInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.changeMyPassword(context, input);
    return { user: value, revocation, errors };
  }

  @Mutation(() => inputs.RequirePasswordChangePayload, {
    description:
      'Requires the user to choose a new password at the next sign-in with the current one. Sessions and tokens do not end. Errors: NOT_FOUND, INVALID_STATE, EXTERNALLY_MANAGED, VERSION_CONFLICT.',
  })
  async requirePasswordChange(@Arg('input') input: inputs.RequirePasswordChangeInput, @Ctx() context: Context) {
    const { value, errors } = await service.requirePasswordChange(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.LockPasswordPayload, {
    description:
      'Locks a password: it cannot be used to sign in and cannot be reset. Passkeys, sessions and tokens still work. Errors: NOT_FOUND, INVALID_STATE, EXTERNALLY_MANAGED, LAST_ADMINISTRATOR, SELF_ACTION, VERSION_CONFLICT.',
  })
  async lockPassword(@Arg('input') input: inputs.LockPasswordInput, @Ctx() context: Context) {
    const { value, errors } = await service.lockPassword(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.UnlockPasswordPayload, {
    description:
      'Unlocks a password and clears the counters of failed attempts. Errors: NOT_FOUND, INVALID_STATE, EXTERNALLY_MANAGED, VERSION_CONFLICT.',
  })
  async unlockPassword(@Arg('input') input: inputs.UnlockPasswordInput, @Ctx() context: Context) {
    const { value, errors } = await service.unlockPassword(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.CreateRecoveryLinkPayload, {
    description:
      'Creates a link with which the user can set a new password. It is shown only once, works once and for 30 minutes, and only while the caller is still allowed to create it. It replaces any earlier link. Errors: NOT_FOUND, INVALID_STATE, EXTERNALLY_MANAGED.',
  })
  async createRecoveryLink(@Arg('input') input: inputs.CreateRecoveryLinkInput, @Ctx() context: Context) {
    const { value, errors } = await recoveries.createRecoveryLink(context, input);
    return { ...value, errors };
  }

  @Mutation(() => inputs.EmailRecoveryLinkPayload, {
    description:
      'Emails the user a link to set a new password, at most five per hour for all callers together. It replaces any earlier link. If the user has requested a link that still works, that link stays and nothing is sent. Errors: NOT_FOUND, INVALID_STATE, EXTERNALLY_MANAGED, MAIL_UNAVAILABLE, RATE_LIMITED, VERSION_CONFLICT.',
  })
  async emailRecoveryLink(@Arg('input') input: inputs.EmailRecoveryLinkInput, @Ctx() context: Context) {
    const { value, errors } = await recoveries.emailRecoveryLink(context, input);
    return { user: value, errors };
  }

  @Mutation(() => inputs.RequestPasswordResetPayload, {
    description:
      'Requests a link to set a new password; open to everyone. The response is the same whether the address is known or not. The link is sent by email. Errors: NOT_FOUND (the application), INVALID_INPUT, MAIL_UNAVAILABLE, RATE_LIMITED.',
  })
  async requestPasswordReset(@Arg('input') input: inputs.RequestPasswordResetInput, @Ctx() context: Context) {
    const { errors } = await recoveries.requestPasswordReset(context, input);
    return { errors };
  }
}
