/** Inputs and payloads of the mutations on second factors. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { Authenticator } from '../mobile';
import { OperationInput, payloadOf } from '../../core/mutation/input';
import { User } from '../user';

@ObjectType('TotpEnrollment', {
  simpleResolvers: true,
  description: 'An authenticator app that is being added: it counts once `confirmTotp` has seen its first code.',
})
export class TotpEnrollment {
  @Field(() => ID, { description: 'Give it to `confirmTotp`.' })
  authenticatorId: string;

  @Field(() => String, { nullable: true, description: 'For the app to scan (otpauth). Shown once.' })
  uri: string | null;

  @Field(() => String, { nullable: true, description: 'The secret in it, to be typed. Shown once.' })
  secret: string | null;
}

@InputType({ description: 'An authenticator app to add to the own sign-in.' })
export class EnrollTotpInput extends OperationInput {}

@InputType({ description: 'The first code of an authenticator app.' })
export class ConfirmTotpInput extends OperationInput {
  @Field(() => ID, { description: 'Which one, of `enrollTotp`.' })
  authenticatorId: string;

  @Field({ description: 'The code that the app shows now: six digits.' })
  code: string;

  @Field(() => String, {
    nullable: true,
    description: 'What to call it; at most 100 characters. "Authenticator app" unless told.',
  })
  name?: string | null;
}

@ObjectType('PasskeyEnrollment', {
  simpleResolvers: true,
  description: 'A passkey that a browser is to make: it counts once `confirmPasskey` has seen it.',
})
export class PasskeyEnrollment {
  @Field(() => ID, { description: 'Give it to `confirmPasskey`.' })
  authenticatorId: string;

  @Field(() => GraphQLJSONObject, {
    nullable: true,
    description:
      'For `navigator.credentials.create` (WebAuthn PublicKeyCredentialCreationOptionsJSON), on a page of this service. Shown once.',
  })
  options: Record<string, unknown> | null;

  @Field(() => String, {
    nullable: true,
    description:
      'A page of this service where the browser makes it and adds it: works for five minutes, once, and while your token does. Shown once.',
  })
  url: string | null;
}

@InputType({ description: 'A passkey to add to the own sign-in.' })
export class EnrollPasskeyInput extends OperationInput {}

@InputType({ description: 'The passkey that the browser has made.' })
export class ConfirmPasskeyInput extends OperationInput {
  @Field(() => ID, { description: 'Which one, of `enrollPasskey`.' })
  authenticatorId: string;

  @Field(() => GraphQLJSONObject, { description: 'What the browser gave (WebAuthn RegistrationResponseJSON).' })
  response: Record<string, unknown>;

  @Field(() => String, {
    nullable: true,
    description: 'What to call it; at most 100 characters. "Passkey" unless told.',
  })
  name?: string | null;
}

@InputType({ description: 'New recovery codes for the own sign-in.' })
export class CreateRecoveryCodesInput extends OperationInput {}

@InputType({ description: 'What an authenticator is to be called.' })
export class RenameAuthenticatorInput extends OperationInput {
  @Field(() => ID, { description: 'The authenticator.' })
  authenticatorId: string;

  @Field({ description: 'The name; at most 100 characters.' })
  name: string;
}

@InputType({ description: 'The second factor to remove.' })
export class RemoveAuthenticatorInput extends OperationInput {
  @Field(() => ID, { description: 'The authenticator.' })
  authenticatorId: string;
}

const authenticator = { authenticator: { type: () => Authenticator, description: 'The authenticator.' } };
export const EnrollTotpPayload = payloadOf('EnrollTotp', {
  enrollment: { type: () => TotpEnrollment, description: 'What the app needs.' },
});
export const ConfirmTotpPayload = payloadOf('ConfirmTotp', authenticator);
export const EnrollPasskeyPayload = payloadOf('EnrollPasskey', {
  enrollment: { type: () => PasskeyEnrollment, description: 'What the browser needs.' },
});
export const ConfirmPasskeyPayload = payloadOf('ConfirmPasskey', authenticator);
export const CreateRecoveryCodesPayload = payloadOf(
  'CreateRecoveryCodes',
  { ...authenticator, codes: { type: () => [String], description: 'The codes, each good once. Shown once.' } },
  { receipt: true },
);
export const RenameAuthenticatorPayload = payloadOf('RenameAuthenticator', authenticator);
export const RemoveAuthenticatorPayload = payloadOf(
  'RemoveAuthenticator',
  { user: { type: () => User, description: 'Whose it was.' } },
  { receipt: true },
);
