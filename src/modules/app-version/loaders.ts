/** Reads application versions for one request. */
import { defineLoader } from '../../core/context/context';
import { byId } from '../../database/loaders';
import type { ApplicationVersion } from './entity';
import { versionColumns } from './repository';

export const applicationVersionById = defineLoader((database) =>
  byId<ApplicationVersion>(database, versionColumns, 'application_versions x'),
);
