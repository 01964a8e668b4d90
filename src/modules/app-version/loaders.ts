/** Reads application versions for one request. */
import { defineById } from '../../core/context/context';
import { versionRows } from './repository';

export const applicationVersionById = defineById(versionRows);
