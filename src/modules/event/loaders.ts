/** Loaders for events. */
import { defineById, defineLoader } from '../../core/context/context';
import { byParent } from '../../database/loaders';
import { eventRows, events } from './repository';

export const eventById = defineById(eventRows);

export const latestEventsOfUser = defineLoader((database) => byParent((ids) => events(database).listLatest(ids)));
