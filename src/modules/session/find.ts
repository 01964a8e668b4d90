/** Sessions by id. */
import type { Database } from '../../database/database';
import type { Session } from './entity';
import { sessions } from './repository';

export const findSession = (database: Database, id: string | null): Promise<Session | null> =>
  sessions(database).findById(id);
