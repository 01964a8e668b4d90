/** Data loaders for consents. */
import { defineById } from '../../core/context/context';
import { consentIsActive } from '../../core/liveness/live';
import { consentRows } from './repository';

export const consentById = defineById(consentRows, { condition: consentIsActive('x') });

export const consentInAnyState = defineById(consentRows);
