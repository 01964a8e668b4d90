/**
 * Against guessing: wrong passwords are counted in the database, and beyond the bounds the right one is refused too. That is asked after the
 * password was looked at: so of however many guesses at once none that comes after the bound counts, and people who sign in in many places at
 * once are not in each other's way.
 */
import type { Database } from '../../database/database';
import type { Refusal } from '../../schema/errors';
import { type Bound, forget, isExceeded, networkOf, throttle } from '../throttle';

/** Of one user from one network, and from everywhere (NIST SP 800-63B §3.2.2). */
const FROM_ONE_NETWORK = { limit: 10, seconds: 900 };
const FROM_EVERYWHERE = { limit: 100, seconds: 3_600 };

/** `whose` is the user's id, or what was typed for a name that nobody has. */
const bounds = (whose: string, ip: string | null): [Bound, Bound] => [
  { what: 'password network', of: `${whose} ${networkOf(ip)}`, ...FROM_ONE_NETWORK },
  { what: 'password', of: whose, ...FROM_EVERYWHERE },
];

/** Counts a wrong one, outside of a transaction; RATE_LIMITED where it was one too many. */
export const noteWrong = (database: Database, whose: string, ip: string | null): Promise<Refusal | null> =>
  throttle(database, bounds(whose, ip));

/** After the right one: RATE_LIMITED where there were too many wrong ones before it. */
export const afterRight = async (database: Database, whose: string, ip: string | null): Promise<Refusal | null> => {
  const [fromHere, fromEverywhere] = bounds(whose, ip);
  const { refusal, counted } = await isExceeded(database, [fromHere, fromEverywhere]);
  if (!refusal && counted) await forget(database, fromHere);
  return refusal;
};
