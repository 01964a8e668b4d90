/** Reads off-boardings for one request. */
import { defineById } from '../../core/context/context';
import { offboardingRows } from './repository';

export const offboardingOfUser = defineById(offboardingRows, { column: 'user_id' });
