/** Inputs and payloads of the mutations on devices. */
import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { MutationError, Refusal } from '../../schema/errors';
import { payloadOf, VersionedInput } from '../../core/mutation/input';
import { ManyInput, OperationResult } from '../../core/mutation/many';
import { User } from '../user';
import { Device } from './entity';
import { DeviceFilter } from './list';

@InputType({ description: 'Which user leaves which device. Others on it, and its client credentials, are untouched.' })
export class DisconnectDeviceInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;

  @Field(() => ID, { description: 'The device.' })
  deviceId: string;
}

@InputType({ description: 'Which user leaves all devices.' })
export class DisconnectAllDevicesInput extends VersionedInput {
  @Field(() => ID, { description: 'The user.' })
  userId: string;
}

@InputType({ description: 'The device to delete, with the users that the preview listed.' })
export class DeleteDeviceInput extends VersionedInput {
  @Field(() => ID, { description: 'The device.' })
  deviceId: string;

  @Field(() => [ID], { description: 'Every user that the preview listed: all of them will be disconnected.' })
  confirmedUserIds: string[];
}

@InputType({ description: 'The devices to delete, by their ids or by a filter.' })
export class DeleteDevicesInput extends ManyInput {
  @Field(() => [ID], { nullable: true, description: 'These, at most 10,000.' })
  deviceIds?: string[] | null;

  @Field(() => DeviceFilter, { nullable: true, description: 'Those that this selects, at most 10,000.' })
  filter?: DeviceFilter | null;

  @Field(() => [ID], {
    description: 'Every user on any of them: a device with a user who is not among these stays as it is.',
  })
  confirmedUserIds: string[];
}

@InputType({ description: 'A device of yours to remove.' })
export class RemoveMyDeviceInput extends VersionedInput {
  @Field(() => ID, { description: 'The device.' })
  deviceId: string;
}

@InputType({ description: 'What has changed on a device of yours: only what is given changes.' })
export class UpdateMyDeviceInput extends VersionedInput {
  @Field(() => ID, { description: 'The device.' })
  deviceId: string;

  @Field(() => String, { nullable: true, description: 'Its name, at most 100 characters.' })
  name?: string | null;

  @Field(() => String, { nullable: true, description: 'The version of its system, at most 50 characters.' })
  osVersion?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The version of the application that it has now, at most 50 characters.',
  })
  appVersion?: string | null;
}

export const DisconnectDevicePayload = payloadOf(
  'DisconnectDevice',
  { user: { type: () => User, description: 'The user.' }, device: { type: () => Device, description: 'The device.' } },
  { receipt: true },
);
export const DisconnectAllDevicesPayload = payloadOf(
  'DisconnectAllDevices',
  { user: { type: () => User, description: 'The user.' } },
  { receipt: true },
);
export const DeleteDevicePayload = payloadOf(
  'DeleteDevice',
  { deletedDeviceId: { type: () => ID, description: 'The id that is gone.' } },
  { receipt: true },
);

export const DeleteDevicesPayload = payloadOf(
  'DeleteDevices',
  { results: { type: () => [OperationResult], description: 'What came of each.' } },
  { receipt: true },
);
export const UpdateMyDevicePayload = payloadOf('UpdateMyDevice', {
  device: { type: () => Device, description: 'The device as it is now.' },
});
export const RemoveMyDevicePayload = payloadOf(
  'RemoveMyDevice',
  {
    removedDeviceId: { type: () => ID, description: 'The device that you have left.' },
    deviceDeleted: {
      type: () => Boolean,
      description: 'Whether the device went with its client credentials, since nobody else was on it.',
    },
  },
  { receipt: true },
);

@ObjectType({ simpleResolvers: true, description: 'What deleting a device would do.' })
export class DeviceDeletionPreview {
  @Field(() => Device, { description: 'The device.' })
  device: Device;

  @Field(() => [User], { description: 'Every user that would be disconnected: confirm them all.' })
  users: User[];
}

@ObjectType('AffectedUsersChanged', {
  implements: MutationError,
  simpleResolvers: true,
  description: 'The users of the device are not those that were confirmed.',
})
export class AffectedUsersChanged extends MutationError {
  @Field(() => [User], { description: 'The users that are on it now.' })
  users: User[];
}

export const affectedUsersChanged = (users: User[]): Refusal =>
  new Refusal(
    'AFFECTED_USERS_CHANGED',
    'The users on this device are not those that you confirmed; look at `users` and confirm them.',
    ['input', 'confirmedUserIds'],
    {
      __typename: 'AffectedUsersChanged',
      users,
    },
  );
