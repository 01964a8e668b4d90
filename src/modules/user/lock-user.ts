/** Who has an address already: of two who would take it at once the second finds the first. */
import type { Database } from '../../database/database';
import { loginNames } from './login-name-repository';
import { users } from './repository';

export interface LockedUser {
  id: string;
  status: string;
  /** Whether it is the user's address, and not only the username. */
  byEmail: boolean;
}

/** The user who has the address, or its like as username; locked. What changes a user for a caller locks by `lockUsers`. */
export const lockUserByName = async (
  database: Database,
  key: string,
  lock: (database: Database, ids: string[]) => Promise<unknown> = (tx, [id]) => users(tx).lock(id!),
): Promise<LockedUser | null> => {
  const id = await loginNames(database).findUserId(key);
  if (!id) return null;
  await lock(database, [id]);
  return users(database).findByName(id, key);
};
