/** Statements about the table of events. */
import { Conditions } from '../../database/filter';
import type { ListSource } from '../../database/list';
import { rowsOf } from '../../database/rows';
import { repositoryOf, TableRepository } from '../../database/repository';
import { Event } from './entity';
import type { EventFilter } from './list';

export const eventRows = rowsOf(Event, {
  type: 'Event',
  from: 'events x',
  always: ['userId'],
});

export const eventColumns = eventRows.select;

export const eventList: ListSource<EventFilter> = {
  name: 'events',
  rows: eventRows,
  orders: { OCCURRED_AT: { by: 'x.id', type: 'uuid' } },
  conditions: (filter, add) =>
    new Conditions(add)
      .anyOf('x.type', filter.type)
      .anyOf('x.outcome', filter.outcome)
      .id('x.user_id', 'User', filter.userId)
      .id('x.actor_user_id', 'User', filter.actorUserId)
      .id('x.impersonator_user_id', 'User', filter.impersonatorId)
      .id('x.application_id', 'Application', filter.applicationId)
      .id('x.device_id', 'Device', filter.deviceId)
      .id('x.session_id', 'Session', filter.sessionId)
      .id('x.revocation_id', 'Revocation', filter.revocationId)
      .equal('x.ip', 'ip', filter.ip)
      .between('x.occurred_at', filter.from, filter.to).list,
};

/** The number of events in `latestEvents`. */
const LATEST = 20;

class EventRepository extends TableRepository<Event> {
  /** The newest events about each of these users. */
  listLatest(userIds: readonly string[]): Promise<(Event & { parentId: string })[]> {
    return this.database.query(
      `select parent.id as "parentId", e.* from unnest($1::uuid[]) as parent (id) cross join lateral (
         select ${eventColumns} from events x where x.user_id = parent.id order by x.id desc limit ${LATEST}) e`,
      [userIds],
    );
  }
}

export const events = repositoryOf(Event, EventRepository);
