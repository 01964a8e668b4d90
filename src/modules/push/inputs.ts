/** Inputs and payloads of the mutations on push. */
import { Field, ID, InputType } from 'type-graphql';
import { PushProvider } from '../../schema/enums';
import { Device, DeviceLink } from '../device';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { User } from '../user';

@InputType({ description: 'Where the device that asks gets push messages for its user.' })
export class EnrollPushAuthenticationInput extends OperationInput {
  @Field(() => PushProvider, { description: 'The push service that the address belongs to.' })
  provider: PushProvider;

  @Field({
    description:
      "The device's address there: the registration token of FCM, the device token of APNs in hexadecimal, or whatever the webhook understands; at most 4096 characters. It is never shown again.",
  })
  address: string;
}

@InputType({ description: 'Which user no longer gets push messages on which device.' })
export class RevokePushNotificationsInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field(() => ID, { description: 'The device.' })
  deviceId: string;
}

export const EnrollPushAuthenticationPayload = payloadOf(
  'EnrollPushAuthentication',
  { deviceLink: { type: () => DeviceLink, description: 'The user on the device, as it is now.' } },
  { receipt: true },
);
export const RevokePushNotificationsPayload = payloadOf(
  'RevokePushNotifications',
  { user: { type: () => User, description: 'The user.' }, device: { type: () => Device, description: 'The device.' } },
  { receipt: true },
);
