/** Inputs and payloads of the mutations on second factors. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Authenticator } from '../mobile';
import { OperationInput, payloadOf } from '../../core/mutation/input';
import { User } from '../user';

@ObjectType('TotpEnrollment', {
  simpleResolvers: true,
  description: 'An authenticator app that is being added. It becomes active with `confirmTotp`.',
})
export class TotpEnrollment {
  @Field(() => ID, { description: 'The id to pass to `confirmTotp`.' })
  authenticatorId: string;

  @Field(() => String, { nullable: true, description: 'The `otpauth` URI, for a QR code. Shown once.' })
  uri: string | null;

  @Field(() => String, { nullable: true, description: 'The secret, for typing it into the app. Shown once.' })
  secret: string | null;
}

@InputType({ description: 'Adds an authenticator app to your own account.' })
export class EnrollTotpInput extends OperationInput {}

@InputType({ description: 'The first code of an authenticator app.' })
export class ConfirmTotpInput extends OperationInput {
  @Field(() => ID, { description: 'The id from `enrollTotp`.' })
  authenticatorId: string;

  @Field({ description: 'The current code of the app, six digits.' })
  code: string;

  @Field(() => String, {
    nullable: true,
    description: 'The name, at most 100 characters. Defaults to "Authenticator app".',
  })
  name?: string | null;
}

@ObjectType('PasskeyEnrollment', {
  simpleResolvers: true,
  description: 'A passkey that is being added. It becomes active with `confirmPasskey`, or on the page at `url`.',
})
export class PasskeyEnrollment {
  @Field(() => ID, { description: 'The id to pass to `confirmPasskey`.' })
  authenticatorId: string;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      'The options for `navigator.credentials.create` (WebAuthn PublicKeyCredentialCreationOptionsJSON), on a page of this service. Shown once.',
  })
  options: Record<string, unknown> | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A page of this service on which the browser creates and adds the passkey. Works once, within five minutes, and only while your token is valid. Shown once.',
  })
  url: string | null;
}

@InputType({ description: 'Adds a passkey to your own account.' })
export class EnrollPasskeyInput extends OperationInput {}

@InputType({ description: 'The passkey that the browser created.' })
export class ConfirmPasskeyInput extends OperationInput {
  @Field(() => ID, { description: 'The id from `enrollPasskey`.' })
  authenticatorId: string;

  @Field(() => GraphQLJSONObject, { description: 'The response of the browser (WebAuthn RegistrationResponseJSON).' })
  response: Record<string, unknown>;

  @Field(() => String, {
    nullable: true,
    description: 'The name, at most 100 characters. Defaults to "Passkey".',
  })
  name?: string | null;
}

@InputType({ description: 'Creates recovery codes for your own account.' })
export class CreateRecoveryCodesInput extends OperationInput {}

@InputType({ description: 'The authenticator to rename.' })
export class RenameAuthenticatorInput extends OperationInput {
  @Field(() => ID, { description: 'The authenticator.' })
  authenticatorId: string;

  @Field({ description: 'The new name, at most 100 characters.' })
  name: string;
}

@InputType({ description: 'The second factor to remove.' })
export class RemoveAuthenticatorInput extends OperationInput {
  @Field(() => ID, { description: 'The authenticator.' })
  authenticatorId: string;
}

const authenticator = { authenticator: { type: () => Authenticator, description: 'The authenticator.' } };
export const EnrollTotpPayload = payloadOf('EnrollTotp', {
  enrollment: { type: () => TotpEnrollment, description: 'The secret for the app.' },
});
export const ConfirmTotpPayload = payloadOf('ConfirmTotp', authenticator);
export const EnrollPasskeyPayload = payloadOf('EnrollPasskey', {
  enrollment: { type: () => PasskeyEnrollment, description: 'The options for the browser.' },
});
export const ConfirmPasskeyPayload = payloadOf('ConfirmPasskey', authenticator);
export const CreateRecoveryCodesPayload = payloadOf(
  'CreateRecoveryCodes',
  { ...authenticator, codes: { type: () => [String], description: 'The codes. Each works once. Shown once.' } },
  { receipt: true },
);
export const RenameAuthenticatorPayload = payloadOf('RenameAuthenticator', authenticator);
export const RemoveAuthenticatorPayload = payloadOf(
  'RemoveAuthenticator',
  {
    authenticator: { type: () => Authenticator, description: 'The authenticator that was removed.' },
    user: { type: () => User, description: 'The user that it belonged to.' },
  },
  { receipt: true },
);
