/** Clears the counters of wrong passwords of a user. */
import { clearFailures } from '../../core/throttle/attempts';
import type { Database } from '../../database/database';
import { users } from './repository';

/** Whoever was kept out may try again: the user has another password, or an administrator says so. How many budgets that was about. */
export const clearPasswordFailures = async (database: Database, userId: string): Promise<number> => {
  const keys = await users(database).listNameKeys(userId);
  return clearFailures(database, [`user ${userId}`, ...keys.map((key) => `name ${key}`)]);
};
