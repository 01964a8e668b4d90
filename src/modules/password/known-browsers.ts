/**
 * Browsers in which a user has signed in. Each holds a random value, of which there is a hash here. It lets nobody in: it only says by which budget
 * wrong passwords are counted, see guessing.ts.
 */
import type { Database } from '../../database/database';
import { sameHash, secretHash } from '../../platform/hash';
import { newId, newKey } from '../../platform/random';

export const KNOWN_DAYS = 180;
/** Of one user; the one that was not used for longest goes first. */
const MOST = 20;

export interface KnownBrowser {
  id: string;
  userId: string;
  hash: Buffer;
}

/** Values of several users are in one browser. */
export const findKnownBrowser = (
  database: Database,
  values: string[],
  userId: string | null,
): Promise<KnownBrowser | null> =>
  database.one<KnownBrowser>(
    `select id, user_id as "userId", hash from known_browsers where hash = any($1::bytea[]) and user_id = $2 and expires_at > now() limit 1`,
    [values.map(secretHash), userId],
  );

/**
 * After a sign-in: what the browser is to hold from now on. The value is always a new one, so that nobody knows it who has put one into somebody
 * else's browser. The caller has locked the user's row.
 */
export const rememberBrowser = async (
  database: Database,
  values: string[],
  userId: string,
): Promise<{ value: string; others: string[] }> => {
  const value = newKey().toString('base64url');
  const hash = secretHash(value);
  const former = await findKnownBrowser(database, values, userId);
  const others = former ? values.filter((other) => !sameHash(secretHash(other), former.hash)) : values;
  if (former)
    await database.execute(
      `update known_browsers set hash = $2, last_used_at = now(), expires_at = now() + ${KNOWN_DAYS} * interval '1 day' where id = $1`,
      [former.id, hash],
    );
  else
    await database.execute(
      `insert into known_browsers (id, user_id, hash, created_at, last_used_at, expires_at)
       values ($1, $2, $3, now(), now(), now() + ${KNOWN_DAYS} * interval '1 day')`,
      [newId(), userId, hash],
    );
  await database.execute(
    `delete from known_browsers where user_id = $1 and id not in (
       select id from known_browsers where user_id = $1 order by last_used_at desc, id desc limit ${MOST})`,
    [userId],
  );
  return { value, others };
};
