/** Second factors in the schema. */
import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../../core/context/context';
import { Authenticator } from '../mobile';
import { confirmPasskey, enrollPasskey } from './enroll-passkey';
import * as inputs from './inputs';
import { removeAuthenticator } from './remove';
import * as service from './service';
import { recoveryCodesLeft } from './loaders';

@Resolver(() => Authenticator)
export class FactorResolver {
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Of recovery codes, how many have not been used; null of anything else.',
  })
  codesLeft(@Root() { id, kind }: Authenticator, @Ctx() context: Context) {
    return kind === 'RECOVERY_CODES' ? context.load(recoveryCodesLeft, id) : null;
  }

  @Mutation(() => inputs.EnrollTotpPayload, {
    description:
      'Adds an authenticator app (TOTP) to the own sign-in: gives its secret, once. It counts from `confirmTotp` on. Errors: INVALID_STATE.',
  })
  async enrollTotp(@Arg('input') input: inputs.EnrollTotpInput, @Ctx() context: Context) {
    const { value, errors } = await service.enrollTotp(context, input);
    return { enrollment: value, errors };
  }

  @Mutation(() => inputs.ConfirmTotpPayload, {
    description:
      'Shows by its first code that the app works: the sign-in asks for a code of it from then on. Errors: NOT_FOUND, INVALID_INPUT, INVALID_STATE.',
  })
  async confirmTotp(@Arg('input') input: inputs.ConfirmTotpInput, @Ctx() context: Context) {
    const { value, errors } = await service.confirmTotp(context, input);
    return { authenticator: value, errors };
  }

  @Mutation(() => inputs.EnrollPasskeyPayload, {
    description:
      'Adds a passkey (WebAuthn) to the own sign-in: gives what a browser makes it of, on a page of this service. It counts from `confirmPasskey` on. Errors: INVALID_STATE.',
  })
  async enrollPasskey(@Arg('input') input: inputs.EnrollPasskeyInput, @Ctx() context: Context) {
    const { value, errors } = await enrollPasskey(context, input);
    return { enrollment: value, errors };
  }

  @Mutation(() => inputs.ConfirmPasskeyPayload, {
    description:
      'Takes the passkey that the browser has made: it may sign in with it from then on, and the password alone is no longer enough. Errors: NOT_FOUND, INVALID_INPUT, INVALID_SIGNATURE, INVALID_STATE, CONFLICT.',
  })
  async confirmPasskey(@Arg('input') input: inputs.ConfirmPasskeyInput, @Ctx() context: Context) {
    const { value, errors } = await confirmPasskey(context, input);
    return { authenticator: value, errors };
  }

  @Mutation(() => inputs.CreateRecoveryCodesPayload, {
    description:
      'Ten codes to write down, each good once in place of a lost second factor. Former ones end. Errors: INVALID_STATE.',
  })
  async createRecoveryCodes(@Arg('input') input: inputs.CreateRecoveryCodesInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.createRecoveryCodes(context, input);
    return { ...value, revocation, errors };
  }

  @Mutation(() => inputs.RenameAuthenticatorPayload, {
    description: 'Gives an authenticator of one’s own another name. Errors: NOT_FOUND, INVALID_INPUT.',
  })
  async renameAuthenticator(@Arg('input') input: inputs.RenameAuthenticatorInput, @Ctx() context: Context) {
    const { value, errors } = await service.renameAuthenticator(context, input);
    return { authenticator: value, errors };
  }

  @Mutation(() => inputs.RemoveAuthenticatorPayload, {
    description:
      'Removes a second factor, of one’s own or, by an administrator, one that was lost. Sessions and tokens stay; recovery codes go with the last other factor. Errors: NOT_FOUND, INVALID_STATE.',
  })
  async removeAuthenticator(@Arg('input') input: inputs.RemoveAuthenticatorInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await removeAuthenticator(context, input);
    return { user: value, revocation, errors };
  }
}
