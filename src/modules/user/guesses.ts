/** Clears the counters of wrong passwords of a user. */
import { clearFailures } from '../../core/throttle/attempts';
import type { Database } from '../../database/database';

/** Whoever was kept out may try again: the user has another password, or an administrator says so. How many budgets that was about. */
export const forgiveGuesses = async (database: Database, userId: string): Promise<number> => {
  const names = await database.one<{ keys: string[] }>(
    `select array_remove(array[username_key, email_key], null) as keys from users where id = $1`,
    [userId],
  );
  return clearFailures(database, [`user ${userId}`, ...(names?.keys ?? []).map((key) => `name ${key}`)]);
};
