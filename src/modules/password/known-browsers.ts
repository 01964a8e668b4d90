/**
 * Browsers in which a user has signed in. Each holds a random value in a cookie; the database keeps its hash. The value does not sign anyone in. It only selects the limit for failed passwords, see attempt-limits.ts.
 */
import type { Database } from '../../database/database';
import { sameHash, secretHash } from '../../platform/hash';
import { newId, newKey } from '../../platform/random';
import { knownBrowsers } from './known-browser-repository';
import type { KnownBrowserRow } from './tables';

export type KnownBrowser = Pick<KnownBrowserRow, 'id' | 'userId' | 'hash'>;

/** A browser may hold values of several users. */
export const findKnownBrowser = (
  database: Database,
  values: string[],
  userId: string | null,
): Promise<KnownBrowser | null> => knownBrowsers(database).findByHash(values.map(secretHash), userId);

/**
 * Registers the browser after a sign-in and returns its new value. Each sign-in issues a new value, so that a value planted in someone else's browser becomes useless. The caller has locked the user's row.
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
