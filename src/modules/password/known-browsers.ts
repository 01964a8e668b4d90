/**
 * Browsers in which a user has signed in. Each holds a random value, of which there is a hash here. It lets nobody in: it only says by which budget
 * wrong passwords are counted, see guessing.ts.
 */
import type { Database } from '../../database/database';
import { sameHash, secretHash } from '../../platform/hash';
import { newId, newKey } from '../../platform/random';
import { knownBrowsers } from './known-browser-repository';
import type { KnownBrowserRow } from './tables';

export type KnownBrowser = Pick<KnownBrowserRow, 'id' | 'userId' | 'hash'>;

/** Values of several users are in one browser. */
export const findKnownBrowser = (
  database: Database,
  values: string[],
  userId: string | null,
): Promise<KnownBrowser | null> => knownBrowsers(database).findByHash(values.map(secretHash), userId);

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
  if (former) await knownBrowsers(database).renew(former.id, hash);
  else await knownBrowsers(database).add(newId(), userId, hash);
  await knownBrowsers(database).deleteBeyondLimit(userId);
  return { value, others };
};
