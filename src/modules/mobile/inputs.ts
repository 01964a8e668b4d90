/** Inputs and payloads of the mutations on mobile authentication. */
import { GraphQLJSONObject } from 'graphql-scalars';
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { DeviceLink } from '../device';
import { AuthenticationDecision, AuthenticatorKind } from '../../schema/enums';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { Authenticator } from './entity';

@ObjectType('DeviceChallenge', {
  simpleResolvers: true,
  description: 'What a device signs to prove that it holds a key.',
})
export class DeviceChallenge {
  @Field({ description: 'The challenge; it can be used once.' })
  value: string;

  @Field({ description: 'Until when.' })
  expiresAt: Date;
}

@InputType({ description: 'The device that is to sign a challenge.' })
export class CreateDeviceChallengeInput {
  @Field(() => ID, { description: 'The device: that of the token.' })
  deviceId: string;
}

@InputType({ description: 'A key to enroll, by the user, on the device that holds it.' })
export class EnrollMobileAuthenticationInput extends OperationInput {
  @Field(() => ID, { description: 'The device: that of the token.' })
  deviceId: string;

  @Field({ description: 'The challenge of `createDeviceChallenge`.' })
  challenge: string;

  @Field(() => GraphQLJSONObject, {
    description: 'The public key as a JSON Web Key (RFC 7517): EC with P-256, or OKP with Ed25519.',
  })
  publicKey: Record<string, unknown>;

  @Field({
    description:
      'A compact JWS by that key (ES256 or EdDSA) over JSON with `purpose`: "enrollMobileAuthentication", `challenge` and `deviceId`.',
  })
  signature: string;

  @Field(() => AuthenticatorKind, {
    nullable: true,
    description: 'What the device asks of the user before it signs; DEVICE_KEY unless told.',
  })
  kind?: AuthenticatorKind | null;

  @Field(() => String, {
    nullable: true,
    description: 'What to call it; at most 100 characters. The kind unless told.',
  })
  name?: string | null;
}

@InputType({ description: 'Which user can no longer confirm sign-ins on which device.' })
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

@InputType({ description: 'The answer to a sign-in that waits for the user.' })
export class AnswerAuthenticationInput extends OperationInput {
  @Field(() => ID, { description: 'Which one, of `pendingAuthentications`.' })
  authenticationId: string;

  @Field(() => AuthenticationDecision, { description: 'What the user says.' })
  decision: AuthenticationDecision;

  @Field({
    description:
      'A compact JWS by a key of this device over JSON with `purpose`: "answerAuthentication", `challenge`, `authenticationId` and `decision`.',
  })
  signature: string;
}

const link = { deviceLink: { type: () => DeviceLink, description: 'The user on the device, as it is now.' } };
export const CreateDeviceChallengePayload = payloadOf('CreateDeviceChallenge', {
  challenge: { type: () => DeviceChallenge, description: 'The challenge.' },
});
export const EnrollMobileAuthenticationPayload = payloadOf('EnrollMobileAuthentication', {
  ...link,
  authenticator: { type: () => Authenticator, description: 'The authenticator.' },
});
export const RevokeMobileAuthenticationPayload = payloadOf('RevokeMobileAuthentication', link, { receipt: true });
export const RemoveDeviceAuthenticatorPayload = payloadOf('RemoveDeviceAuthenticator', link, { receipt: true });
export const AnswerAuthenticationPayload = payloadOf('AnswerAuthentication', {
  answeredAuthenticationId: { type: () => ID, description: 'The one that was answered.' },
});
