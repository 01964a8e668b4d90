/** Second factors in the schema. */
import { Arg, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { Authenticator } from '../mobile';
import { confirmPasskey, enrollPasskey } from './enroll-passkey';
import * as inputs from './inputs';
import { removeAuthenticator } from './remove';
import * as service from './service';
import { recoveryCodesLeft } from './loaders';

@Resolver(() => Authenticator)
export class FactorResolver {
  @Reads('id', 'kind')
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'The number of unused recovery codes; null for other kinds.',
  })
  codesLeft(@Root() { id, kind }: Shown<Authenticator, 'id' | 'kind'>, @Ctx() context: Context) {
    return kind === 'RECOVERY_CODES' ? context.load(recoveryCodesLeft, id) : null;
  }

  @Mutation(() => inputs.EnrollTotpPayload, {
    description:
      'Starts adding an authenticator app (TOTP) to your own account, and returns its secret once. It becomes active with `confirmTotp`. Errors: INVALID_STATE.',
  })
  async enrollTotp(@Arg('input') input: inputs.EnrollTotpInput, @Ctx() context: Context) {
    const { value, errors } = await service.enrollTotp(context, input);
    return { enrollment: value, errors };
  }

  @Mutation(() => inputs.ConfirmTotpPayload, {
    description:
      'Activates an authenticator app with its first code. From then on, signing in requires a code. Errors: NOT_FOUND, INVALID_INPUT, INVALID_STATE.',
  })
  async confirmTotp(@Arg('input') input: inputs.ConfirmTotpInput, @Ctx() context: Context) {
    const { value, errors } = await service.confirmTotp(context, input);
    return { authenticator: value, errors };
  }

  @Mutation(() => inputs.EnrollPasskeyPayload, {
    description:
      'Starts adding a passkey (WebAuthn) to your own account, and returns the options for the browser, on a page of this service. It becomes active with `confirmPasskey`. Errors: INVALID_STATE.',
  })
  async enrollPasskey(@Arg('input') input: inputs.EnrollPasskeyInput, @Ctx() context: Context) {
    const { value, errors } = await enrollPasskey(context, input);
    return { enrollment: value, errors };
  }

  @Mutation(() => inputs.ConfirmPasskeyPayload, {
    description:
      'Adds the passkey that the browser created. From then on it can be used to sign in, and the password alone is not enough. Errors: NOT_FOUND, INVALID_INPUT, INVALID_SIGNATURE, INVALID_STATE, CONFLICT.',
  })
  async confirmPasskey(@Arg('input') input: inputs.ConfirmPasskeyInput, @Ctx() context: Context) {
    const { value, errors } = await confirmPasskey(context, input);
    return { authenticator: value, errors };
  }

  @Mutation(() => inputs.CreateRecoveryCodesPayload, {
    description:
      'Creates ten recovery codes to write down. Each replaces a lost second factor once. Earlier codes end. Errors: INVALID_STATE.',
  })
  async createRecoveryCodes(@Arg('input') input: inputs.CreateRecoveryCodesInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.createRecoveryCodes(context, input);
    return { ...value, revocation, errors };
  }

  @Mutation(() => inputs.RenameAuthenticatorPayload, {
    description: 'Renames one of your own authenticators. Errors: NOT_FOUND, INVALID_INPUT.',
  })
  async renameAuthenticator(@Arg('input') input: inputs.RenameAuthenticatorInput, @Ctx() context: Context) {
    const { value, errors } = await service.renameAuthenticator(context, input);
    return { authenticator: value, errors };
  }

  @Mutation(() => inputs.RemoveAuthenticatorPayload, {
    description:
      'Removes one of your own second factors or, for an administrator, one that a user has lost. Sessions and tokens are not affected. Recovery codes are removed with the last other factor. Errors: NOT_FOUND, INVALID_STATE.',
  })
  async removeAuthenticator(@Arg('input') input: inputs.RemoveAuthenticatorInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await removeAuthenticator(context, input);
    return { ...value, revocation, errors };
  }
}
