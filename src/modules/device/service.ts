/** Disconnecting users from devices, and deleting a device. */
import type { Context } from '../../core/context/context';
import type { Database } from '../../database/database';
import { decodeId } from '../../platform/type-id';
import { enforce, notFound } from '../../schema/errors';
import { checkVersion } from '../../core/mutation/input';
import { endWithDependents, eventsOn, selectionsOn } from '../../core/revocation/dependents';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { lockUsers, revoke } from '../../core/revocation/engine';
import { principalFor } from '../../core/authority/object-permissions';
import { findUser, type User } from '../user';
import type { DeviceLink } from './entity';
import { endDeviceLink, endDevices, lockDevices } from './endings';
import {
  affectedUsersChanged,
  type DeleteDeviceInput,
  type DisconnectAllDevicesInput,
  type DisconnectDeviceInput,
} from './inputs';
import { deviceLinks } from './link-repository';
import { mayDisconnect } from './policy';
import { devices } from './repository';

const reloadLink = (database: Database, id: string | null) => deviceLinks(database).findInAnyState(id);

export const disconnectDevice = (context: Context, input: DisconnectDeviceInput): Promise<MutationResult<DeviceLink>> =>
  runMutation(context, { action: 'disconnectDevice', input, reload: reloadLink }, async (database) => {
    const userId = decodeId('User', input.userId);
    const deviceId = decodeId('Device', input.deviceId);
    if (!userId) throw notFound('user', 'userId');
    await lockUsers(database, [userId]);
    enforce(mayDisconnect(await principalFor(database, context.principal, userId), userId));
    const link = deviceId ? await deviceLinks(database).findOf(userId, deviceId) : null;
    if (!link || !deviceId) throw notFound('device', 'deviceId');
    const device = await devices(database).findVersionForShare(deviceId);
    if (!device) throw notFound('device', 'deviceId');
    checkVersion(device, input.ifVersion);
    const revocation = await endDeviceLink(database, context.caller, {
      action: 'disconnectDevice',
      target: { type: 'Device', id: deviceId },
      link: { id: link.id, userId, deviceId },
      reason: input.reason ?? null,
      dryRun: input.dryRun ?? false,
    });
    return { subjectId: link.id, value: (await reloadLink(database, link.id))!, revocation };
  });

export const disconnectAllDevices = (
  context: Context,
  input: DisconnectAllDevicesInput,
): Promise<MutationResult<User>> =>
  runMutation(context, { action: 'disconnectAllDevices', input, reload: findUser }, async (database) => {
    const userId = decodeId('User', input.userId);
    if (!userId) throw notFound('user', 'userId');
    await lockUsers(database, [userId]);
    enforce(mayDisconnect(await principalFor(database, context.principal, userId), userId));
    const user = await findUser(database, userId);
    if (!user) throw notFound('user', 'userId');
    checkVersion(user, input.ifVersion);
    const links = await deviceLinks(database).listOfUser(userId);
    const ids = links.map(({ id }) => id);
    const revocation = await revoke(database, context.caller, {
      action: 'disconnectAllDevices',
      target: { type: 'User', id: userId },
      userId,
      reason: input.reason ?? null,
      selections: selectionsOn('deviceLink', ids),
      dryRun: input.dryRun ?? false,
      events: [
        ...(await eventsOn(database, 'deviceLink', ids)),
        ...links.map(({ deviceId }) => ({ type: 'DEVICE_DISCONNECTED' as const, userId, deviceId })),
      ],
      end: (revocationId) =>
        endWithDependents(database, 'deviceLink', ids, { reason: 'DEVICE_DISCONNECTED', revocationId }),
    });
    return { subjectId: userId, value: user, revocation };
  });

export const deleteDevice = (context: Context, input: DeleteDeviceInput): Promise<MutationResult<string>> =>
  runMutation(context, { action: 'deleteDevice', input, reload: async (_database, id) => id }, async (database) => {
    const deviceId = decodeId('Device', input.deviceId);
    const found = deviceId && (await devices(database).findById(deviceId));
    if (!found) throw notFound('device', 'deviceId');
    const links = await lockDevices(database, [found.id]);
    const device = await devices(database).findById(found.id);
    if (!device) throw notFound('device', 'deviceId');
    checkVersion(device, input.ifVersion);
    const confirmed = new Set(input.confirmedUserIds.map((id) => decodeId('User', id)));
    if (confirmed.size !== links.length || links.some(({ userId }) => !confirmed.has(userId)))
      throw affectedUsersChanged(await deviceLinks(database).listUsers(device.id));
    const revocation = await endDevices(database, context.caller, {
      action: 'deleteDevice',
      target: { type: 'Device', id: device.id },
      devices: [device],
      links,
      reason: input.reason ?? null,
      dryRun: input.dryRun ?? false,
    });
    return { subjectId: device.id, value: device.id, revocation };
  });
