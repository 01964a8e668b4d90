/** Loads authenticators in batches, once per request. */
import { defineLoader } from '../../core/context/context';
import { byId, byParent } from '../../database/loaders';
import type { Authenticator } from './entity';
import { authenticatorColumns, authenticatorFrom, authenticators } from './repository';

/** Also one that was removed. */
export const authenticatorById = defineLoader((database) =>
  byId<Authenticator>(database, authenticatorColumns, authenticatorFrom),
);
export const authenticatorsOfLink = defineLoader((database) =>
  byParent((ids) => authenticators(database).listBy('device_link_id', ids)),
);
export const authenticatorsOfUser = defineLoader((database) =>
  byParent((ids) => authenticators(database).listBy('user_id', ids)),
);
