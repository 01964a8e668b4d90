/** Clears the counters of failed password attempts of a user. */
import { clearFailures } from '../../core/throttle/attempts';
import type { Database } from '../../database/database';
import { users } from './repository';

/** The user can try again. Returns the number of counters that were cleared. */
export const clearPasswordFailures = async (database: Database, userId: string): Promise<number> => {
  const keys = await users(database).listNameKeys(userId);
  return clearFailures(database, [`user ${userId}`, ...keys.map((key) => `name ${key}`)]);
};
