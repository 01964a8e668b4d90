/** Loaders for what credentials were created with. */
import { defineLoader } from '../../core/context/context';
import { derivedCredentials } from '../derived';
import { byParent } from '../../database/loaders';

export const originsOfCredential = defineLoader((database) =>
  byParent((ids) => derivedCredentials(database).listOrigins(ids)),
);
