/** Loaders for events. */
import { defineLoader } from '../../core/context/context';
import { byId, byParent } from '../../database/loaders';
import type { Event } from './entity';
import { eventColumns, events } from './repository';

export const eventById = defineLoader((database) => byId<Event>(database, eventColumns, 'events x'));

export const latestEventsOfUser = defineLoader((database) => byParent((ids) => events(database).listLatest(ids)));
