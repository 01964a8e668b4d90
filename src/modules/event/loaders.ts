/** Reads events for one request. */
import { defineLoader } from '../../core/context/context';
import { byId, byParent } from '../../database/loaders';
import type { Event } from './entity';
import { eventColumns } from './list';

const LATEST_EVENTS = 20;

export const eventById = defineLoader((database) => byId<Event>(database, eventColumns, 'events x'));

export const latestEventsOfUser = defineLoader((database) =>
  byParent<Event & { parentId: string }>((ids) =>
    database.query(
      `select parent.id as "parentId", e.* from unnest($1::uuid[]) as parent (id) cross join lateral (
         select ${eventColumns} from events x where x.user_id = parent.id order by x.id desc limit ${LATEST_EVENTS}) e`,
      [ids],
    ),
  ),
);
