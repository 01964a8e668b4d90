/** `deleteDevices` and `removeMyDevice`. */
import type { Context } from '../../core/context/context';
import { decodeId } from '../../platform/type-id';
import type { Refusal } from '../../schema/errors';
import { runMutation, type MutationResult } from '../../core/mutation/run';
import { checkVersion } from '../../core/mutation/input';
import { type BulkDefinition, endMany, type OperationResult } from '../../core/mutation/many';
import { endDeviceLink, endDevices, lockDevices } from './endings';
import type { Device, DeviceLink } from './entity';
import { affectedUsersChanged, type DeleteDevicesInput, type RemoveMyDeviceInput } from './inputs';
import { deviceLinks, type DeviceUser } from './link-repository';
import type { DeviceFilter } from './list';
import { notOwnDevice } from './policy';
import { deviceList, devices } from './repository';

export const deleteDevices = (
  context: Context,
  input: DeleteDevicesInput,
): Promise<MutationResult<OperationResult[]>> => {
  let links: DeviceUser[] = [];
  const confirmed = new Set(input.confirmedUserIds.map((id) => decodeId('User', id)));
  const definition: BulkDefinition<Device, DeviceFilter> = {
    type: 'Device',
    what: 'device',
    field: 'deviceIds',
    permission: 'devices:delete',
    list: deviceList,
    live: 'true',
    // The permission is checked by the mutation's rule.
    may: () => null,
    hasEnded: () => false,
    lock: async (database, chosen) => {
      links = await lockDevices(
        database,
        chosen.map(({ id }) => id),
      );
    },
    check: async (database) => {
      const unconfirmed = new Set(links.filter(({ userId }) => !confirmed.has(userId)).map(({ deviceId }) => deviceId));
      const refused = new Map<string, Refusal>();
      for (const id of unconfirmed) refused.set(id, affectedUsersChanged(await deviceLinks(database).listUsers(id)));
      return refused;
    },
  };
  return endMany(context, definition, 'deleteDevices', input.deviceIds, input, (database, chosen) => {
    const ids = new Set(chosen.map(({ id }) => id));
    return endDevices(database, context.caller, {
      action: 'deleteDevices',
      target: null,
      devices: chosen,
      links: links.filter(({ deviceId }) => ids.has(deviceId)),
      reason: input.reason ?? null,
      dryRun: input.dryRun ?? false,
    });
  });
};

/** Disconnects the caller. Deletes the device too if no other user is on it. */
export const removeMyDevice = (
  context: Context,
  input: RemoveMyDeviceInput,
): Promise<MutationResult<{ deviceLink: DeviceLink; deviceDeleted: boolean }>> =>
  runMutation(
    context,
    {
      action: 'removeMyDevice',
      input,
      reload: async (database, id, answer) => {
        const deviceLink = await deviceLinks(database).findInAnyState(id);
        return deviceLink && { deviceLink, ...(answer as { deviceDeleted: boolean }) };
      },
    },
    async (database) => {
      const { userId } = context.principal;
      const deviceId = decodeId('Device', input.deviceId);
      // The other users on it are not affected.
      const links = deviceId ? await lockDevices(database, [deviceId], { actsOn: false }) : [];
      const own = links.find((link) => link.userId === userId);
      const device = own && (await devices(database).findById(own.deviceId));
      if (!own || !device) throw notOwnDevice();
      checkVersion(device, input.ifVersion);
      const deviceDeleted = links.length === 1;
      const ending = {
        action: 'removeMyDevice',
        target: { type: 'Device', id: device.id } as const,
        reason: input.reason ?? null,
        dryRun: input.dryRun ?? false,
      };
      const revocation = deviceDeleted
        ? await endDevices(database, context.caller, { ...ending, devices: [device], links })
        : await endDeviceLink(database, context.caller, { ...ending, link: own });
      const deviceLink = (await deviceLinks(database).findInAnyState(own.id))!;
      return { subjectId: own.id, value: { deviceLink, deviceDeleted }, storedAnswer: { deviceDeleted }, revocation };
    },
  );
