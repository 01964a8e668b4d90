/** Data loaders for access grants. */
import { defineById } from '../../core/context/context';
import { accessGrantRows } from './repository';

/** In any state. */
export const accessGrantById = defineById(accessGrantRows);

/** The code that a token family began with, in any state. */
export const accessGrantOfFamily = defineById(accessGrantRows, { column: 'family_id' });
