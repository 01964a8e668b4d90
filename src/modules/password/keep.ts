/** Keeps a password, as the hash that was made of it; guesses at the former count no longer. The caller has locked the user's row, or just made it. */
import type { Database } from '../../database/database';
import { forgiveGuesses } from './guessing';

export const keepPassword = async (
  database: Database,
  userId: string,
  hash: string,
  /** Long enough only as long as the user has a second factor. */
  short = false,
): Promise<void> => {
  await database.execute(
    `insert into passwords (user_id, hash, changed_at, needs_second_factor) values ($1, $2, now(), $3)
     on conflict (user_id) do update set hash = excluded.hash, changed_at = now(), needs_second_factor = excluded.needs_second_factor`,
    [userId, hash, short],
  );
  await forgiveGuesses(database, userId);
};

/** The same password under a better hash; nothing where it was changed meanwhile. */
export const upgradePassword = async (
  database: Database,
  userId: string,
  { from, to }: { from: string; to: string },
): Promise<void> => {
  await database.execute('update passwords set hash = $3 where user_id = $1 and hash = $2', [userId, from, to]);
};
