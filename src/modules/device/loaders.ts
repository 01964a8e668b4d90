/** Loads devices in batches, once per request. */
import DataLoader from 'dataloader';
import { defineLoader } from '../../core/context/context';
import { byId, matchesCondition } from '../../database/loaders';
import type { Device, DeviceLink } from './entity';
import { deviceLinkColumns, deviceLinks } from './link-repository';
import { deviceColumns, deviceFrom, readableDevice } from './repository';

export const deviceById = defineLoader((database) => byId<Device>(database, deviceColumns, deviceFrom));

/** Also one that has ended. */
export const deviceLinkById = defineLoader((database) =>
  byId<DeviceLink>(database, deviceLinkColumns, 'device_links x'),
);

/** Whether the caller may read a device by a role on one of its users. */
export const mayReadDevice = defineLoader((database, principal) =>
  matchesCondition(database, deviceFrom, readableDevice(principal)),
);

/** Whether the caller has signed in on a device. */
export const isMyDevice = defineLoader(
  (database, principal) =>
    new DataLoader<string, boolean>(async (ids) => {
      const mine = new Set(await deviceLinks(database).listDevicesOfUser(principal.userId, ids));
      return ids.map((id) => mine.has(id));
    }),
);
