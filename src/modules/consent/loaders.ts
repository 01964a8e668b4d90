/** Data loaders for consents. */
import { defineLoader } from '../../core/context/context';
import { consentIsActive } from '../../core/liveness/live';
import { byId } from '../../database/loaders';
import type { Consent } from './entity';
import { consentColumns } from './repository';

export const consentById = defineLoader((database) =>
  byId<Consent>(database, consentColumns, 'consents x', { condition: consentIsActive('x') }),
);

export const consentInAnyState = defineLoader((database) => byId<Consent>(database, consentColumns, 'consents x'));
