/** Sessions by id. */
import type { Database } from '../../database/database';
import type { Session } from './entity';
import { sessionColumns, sessionFrom } from './list';

export const findSession = (database: Database, id: string | null): Promise<Session | null> =>
  id === null
    ? Promise.resolve(null)
    : database.one<Session>(`select ${sessionColumns} from ${sessionFrom} where x.id = $1`, [id]);
