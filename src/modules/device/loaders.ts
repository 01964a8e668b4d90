/** Reads devices for one request. */
import DataLoader from 'dataloader';
import { defineLoader } from '../../core/context/context';
import { byId, readable } from '../../database/loaders';
import type { Device } from './entity';
import { deviceColumns, readableDevice } from './list';

export const deviceById = defineLoader((database) => byId<Device>(database, deviceColumns, 'devices x'));

/** Whether the caller may read them by what is held on an object. */
export const mayReadDevice = defineLoader((database, principal) =>
  readable(database, 'devices x', readableDevice(principal)),
);

/** Whether the caller has signed in on a device. */
export const isMyDevice = defineLoader(
  (database, principal) =>
    new DataLoader<string, boolean>(async (ids) => {
      const mine = await database.query<{ id: string }>(
        'select device_id as id from device_links where device_id = any($1::uuid[]) and user_id = $2 and ended_at is null',
        [ids, principal.userId],
      );
      return ids.map((id) => mine.some((row) => row.id === id));
    }),
);
