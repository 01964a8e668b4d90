/** Reads off-boardings for one request. */
import { defineLoader } from '../../core/context/context';
import { byId } from '../../database/loaders';
import type { Offboarding } from './entity';
import { offboardingColumns } from './repository';

export const offboardingOfUser = defineLoader((database) =>
  byId<Offboarding>(database, offboardingColumns, 'offboardings x', { column: 'user_id' }),
);
