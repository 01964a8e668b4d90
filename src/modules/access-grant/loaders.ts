/** Data loaders for access grants. */
import { defineLoader } from '../../core/context/context';
import { byId } from '../../database/loaders';
import type { AccessGrant } from './entity';
import { accessGrantColumns, accessGrantFrom } from './repository';

/** In any state. */
export const accessGrantById = defineLoader((database) =>
  byId<AccessGrant>(database, accessGrantColumns, accessGrantFrom),
);

/** The code that a token family began with, in any state. */
export const accessGrantOfFamily = defineLoader((database) =>
  byId<AccessGrant>(database, accessGrantColumns, accessGrantFrom, { column: 'family_id' }),
);
