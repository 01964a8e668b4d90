/** Finds and locks the user who has a name. If two requests claim the same name, the second one waits here and finds the first. */
import type { Database } from '../../database/database';
import { loginNames } from './login-name-repository';
import { users } from './repository';

export interface LockedUser {
  id: string;
  status: string;
  /** Whether it is the user's email address and not only the username. */
  byEmail: boolean;
}

/** The user whose email address or username is `key`, locked by `lock`. Work on behalf of a caller must pass `lockUsers`. */
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
