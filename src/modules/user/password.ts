/** Keeps a password, as the hash that was made of it; guesses at the former count no longer. The caller has locked the user's row, or just made it. */
import type { Database } from '../../database/database';
import { newId } from '../../platform/random';
import { recordDerived } from '../../core/derived/record';
import type { Caller } from '../../core/event/record';
import { forgiveGuesses } from './guesses';

export interface NewPassword {
  userId: string;
  hash: string;
  /** Long enough only as long as the user has a second factor. */
  short?: boolean;
  /** The credentials that it is set with, such as a link. */
  sourceIds?: readonly string[];
}

export const keepPassword = async (
  database: Database,
  caller: Caller,
  { userId, hash, short = false, sourceIds = [] }: NewPassword,
): Promise<void> => {
  const id = newId();
  await database.execute(
    `insert into passwords (user_id, id, hash, changed_at, needs_second_factor) values ($1, $4, $2, now(), $3)
     on conflict (user_id) do update set id = excluded.id, hash = excluded.hash, changed_at = now(), needs_second_factor = excluded.needs_second_factor`,
    [userId, hash, short, id],
  );
  await forgiveGuesses(database, userId);
  await recordDerived(database, caller, [{ kind: 'PASSWORD', id, userId, sourceIds }]);
};

/** The same password under a better hash; nothing where it was changed meanwhile. */
export const upgradePassword = async (
  database: Database,
  userId: string,
  { from, to }: { from: string; to: string },
): Promise<void> => {
  await database.execute('update passwords set hash = $3 where user_id = $1 and hash = $2', [userId, from, to]);
};
