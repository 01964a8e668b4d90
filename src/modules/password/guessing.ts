/**
 * Against guessing: wrong passwords are counted in the database before they are looked at, and those that were right are taken off again. So
 * however many come at once, no more than the bounds allow are looked at; beyond them the right one is refused too.
 */
import type { Database } from '../../database/database';
import type { Refusal } from '../../schema/errors';
import { type Bound, forget, networkOf, throttle } from '../throttle';

/** Of one user from one network, and from everywhere (NIST SP 800-63B §3.2.2). */
const FROM_ONE_NETWORK = { limit: 10, seconds: 900 };
const FROM_EVERYWHERE = { limit: 100, seconds: 3_600 };

const bounds = (whose: string, ip: string | null): Bound[] => [
  { what: 'password network', of: `${whose} ${networkOf(ip)}`, ...FROM_ONE_NETWORK },
  { what: 'password', of: whose, ...FROM_EVERYWHERE },
];

/** RATE_LIMITED where there were too many; `whose` is the user's id, or what was typed instead of somebody's name. */
export const beginGuess = (database: Database, whose: string, ip: string | null): Promise<Refusal | null> =>
  throttle(database, bounds(whose, ip));

export const wasRight = (database: Database, whose: string, ip: string | null): Promise<void> =>
  forget(database, bounds(whose, ip));
