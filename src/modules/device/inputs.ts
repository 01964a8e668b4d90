/** Inputs and payloads of the mutations on devices. */
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { MutationError, Refusal } from '../../schema/errors';
import { payloadOf, VersionedInput } from '../../core/mutation/input';
import { ManyInput, OperationResult } from '../../core/mutation/many';
import { User } from '../user';
import { Device, DeviceLink } from './entity';
import { DeviceFilter } from './list';

@InputType({
  description: 'The user to disconnect, and the device. Other users on it and its client credentials are not affected.',
})
export class DisconnectDeviceInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field(() => ID, { description: 'The device.' })
  deviceId: string;
}

@InputType({ description: 'The user to disconnect from all devices.' })
export class DisconnectAllDevicesInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The device to delete, and the users that the preview listed.' })
export class DeleteDeviceInput extends VersionedInput {
  @Field(() => ID, { description: 'The device.' })
  deviceId: string;

  @Field(() => [ID], { description: 'All users that the preview listed. They will be disconnected.' })
  confirmedUserIds: string[];
}

@InputType({ description: 'The devices to delete, by id or by filter.' })
export class DeleteDevicesInput extends ManyInput {
  @Field(() => [ID], { nullable: true, description: 'The ids of the devices, at most 10,000.' })
  deviceIds?: string[] | null;

  @Field(() => DeviceFilter, { nullable: true, description: 'Selects the devices, at most 10,000.' })
  filter?: DeviceFilter | null;

  @Field(() => [ID], {
    description: 'All users on these devices. A device with a user who is not listed here is not deleted.',
  })
  confirmedUserIds: string[];
}

@InputType({ description: 'One of your devices to remove.' })
export class RemoveMyDeviceInput extends VersionedInput {
  @Field(() => ID, { description: 'The device.' })
  deviceId: string;
}

@InputType({ description: 'The changes to one of your devices. Fields that are left out stay as they are.' })
export class UpdateMyDeviceInput extends VersionedInput {
  @Field(() => ID, { description: 'The device.' })
  deviceId: string;

  @Field(() => String, { nullable: true, description: 'The name, at most 100 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The version of the operating system, at most 50 characters.' })
  osVersion?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The installed version of the application, at most 50 characters.',
  })
  appVersion?: string | null;
}

const endedLink = {
  deviceLink: { type: () => DeviceLink, description: 'The link between the user and the device, which ended.' },
};
export const DisconnectDevicePayload = payloadOf(
  'DisconnectDevice',
  {
    ...endedLink,
    user: { type: () => User, description: 'The user.' },
    device: { type: () => Device, description: 'The device.' },
  },
  { receipt: true },
);
export const DisconnectAllDevicesPayload = payloadOf(
  'DisconnectAllDevices',
  { user: { type: () => User, description: 'The user.' } },
  { receipt: true },
);
export const DeleteDevicePayload = payloadOf(
  'DeleteDevice',
  { deletedDeviceId: { type: () => ID, description: 'The id of the deleted device.' } },
  { receipt: true },
);

export const DeleteDevicesPayload = payloadOf(
  'DeleteDevices',
  { results: { type: () => [OperationResult], description: 'The result for each device.' } },
  { receipt: true },
);
export const UpdateMyDevicePayload = payloadOf('UpdateMyDevice', {
  device: { type: () => Device, description: 'The updated device.' },
});
export const RemoveMyDevicePayload = payloadOf(
  'RemoveMyDevice',
  {
    ...endedLink,
    removedDeviceId: { type: () => ID, description: 'The id of the removed device.' },
    deviceDeleted: {
      type: () => Boolean,
      description: 'Whether the device was deleted with its client credentials, because no other user was on it.',
    },
  },
  { receipt: true },
);

@ObjectType({ simpleResolvers: true, description: 'The effects of deleting a device.' })
export class DeviceDeletionPreview {
  @Field(() => Device, { description: 'The device.' })
  device: Device;

  @Field(() => [User], {
    description: 'All users that would be disconnected. Pass them to `deleteDevice` as `confirmedUserIds`.',
  })
  users: User[];
}

@ObjectType('AffectedUsersChanged', {
  implements: MutationError,
  simpleResolvers: true,
  description: 'The users of the device are not those that the caller confirmed.',
})
export class AffectedUsersChanged extends MutationError {
  @Field(() => [User], { description: 'The current users of the device.' })
  users: User[];
}

export const affectedUsersChanged = (users: User[]): Refusal =>
  new Refusal(
    'AFFECTED_USERS_CHANGED',
    'The users of this device are not the ones that you confirmed. Check `users` and confirm them.',
    ['input', 'confirmedUserIds'],
    {
      __typename: 'AffectedUsersChanged',
      users,
    },
  );
