/** Loads devices in batches, once per request. */
import DataLoader from 'dataloader';
import { defineById, defineLoader } from '../../core/context/context';
import { matchesCondition } from '../../database/loaders';
import { deviceLinkRows, deviceLinks } from './link-repository';
import { deviceFrom, deviceRows, readableDevice } from './repository';

export const deviceById = defineById(deviceRows);

/** Also one that has ended. */
export const deviceLinkById = defineById(deviceLinkRows);

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
