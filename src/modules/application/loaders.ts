/** Reads applications for one request. */
import DataLoader from 'dataloader';
import { defineLoader } from '../../core/context/context';
import { byId } from '../../database/loaders';
import type { Application } from './entity';
import { applicationColumns, applicationsOf } from './list';

export const applicationById = defineLoader((database) =>
  byId<Application>(database, applicationColumns, 'applications x'),
);

/** Whether the caller has given consent to an application or has installed it. */
export const isMyApplication = defineLoader(
  (database, principal) =>
    new DataLoader<string, boolean>(async (ids) => {
      const mine = await database.query<{ id: string }>(
        `select x.id from applications x where x.id = any($1::uuid[]) and ${applicationsOf('$2::uuid')}`,
        [ids, principal.userId],
      );
      return ids.map((id) => mine.some((row) => row.id === id));
    }),
);

export const applicationHasDevices = defineLoader(
  (database) =>
    new DataLoader<string, boolean>(async (ids) => {
      const used = await database.query<{ id: string }>(
        'select a.id from unnest($1::uuid[]) as a (id) where exists (select from devices d where d.application_id = a.id)',
        [ids],
      );
      return ids.map((id) => used.some((row) => row.id === id));
    }),
);
