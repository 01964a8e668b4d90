/** Reads applications for one request. */
import DataLoader from 'dataloader';
import { defineLoader } from '../../core/context/context';
import { byId } from '../../database/loaders';
import type { Application } from './entity';
import { applicationColumns, applications } from './repository';

export const applicationById = defineLoader((database) =>
  byId<Application>(database, applicationColumns, 'applications x'),
);

/** Whether the caller has given consent to the application or has installed it. */
export const isMyApplication = defineLoader(
  (database, principal) =>
    new DataLoader<string, boolean>(async (ids) => {
      const mine = new Set(await applications(database).listUsedBy(ids, principal.userId));
      return ids.map((id) => mine.has(id));
    }),
);

export const applicationHasDevices = defineLoader(
  (database) =>
    new DataLoader<string, boolean>(async (ids) => {
      const installed = new Set(await applications(database).listInstalled(ids));
      return ids.map((id) => installed.has(id));
    }),
);
