/** Reads what credentials were created with for one request. */
import { defineLoader } from '../../core/context/context';
import { derivedCredentials } from '../derived';
import { byParent } from '../../database/loaders';

/** What each of these was created with. */
export const originsOfCredential = defineLoader((database) =>
  byParent((ids) => derivedCredentials(database).listOrigins(ids)),
);
