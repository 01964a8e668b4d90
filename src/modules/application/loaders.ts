/** Reads applications for one request. */
import DataLoader from 'dataloader';
import type { JWK } from 'jose';
import { defineById, defineLoader } from '../../core/context/context';
import { applicationRows, applications } from './repository';
import { applicationSecrets } from './secret-repository';

export const applicationById = defineById(applicationRows);

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

/** The public keys that the application authenticates with. */
export const keysOfApplication = defineLoader(
  (database) =>
    new DataLoader<string, JWK[]>(async (ids) => {
      const keys = await applicationSecrets(database).listKeys(ids);
      return ids.map((id) =>
        keys.filter(({ applicationId }) => applicationId === id).map(({ publicJwk }) => publicJwk),
      );
    }),
);
