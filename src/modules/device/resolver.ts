/** Devices and device links in the schema. */
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Reads, type Shown } from '../../schema/reads';
import type { Context } from '../../core/context/context';
import { decodeId, encodeId } from '../../platform/type-id';
import { Application, applicationById } from '../application';
import { DeviceLinkStatus } from '../../schema/enums';
import { connectionArgs, type ConnectionArgs, pageOf, pagesOf } from '../../core/context/lists';
import { User, visibleUserByUuid } from '../user';
import { accessCondition } from '../../core/authority/object-permissions';
import { Device, DeviceLink, Enrollment } from './entity';
import * as inputs from './inputs';
import { deviceLinkList, deviceLinks } from './link-repository';
import {
  DeviceConnection,
  DeviceFilter,
  DeviceLinkConnection,
  DeviceLinkFilter,
  DeviceLinkOrder,
  DeviceOrder,
} from './list';
import * as many from './many';
import * as service from './service';
import { deviceList, readableDevice } from './repository';
import { updateMyDevice } from './update';
import { visibleDevice } from './visible';
import { deviceById } from './loaders';

const DevicesArgs = connectionArgs(
  () => DeviceFilter,
  () => DeviceOrder,
  deviceList,
);
const DeviceUsersArgs = connectionArgs(
  () => DeviceLinkFilter,
  () => DeviceLinkOrder,
  deviceLinkList,
);

@Resolver(() => Device)
export class DeviceResolver {
  @Query(() => Device, {
    nullable: true,
    description: 'One device; null if it does not exist or you do not have access.',
  })
  device(@Arg('id', () => ID, { description: 'The device.' }) id: string, @Ctx() context: Context) {
    return visibleDevice(context, decodeId('Device', id));
  }

  @Query(() => DeviceConnection, {
    description: 'Devices. Without the permission to read devices, only those that you have signed in on.',
  })
  devices(@Args(() => DevicesArgs) args: ConnectionArgs<DeviceFilter>, @Ctx() context: Context) {
    return pageOf(context, deviceList, 'CREATED_AT', args, readableDevice(context.principal));
  }

  @Query(() => inputs.DeviceDeletionPreview, {
    nullable: true,
    description: 'The users that `deleteDevice` would disconnect. Null if the device does not exist.',
  })
  async deviceDeletionPreview(
    @Arg('deviceId', () => ID, { description: 'The device.' }) id: string,
    @Ctx() context: Context,
  ) {
    const device = await visibleDevice(context, decodeId('Device', id));
    return device && { device, users: await deviceLinks(context.database).listUsers(device.id) };
  }

  @Reads('applicationId')
  @FieldResolver(() => Application, { description: 'The application that is installed.' })
  application(@Root() device: Shown<Device, 'applicationId'>, @Ctx() context: Context) {
    return context.show(applicationById, device.applicationId);
  }

  @Reads('id')
  @FieldResolver(() => DeviceLinkConnection, {
    description: 'The users who have signed in on it. Without the permission to read devices, only yourself.',
  })
  users(
    @Root() device: Shown<Device, 'id'>,
    @Args(() => DeviceUsersArgs) args: ConnectionArgs<DeviceLinkFilter>,
    @Ctx() context: Context,
  ) {
    const scope = accessCondition(context.principal, 'devices:read');
    return pagesOf(context, deviceLinkList, 'CONNECTED_AT', args, 'device_id', device.id, scope);
  }

  @Mutation(() => inputs.DisconnectDevicePayload, {
    description:
      "Disconnects a user from a device and ends the user's sessions, tokens and access grants on it. Other users on it are not affected. Errors: NOT_FOUND, VERSION_CONFLICT.",
  })
  async disconnectDevice(@Arg('input') input: inputs.DisconnectDeviceInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.disconnectDevice(context, input);
    const [user, device] = value
      ? await Promise.all([visibleUserByUuid(context, value.userId), context.show(deviceById, value.deviceId)])
      : [null, null];
    return { deviceLink: value, user, device, revocation, errors };
  }

  @Mutation(() => inputs.DisconnectAllDevicesPayload, {
    description:
      'Disconnects a user from all devices. A user without devices is a success with zero counts. Errors: NOT_FOUND, VERSION_CONFLICT.',
  })
  async disconnectAllDevices(@Arg('input') input: inputs.DisconnectAllDevicesInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.disconnectAllDevices(context, input);
    return { user: value, revocation, errors };
  }

  @Mutation(() => inputs.DeleteDevicePayload, {
    description:
      'Disconnects all users of a device and deletes its client credentials. Its next token request fails with `invalid_client`. Errors: NOT_FOUND, AFFECTED_USERS_CHANGED, VERSION_CONFLICT.',
  })
  async deleteDevice(@Arg('input') input: inputs.DeleteDeviceInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await service.deleteDevice(context, input);
    return { deletedDeviceId: value && encodeId('Device', value), revocation, errors };
  }

  @Mutation(() => inputs.DeleteDevicesPayload, {
    description:
      'Deletes many devices with one receipt. Errors: INVALID_INPUT, COUNT_MISMATCH; of one device: NOT_FOUND, AFFECTED_USERS_CHANGED.',
  })
  async deleteDevices(@Arg('input') input: inputs.DeleteDevicesInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await many.deleteDevices(context, input);
    return { results: value, revocation, errors };
  }

  @Mutation(() => inputs.UpdateMyDevicePayload, {
    description:
      'Updates one of your own devices, for example after an update of the app. Errors: NOT_FOUND, INVALID_INPUT, INVALID_STATE, VERSION_CONFLICT.',
  })
  async updateMyDevice(@Arg('input') input: inputs.UpdateMyDeviceInput, @Ctx() context: Context) {
    const { value, errors } = await updateMyDevice(context, input);
    return { device: value, errors };
  }

  @Mutation(() => inputs.RemoveMyDevicePayload, {
    description:
      'Removes one of your own devices. If other users are signed in on it, you are only disconnected; otherwise the device is deleted. Errors: NOT_FOUND, VERSION_CONFLICT.',
  })
  async removeMyDevice(@Arg('input') input: inputs.RemoveMyDeviceInput, @Ctx() context: Context) {
    const { value, revocation, errors } = await many.removeMyDevice(context, input);
    const { deviceLink, deviceDeleted } = value ?? { deviceLink: null, deviceDeleted: null };
    const removedDeviceId = deviceLink && encodeId('Device', deviceLink.deviceId);
    return { deviceLink, removedDeviceId, deviceDeleted, revocation, errors };
  }
}

const enrollment = (enrolledAt: Enrollment['enrolledAt']): Enrollment => ({ enabled: enrolledAt !== null, enrolledAt });

@Resolver(() => DeviceLink)
export class DeviceLinkResolver {
  @Reads('endedAt')
  @FieldResolver(() => DeviceLinkStatus, { description: 'Whether the user is connected to the device.' })
  status(@Root() link: Shown<DeviceLink, 'endedAt'>): DeviceLinkStatus {
    return link.endedAt ? 'ENDED' : 'ACTIVE';
  }

  @Reads('userId')
  @FieldResolver(() => User, { nullable: true, description: 'The user.' })
  user(@Root() link: Shown<DeviceLink, 'userId'>, @Ctx() context: Context) {
    return visibleUserByUuid(context, link.userId);
  }

  @FieldResolver(() => Device, { nullable: true, description: 'The device.' })
  @Reads('endedAt', 'deviceId')
  device(@Root() link: Shown<DeviceLink, 'endedAt' | 'deviceId'>, @Ctx() context: Context) {
    // Someone who was disconnected no longer sees the device through the link.
    return link.endedAt ? visibleDevice(context, link.deviceId) : context.show(deviceById, link.deviceId);
  }

  @Reads('mobileEnrolledAt')
  @FieldResolver(() => Enrollment, { description: 'Whether the user can confirm sign-ins on the device.' })
  mobileAuthentication(@Root() link: Shown<DeviceLink, 'mobileEnrolledAt'>) {
    return enrollment(link.mobileEnrolledAt);
  }

  @Reads('pushEnrolledAt')
  @FieldResolver(() => Enrollment, { description: 'Whether the device gets push messages for the user.' })
  pushAuthentication(@Root() link: Shown<DeviceLink, 'pushEnrolledAt'>) {
    return enrollment(link.pushEnrolledAt);
  }
}
