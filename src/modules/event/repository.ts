/** The table of the audit trail: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Event } from './entity';

class EventRepository extends TableRepository<Event> {}

export const events = repositoryOf(Event, EventRepository);
