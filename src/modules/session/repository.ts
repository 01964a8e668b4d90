/** The table of sessions: the only place with its statements. */
import { repositoryOf, TableRepository } from '../../database/repository';
import { Session } from './entity';

class SessionRepository extends TableRepository<Session> {}

export const sessions = repositoryOf(Session, SessionRepository);
