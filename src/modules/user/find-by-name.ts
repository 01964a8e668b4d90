/** Who has an address already: of two who would take it at once the second finds the first. */
import type { Database } from '../../database/database';
import { userIdByName } from './names';

export interface Known {
  id: string;
  status: string;
  /** Whether it is the user's address, and not only the username. */
  byEmail: boolean;
}

const lockRow = (database: Database, [id]: string[]): Promise<unknown> =>
  database.query('select 1 from users where id = $1 for no key update', [id]);

/** The user who has the address, or its like as username; locked. What changes a user for a caller locks by `lockUsers`. */
export const lockKnown = async (
  database: Database,
  key: string,
  lock: (database: Database, ids: string[]) => Promise<unknown> = lockRow,
): Promise<Known | null> => {
  const found = await database.one<{ id: string | null }>(`select ${userIdByName('$1')} as id`, [key]);
  if (!found?.id) return null;
  await lock(database, [found.id]);
  return database.one<Known>(
    `select id, status, email_key is not distinct from $2 as "byEmail" from users where id = $1 and (email_key = $2 or username_key = $2)`,
    [found.id, key],
  );
};
