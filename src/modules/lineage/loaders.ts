/** Reads what credentials were created with for one request. */
import { defineLoader } from '../../core/context/context';
import type { DerivedCredential } from '../derived/entity';
import { byParent } from '../../database/loaders';
import { originsOf } from '../derived/list';

/** What each of these was created with. */
export const originsOfCredential = defineLoader((database) =>
  byParent<DerivedCredential & { parentId: string }>((ids) => originsOf(database, ids)),
);
