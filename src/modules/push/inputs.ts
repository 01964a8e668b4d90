/** Inputs and payloads of the mutations on push. */
import { Field, ID, InputType } from 'type-graphql';
import { PushProvider } from '../../schema/enums';
import { Device, DeviceLink } from '../device';
import { OperationInput, payloadOf, VersionedInput } from '../../core/mutation/input';
import { User } from '../user';

@InputType({ description: 'The push address of the calling device.' })
export class EnrollPushAuthenticationInput extends OperationInput {
  @Field(() => PushProvider, { description: 'The push service that the address belongs to.' })
  provider: PushProvider;

  @Field({
    description:
      "The device's address at that service: the FCM registration token, the APNs device token in hexadecimal, or any address that the webhook understands. At most 4096 characters. It is never shown again.",
  })
  address: string;
}

@InputType({ description: 'The user and the device that will no longer get push messages for that user.' })
export class RevokePushNotificationsInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field(() => ID, { description: 'The device.' })
  deviceId: string;
}

export const EnrollPushAuthenticationPayload = payloadOf(
  'EnrollPushAuthentication',
  { deviceLink: { type: () => DeviceLink, description: 'The updated link between the user and the device.' } },
  { receipt: true },
);
export const RevokePushNotificationsPayload = payloadOf(
  'RevokePushNotifications',
  {
    deviceLink: { type: () => DeviceLink, description: 'The updated link between the user and the device.' },
    user: { type: () => User, description: 'The user.' },
    device: { type: () => Device, description: 'The device.' },
  },
  { receipt: true },
);
