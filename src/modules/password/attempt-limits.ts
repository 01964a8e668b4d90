/**
 * Limits on password guessing. Failed attempts count per name and network, per name from everywhere, per network for all names, and for the whole
 * service. A browser in which the user has signed in before has its own limit, which strangers cannot exhaust. Unknown names are treated the same.
 */
import type { Database } from '../../database/database';
import { concurrencyLimit } from '../../platform/concurrency-limit';
import { checkWithinBudgets, type FailureBudget, refusalBy, type TooManyFailures } from '../../core/throttle/attempts';
import { networkOf, throttle } from '../../core/throttle/throttle';
import { nameKey } from '../../platform/name-key';
import type { KnownBrowser } from './known-browsers';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** NIST SP 800-63B section 3.2.2 allows at most 100 consecutive failures per account; an account has up to two names. */
const FROM_OWNER = { limit: 10, seconds: 15 * MINUTE };
const FROM_STRANGERS = { limit: 50, seconds: HOUR };
const FROM_ONE_BROWSER = { limit: 50, seconds: DAY };

/** Only failures in unknown browsers count, so that an office with thousands of people behind one address stays below the limit. */
const FROM_ONE_NETWORK = { limit: 100, seconds: 15 * MINUTE };
/** The owner of one IPv6 network often controls a whole /48. */
const FROM_ONE_SITE = { limit: 400, seconds: 15 * MINUTE };
/** Half of what one process can check in that time, and about what a million users mistype in a morning. The other half is left for correct passwords. */
const FROM_EVERYWHERE = { limit: 30_000, seconds: 15 * MINUTE };

const EVERYWHERE: FailureBudget = {
  ...{ what: 'password everywhere', of: '', ...FROM_EVERYWHERE },
  cause: 'TOO_MANY_EVERYWHERE' as const,
};

const networkLimits = (ip: string | null): FailureBudget[] => [
  { what: 'password network', of: networkOf(ip), ...FROM_ONE_NETWORK, cause: 'TOO_MANY_FROM_NETWORK' as const },
  ...(ip?.includes(':')
    ? [{ what: 'password site', of: networkOf(ip, 3), ...FROM_ONE_SITE, cause: 'TOO_MANY_FROM_NETWORK' as const }]
    : []),
];

/** Counted by the name as typed, not by account; otherwise the responses would reveal which names belong to an account. */
const nameLimits = (key: string, ip: string | null): FailureBudget[] => {
  const subject = `name ${key}`;
  return [
    {
      ...{ what: 'password name network', of: `${key} ${networkOf(ip)}`, subject, ...FROM_OWNER },
      ...{ clearedBySuccess: true, cause: 'TOO_MANY_PASSWORDS' as const },
    },
    { what: 'password name', of: key, subject, ...FROM_STRANGERS, cause: 'TOO_MANY_PASSWORDS' as const },
    ...networkLimits(ip),
  ];
};

/** For callers who already hold a known browser or a token of the user. */
const ownerLimits = (what: string, of: string, userId: string): FailureBudget[] =>
  [FROM_OWNER, FROM_ONE_BROWSER].map((bound) => ({
    ...{ what: `${what} ${bound.seconds}`, of, subject: `user ${userId}`, ...bound },
    ...{ clearedBySuccess: true, cause: 'TOO_MANY_PASSWORDS' as const },
  }));

/** An attempt to sign in. */
export interface SignInAttempt {
  /** The name as typed. */
  name: string;
  ip: string | null;
  /** The browser, if the user with this name has signed in with it before. */
  known: KnownBrowser | null;
  /** Whether the hash is imported. Its check waits in a queue of its own, so that it does not hold up others here. */
  imported: boolean;
}

/** Passwords of unknown browsers, with hashes made here, that one process checks at a time. Further attempts wait and do not count until it is their turn. */
const CONCURRENT_CHECKS = 8;
const withConcurrencyLimit = concurrencyLimit(CONCURRENT_CHECKS);

/** Whether the password is correct, or the refusal if the limit is reached. Call it outside a transaction. */
export const checkSignIn = async (
  database: Database,
  { name, ip, known, imported }: SignInAttempt,
  isRight: () => Promise<boolean>,
): Promise<TooManyFailures | boolean> => {
  if (known) return checkWithinBudgets(database, ownerLimits('password browser', known.id, known.userId), isRight);
  const budgets = nameLimits(nameKey(name), ip);
  const check = () => checkWithinBudgets(database, budgets, isRight);
  const checked =
    (await refusalBy(database, [...budgets, EVERYWHERE])) ?? (await (imported ? check() : withConcurrencyLimit(check)));
  if (checked === false) await throttle(database, [EVERYWHERE]);
  return checked;
};

/** The same for a signed-in user. Strangers cannot exhaust this limit either. */
export const checkOwnPassword = (
  database: Database,
  userId: string,
  isRight: () => Promise<boolean>,
): Promise<TooManyFailures | boolean> =>
  checkWithinBudgets(database, ownerLimits('password own', userId, userId), isRight);
