/** Reads users, inside and outside transactions. */
import type { Database } from '../../database/database';
import type { User } from './entity';
import { userList } from './list';

export const findUser = (database: Database, id: string | null): Promise<User | null> =>
  id === null
    ? Promise.resolve(null)
    : database.one<User>(`select ${userList.select} from users x where x.id = $1`, [id]);
