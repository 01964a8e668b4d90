/** Inputs and payloads of the mutations on mobile authentication. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DeviceLink } from '../device';
import { AuthenticationDecision, AuthenticatorKind } from '../../schema/enums';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { Authenticator } from './entity';

@ObjectType('DeviceChallenge', {
  simpleResolvers: true,
  description: 'A challenge that a device signs to prove that it holds a key.',
})
export class DeviceChallenge {
  @Field({ description: 'The challenge. It can be used once.' })
  value: string;

  @Field({ description: 'When it expires.' })
  expiresAt: Date;
}

@InputType({ description: 'The device that will sign the challenge.' })
export class CreateDeviceChallengeInput {
  @Field(() => ID, { description: 'The device that the token was issued on.' })
  deviceId: string;
}

@InputType({ description: 'The key to enroll, on the device that holds it.' })
export class EnrollMobileAuthenticationInput extends OperationInput {
  @Field(() => ID, { description: 'The device that the token was issued on.' })
  deviceId: string;

  @Field({ description: 'The challenge from `createDeviceChallenge`.' })
  challenge: string;

  @Field(() => GraphQLJSONObject, {
    description: 'The public key as a JSON Web Key (RFC 7517): EC with P-256, or OKP with Ed25519.',
  })
  publicKey: Record<string, unknown>;

  @Field({
    description:
      'A compact JWS, signed with that key (ES256 or EdDSA), over JSON with `purpose`: "enrollMobileAuthentication", `challenge` and `deviceId`.',
  })
  signature: string;

  @Field(() => AuthenticatorKind, {
    nullable: true,
    description: 'What the device requires from the user before it signs. Defaults to DEVICE_KEY.',
  })
  kind?: AuthenticatorKind | null;

  @Field(() => String, {
    nullable: true,
    description: 'The name, at most 100 characters. Defaults to the kind.',
  })
  name?: string | null;
}

@InputType({ description: 'The user and the device on which that user will no longer be able to confirm sign-ins.' })
export class RevokeMobileAuthenticationInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field(() => ID, { description: 'The device.' })
  deviceId: string;
}

@InputType({ description: 'The authenticator to remove.' })
export class RemoveDeviceAuthenticatorInput extends OperationInput {
  @Field(() => ID, { description: 'The authenticator.' })
  authenticatorId: string;
}

@InputType({ description: 'The answer to a pending sign-in.' })
export class AnswerAuthenticationInput extends OperationInput {
  @Field(() => ID, { description: 'The id from `pendingAuthentications`.' })
  authenticationId: string;

  @Field(() => AuthenticationDecision, { description: 'The decision of the user.' })
  decision: AuthenticationDecision;

  @Field({
    description:
      'A compact JWS, signed with a key of this device, over JSON with `purpose`: "answerAuthentication", `challenge`, `authenticationId` and `decision`.',
  })
  signature: string;
}

const link = {
  deviceLink: { type: () => DeviceLink, description: 'The updated link between the user and the device.' },
};
export const CreateDeviceChallengePayload = payloadOf('CreateDeviceChallenge', {
  challenge: { type: () => DeviceChallenge, description: 'The challenge.' },
});
export const EnrollMobileAuthenticationPayload = payloadOf('EnrollMobileAuthentication', {
  ...link,
  authenticator: { type: () => Authenticator, description: 'The authenticator.' },
});
export const RevokeMobileAuthenticationPayload = payloadOf('RevokeMobileAuthentication', link, { receipt: true });
export const RemoveDeviceAuthenticatorPayload = payloadOf(
  'RemoveDeviceAuthenticator',
  { ...link, authenticator: { type: () => Authenticator, description: 'The authenticator that was removed.' } },
  { receipt: true },
);
export const AnswerAuthenticationPayload = payloadOf('AnswerAuthentication', {
  answeredAuthenticationId: { type: () => ID, description: 'The id of the answered authentication.' },
});
