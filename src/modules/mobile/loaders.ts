/** Loads authenticators in batches, once per request. */
import { defineById, defineLoader } from '../../core/context/context';
import { byParent } from '../../database/loaders';
import { authenticatorRows, authenticators } from './repository';

/** Also one that was removed. */
export const authenticatorById = defineById(authenticatorRows);
export const authenticatorsOfLink = defineLoader((database) =>
  byParent((ids) => authenticators(database).listBy('device_link_id', ids)),
);
export const authenticatorsOfUser = defineLoader((database) =>
  byParent((ids) => authenticators(database).listBy('user_id', ids)),
);
