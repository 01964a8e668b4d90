/** Keeps a password, as the hash that was made of it outside of the transaction. */
import type { Database } from '../../database/database';

export const keepPassword = async (database: Database, userId: string, hash: string): Promise<void> => {
  await database.execute(
    `insert into passwords (user_id, hash, changed_at) values ($1, $2, now()) on conflict (user_id) do update set hash = excluded.hash, changed_at = now()`,
    [userId, hash],
  );
};
