/** Reads what credentials were created with for one request. */
import { defineLoader } from '../../core/context/context';
import { type DerivedCredential, originsOf } from '../derived';
import { byParent } from '../../database/loaders';

/** What each of these was created with. */
export const originsOfCredential = defineLoader((database) =>
  byParent<DerivedCredential & { parentId: string }>((ids) => originsOf(database, ids)),
);
