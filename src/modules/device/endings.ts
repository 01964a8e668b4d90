/** Disconnects users from devices, and deletes devices. */
import { Any } from 'typeorm';
import type { Database } from '../../database/database';
import type { Caller } from '../../core/event/record';
import { type Dependent, endWithDependents, eventsOn, selectionsOn } from '../../core/revocation/dependents';
import { type Ending, lockUsers, ownerOf, revoke, type Receipt } from '../../core/revocation/engine';
import { endLastEpoch } from '../../core/revocation/epochs';
import { Restart } from '../../core/mutation/run';
import type { Device } from './entity';
import { deviceLinks, type DeviceUser } from './link-repository';
import { devices } from './repository';

/** A link that ended is kept, but not shown: it is the reason why what depended on it ended. */
export const endsWithDeviceLink: Dependent = {
  selections: (linkIds) => [{ kind: 'deviceLink', column: 'id', values: linkIds }],
  end: (database, linkIds, cause) => deviceLinks(database).end(linkIds, cause),
};

/** Disconnects one user from one device, with a receipt. The caller has locked the user's row. */
export const endDeviceLink = async (
  database: Database,
  caller: Caller,
  { link, ...asked }: Pick<Ending, 'action' | 'target' | 'reason' | 'dryRun'> & { link: DeviceUser },
): Promise<Receipt> => {
  const { id, userId, deviceId } = link;
  return revoke(database, caller, {
    ...asked,
    userId,
    selections: selectionsOn('deviceLink', [id]),
    events: [...(await eventsOn(database, 'deviceLink', [id])), { type: 'DEVICE_DISCONNECTED', userId, deviceId }],
    end: (revocationId) =>
      endWithDependents(database, 'deviceLink', [id], { reason: 'DEVICE_DISCONNECTED', revocationId }),
  });
};

/** Locks the users of the devices, then the devices, so that no further user can connect. Returns the current links. */
export const lockDevices = async (
  database: Database,
  deviceIds: string[],
  about?: { actsOn: boolean },
): Promise<DeviceUser[]> => {
  const before = new Set((await deviceLinks(database).listOfDevices(deviceIds)).map(({ userId }) => userId));
  await lockUsers(database, [...before], about);
  await devices(database).lock(deviceIds);
  const links = await deviceLinks(database).listOfDevices(deviceIds);
  if (links.some(({ userId }) => !before.has(userId))) throw new Restart();
  return links;
};

export type DevicesEnding = Pick<Ending, 'action' | 'target' | 'reason' | 'dryRun'> & {
  devices: Device[];
  links: DeviceUser[];
};

/** Disconnects all users of the devices and deletes the devices with their client credentials, with one receipt. */
export const endDevices = async (
  database: Database,
  caller: Caller,
  { devices: deleted, links, ...asked }: DevicesEnding,
): Promise<Receipt> => {
  const deviceIds = deleted.map(({ id }) => id);
  const linkIds = links.map(({ id }) => id);
  return revoke(database, caller, {
    ...asked,
    userId: links.length > 0 ? ownerOf(links) : null,
    // Tokens that a device got with its own client credentials belong to no link.
    selections: [
      { kind: 'device', column: 'id', values: deviceIds, rowsAreDeleted: true },
      ...selectionsOn('deviceLink', linkIds).filter(({ kind }) => kind !== 'token'),
      { kind: 'token', column: 'device_id', values: deviceIds },
    ],
    events: [
      ...(await eventsOn(database, 'deviceLink', linkIds)),
      ...links.map(({ userId, deviceId }) => ({ type: 'DEVICE_DISCONNECTED' as const, userId, deviceId })),
      ...deleted.map(({ id, applicationId, name }) => ({
        type: 'DEVICE_DELETED' as const,
        deviceId: id,
        applicationId,
        details: { name },
      })),
    ],
    end: async (revocationId) => {
      await endWithDependents(database, 'deviceLink', linkIds, { reason: 'DEVICE_DELETED', revocationId });
      await endLastEpoch(database, deviceIds, 'DEVICE_DELETED', revocationId);
      await devices(database).delete({ id: Any(deviceIds) });
    },
  });
};
